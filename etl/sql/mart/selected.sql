-- en: Organizations in a selection; an absent filter lets all pass
-- vi: Các tổ chức trong lựa chọn; bộ lọc bỏ trống thì lấy tất cả
-- grain: organization_id
CREATE MACRO mart.selected(kinds, provinces, organizations) AS TABLE
SELECT *
FROM mart.organizations
WHERE (kinds IS NULL OR list_contains(kinds, kind))
  AND (provinces IS NULL OR list_contains(provinces, province_id))
  AND (organizations IS NULL OR list_contains(organizations, organization_id))
