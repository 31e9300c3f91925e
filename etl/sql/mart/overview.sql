-- en: How many organizations, provinces, terms and documents a selection holds
-- vi: Lựa chọn gồm bao nhiêu tổ chức, tỉnh, nhiệm kỳ và tài liệu
-- grain: one row
CREATE MACRO mart.overview(kinds, provinces, organizations) AS TABLE
SELECT count(*) FILTER (has_document) AS n_organizations, count(*) AS n_organizations_known,
       count(DISTINCT province_id) FILTER (has_document) AS n_provinces,
       coalesce(sum(n_coded_terms), 0)::INTEGER AS n_terms,
       len(list_distinct(flatten(coalesce(list(documents), [])))) AS n_documents
FROM mart.selected(kinds, provinces, organizations)
