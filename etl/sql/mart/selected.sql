-- en: Organizations in a selection, with the province that each has in the boundaries chosen; an absent filter lets all pass
-- vi: Các tổ chức trong lựa chọn, với tỉnh, thành theo địa giới đã chọn; bộ lọc bỏ trống thì lấy tất cả
-- grain: organization_id
CREATE MACRO mart.selected(boundary_set, kinds, provinces, organizations) AS TABLE
SELECT o.*, p.province_id AS place_id
FROM mart.organizations o
LEFT JOIN mart.places p ON p.organization_id = o.organization_id AND p.boundaries = coalesce(boundary_set, 'present')
WHERE (kinds IS NULL OR list_contains(kinds, o.kind))
  AND (provinces IS NULL OR list_contains(provinces, p.province_id))
  AND (organizations IS NULL OR list_contains(organizations, o.organization_id))
