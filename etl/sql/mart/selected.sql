-- en: Organizations in a selection, with the province and region that each has in the boundaries chosen; an
--     absent filter lets all pass
-- vi: Các tổ chức trong lựa chọn, với tỉnh, thành và vùng theo địa giới đã chọn; bộ lọc bỏ trống thì lấy tất
--     cả
-- grain: organization_id
-- Where years are chosen, an organization passes with a term that covers one of them.
CREATE MACRO mart.selected(chosen) AS TABLE
SELECT o.*, p.province_id AS place_id, p.region_id
FROM mart.organizations o
CROSS JOIN (SELECT chosen AS c)
LEFT JOIN mart.places p ON p.organization_id = o.organization_id AND p.boundaries = c.boundaries
WHERE (c.kinds IS NULL OR list_contains(c.kinds, o.kind))
  AND (c.levels IS NULL OR list_contains(c.levels, o.level))
  AND (c.regions IS NULL OR list_contains(c.regions, p.region_id))
  AND (c.provinces IS NULL OR list_contains(c.provinces, p.province_id))
  AND (c.organizations IS NULL OR list_contains(c.organizations, o.organization_id))
  AND (NOT c.has_years
       OR list_has_any(o.years, range(coalesce(c.from_year, 1900), coalesce(c.to_year, 2100) + 1)))
