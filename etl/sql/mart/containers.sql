-- en: Organizations whose figures contain those of another: unions above it, and organizations that took its
--     place
-- vi: Tổ chức có số liệu bao gồm số liệu của tổ chức khác: liên hiệp cấp trên và tổ chức kế thừa
-- grain: organization_id, container_id
CREATE TABLE mart.containers AS
WITH RECURSIVE steps AS (
    SELECT organization_id, parent_organization_id AS container_id, 'parent' AS relation
    FROM core.organizations WHERE parent_organization_id IS NOT NULL
    UNION ALL
    SELECT predecessor_id, successor_id, 'successor' FROM core.successions
), reached AS (
    SELECT organization_id, container_id, relation FROM steps
    UNION
    SELECT r.organization_id, s.container_id, r.relation
    FROM reached r
    JOIN steps s ON s.organization_id = r.container_id AND s.relation = r.relation
)
SELECT * FROM reached
