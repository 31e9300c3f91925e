-- en: How many organizations, provinces, terms and documents a selection holds
-- vi: Lựa chọn gồm bao nhiêu tổ chức, tỉnh, nhiệm kỳ và tài liệu
-- grain: one row
CREATE MACRO mart.overview(chosen) AS TABLE
WITH here AS (
    SELECT * FROM mart.selected_terms(chosen)
)
SELECT count(DISTINCT organization_id) FILTER (has_document) AS n_organizations,
       count(DISTINCT organization_id) AS n_organizations_known,
       count(DISTINCT place_id) FILTER (has_document) AS n_provinces,
       count(*) FILTER (has_document) AS n_terms,
       (SELECT count(DISTINCT document) FROM (SELECT unnest(documents) AS document FROM here)) AS n_documents
FROM here
