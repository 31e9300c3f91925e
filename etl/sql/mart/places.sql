-- en: The province and region of each organization, in the former and in the present boundaries
-- vi: Tỉnh, thành và vùng của mỗi tổ chức, theo địa giới cũ và mới
-- grain: boundaries, organization_id; an organization of a merged province has no former one, a national one none at all
CREATE TABLE mart.places AS
WITH of_merged_province AS (
    SELECT organization_id FROM core.organizations WHERE founded_on >= '2025-07'
    UNION
    SELECT successor_id FROM core.successions WHERE "on" >= '2025'
)
SELECT 'former' AS boundaries, o.organization_id, p.province_id, p.region_id
FROM core.organizations o
JOIN core.provinces p ON p.boundaries = 'former' AND p.province_id = o.province_id
WHERE p.valid_until IS NULL OR o.organization_id NOT IN (SELECT organization_id FROM of_merged_province)
UNION ALL
SELECT 'present', o.organization_id, n.province_id, n.region_id
FROM core.organizations o
LEFT JOIN core.provinces p ON p.boundaries = 'former' AND p.province_id = o.province_id
JOIN core.provinces n ON n.boundaries = 'present' AND n.province_id = coalesce(p.successor_id, o.province_id)
