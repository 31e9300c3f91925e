-- en: Organizations with what is coded for them
-- vi: Các tổ chức và những gì đã mã hóa
-- grain: organization_id
CREATE TABLE mart.organizations AS
SELECT o.organization_id, o.name_vi, o.name_en, o.kind, o.level, o.province_id, o.parent_organization_id,
       o.locality, o.founded_on,
       max(t.term) FILTER (t.is_latest AND t.has_document) AS latest_term,
       count(*) FILTER (t.has_document)::INTEGER AS n_coded_terms,
       list_distinct(flatten(coalesce(list(t.documents), []))) AS documents,
       coalesce(bool_or(t.has_document), false) AS has_document,
       list_distinct(flatten(coalesce(list(range(coalesce(t.first_year, t.last_year),
                                                 coalesce(t.last_year, t.first_year) + 1)), []))) AS years,
       any_value(o._file || ':' || o._line) AS evidence
FROM core.organizations o
LEFT JOIN mart.terms t USING (organization_id)
GROUP BY ALL
