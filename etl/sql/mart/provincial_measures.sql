-- en: What is known of the provincial organizations of a selection: every indicator, derived measure and theme in one of the five states
-- vi: Những gì biết về các tổ chức cấp tỉnh trong lựa chọn: mọi chỉ tiêu, chỉ số và chủ đề, ở một trong năm trạng thái
-- grain: organization_id, measure
-- Indicators and derived measures: the latest term selected. Themes: all coded terms selected. Only stocks add up across organizations.
CREATE MACRO mart.provincial_measures(chosen) AS TABLE
WITH cells AS (
    SELECT *, left(coalesce(as_of, last_year::VARCHAR, first_year::VARCHAR), 4)::INTEGER AS year
    FROM mart.cells(chosen)
    WHERE is_latest AND level = 'province'
)
SELECT c.organization_id, 'indicator' AS measure_kind, c.indicator AS measure, c.term, c.year, c.state, c.value::DOUBLE AS value, c.qualifier,
       i.nature = 'stock' AS is_additive, coalesce(c.is_disputed, false) AS is_disputed, c.evidence
FROM cells c
JOIN core.indicators i USING (indicator)
UNION ALL
SELECT c.organization_id, 'derived', m.measure, c.term, c.year,
       CASE WHEN d.value IS NOT NULL THEN 'figure' WHEN c.state IN ('figure', 'unstated') THEN 'not_mentioned' ELSE c.state END,
       d.value, d.qualifier, false, false, d.evidence
FROM cells c
JOIN core.derived_measures m USING (indicator)
LEFT JOIN mart.derived d ON d.organization_id = c.organization_id AND d.term = c.term AND d.measure = m.measure
UNION ALL
SELECT organization_id, 'theme', theme, NULL, NULL, state, n_limitations, CASE WHEN state = 'figure' THEN 'exact' END, false, false, evidence
FROM mart.theme_cells(chosen)
WHERE level = 'province'
