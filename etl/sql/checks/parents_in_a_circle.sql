-- No organization stands above itself.
WITH RECURSIVE above AS (
    SELECT organization_id AS start, parent_organization_id AS parent, 1 AS depth
    FROM core.organizations WHERE parent_organization_id IS NOT NULL
    UNION
    SELECT a.start, o.parent_organization_id, a.depth + 1
    FROM above a JOIN core.organizations o ON o.organization_id = a.parent
    WHERE o.parent_organization_id IS NOT NULL AND a.parent <> a.start AND a.depth < 50
)
SELECT DISTINCT o._file, o._line, 'parent_organization_id' AS "column", o.parent_organization_id AS value,
       'leads back to the organization itself; correct one of the parents in this circle' AS message
FROM above a
JOIN core.organizations o ON o.organization_id = a.start
WHERE a.parent = a.start
