-- en: Organizations of a selection by how many indicators they report, in any of the terms selected
-- vi: Các tổ chức trong lựa chọn theo số chỉ tiêu có nêu, ở bất kỳ nhiệm kỳ nào được chọn
-- grain: organization_id; only organizations that report any
CREATE MACRO mart.best_reported(chosen) AS TABLE
SELECT t.organization_id, t.kind, t.level, count(DISTINCT f.indicator) AS n_indicators
FROM mart.selected_terms(chosen) t
JOIN mart.figures f ON f.organization_id = t.organization_id AND f.term = t.term AND f.value IS NOT NULL
GROUP BY ALL
