-- en: The province and region of each organization, in the former and in the present boundaries
-- vi: Tỉnh, thành và vùng của mỗi tổ chức, theo địa giới cũ và mới
-- grain: boundaries, organization_id; an organization of a merged province has no former one, a national one
--        none at all
-- An organization is of the merged province when it was formed with it or later. A founding in that year of
-- no known month may have been before; a succession in that year is the merger's.
CREATE TABLE mart.places AS
WITH placed AS (
    SELECT o.organization_id, p.province_id AS former_id, p.region_id AS former_region_id,
           n.province_id AS present_id, n.region_id AS present_region_id,
           coalesce(o.founded_on >= left(n.valid_from, greatest(len(o.founded_on), 7)), false)
           OR EXISTS (FROM core.successions s
                      WHERE s.successor_id = o.organization_id AND s."on" >= left(n.valid_from, len(s."on")))
           AS is_of_merged
    FROM core.organizations o
    LEFT JOIN core.provinces p ON p.boundaries = 'former' AND p.province_id = o.province_id
    JOIN core.provinces n ON n.boundaries = 'present'
      AND n.province_id = coalesce(p.successor_id, o.province_id)
)
SELECT 'former' AS boundaries, organization_id, former_id AS province_id, former_region_id AS region_id
FROM placed
WHERE former_id IS NOT NULL AND NOT is_of_merged
UNION ALL
SELECT 'present', organization_id, present_id, present_region_id
FROM placed
