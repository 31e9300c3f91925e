-- en: The organizations behind what is compared: an organization itself, a province's provincial
--     organizations of one kind
-- vi: Các tổ chức đứng sau từng bên được so sánh: chính tổ chức đó, hoặc tổ chức cấp tỉnh thuộc một loại của
--     tỉnh, thành
-- grain: code, organization_id; a province without such an organization has none
-- Of a selection, the boundaries count: what is compared was chosen by name.
CREATE MACRO mart.compared_organizations(chosen, compared, chosen_kind) AS TABLE
SELECT organization_id AS code, organization_id, has_document FROM mart.organizations
WHERE list_contains(compared, organization_id)
UNION ALL
SELECT p.province_id, o.organization_id, o.has_document
FROM mart.places p
JOIN mart.organizations o ON o.organization_id = p.organization_id AND o.level = 'province'
  AND o.kind = chosen_kind
WHERE p.boundaries = (chosen).boundaries AND list_contains(compared, p.province_id)
