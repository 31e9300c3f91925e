-- en: How many organizations, provinces, terms and documents a selection holds
-- vi: Lựa chọn gồm bao nhiêu tổ chức, tỉnh, nhiệm kỳ và tài liệu
-- grain: one row
CREATE MACRO mart.overview(boundary_set, kinds, provinces, organizations) AS TABLE
WITH here AS (
    SELECT * FROM mart.selected(boundary_set, kinds, provinces, organizations)
)
SELECT count(*) FILTER (has_document) AS n_organizations, count(*) AS n_organizations_known,
       count(DISTINCT place_id) FILTER (has_document) AS n_provinces,
       coalesce(sum(n_coded_terms), 0)::INTEGER AS n_terms,
       (SELECT count(DISTINCT document) FROM (SELECT unnest(documents) AS document FROM here)) AS n_documents
FROM here
