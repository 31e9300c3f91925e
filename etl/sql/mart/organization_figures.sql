-- en: What the organizations of a selection say in their latest term: every indicator and derived measure in
--     one of the five states
-- vi: Những gì các tổ chức trong lựa chọn nêu ở nhiệm kỳ gần nhất: mọi chỉ tiêu và chỉ số, ở một trong năm
--     trạng thái
-- grain: organization_id, measure
-- The latest term is the latest of those selected. Only stocks add up across organizations.
CREATE MACRO mart.organization_figures(chosen) AS TABLE
WITH cells AS (
    SELECT *, left(coalesce(as_of, last_year::VARCHAR, first_year::VARCHAR), 4)::INTEGER AS year
    FROM mart.cells(chosen)
    WHERE is_latest
)
SELECT c.organization_id, c.level, 'indicator' AS measure_kind, c.indicator AS measure, c.term, c.year,
       c.state, c.value::DOUBLE AS value, c.qualifier,
       i.nature = 'stock' AS is_additive, coalesce(c.is_disputed, false) AS is_disputed, c.evidence
FROM cells c
JOIN core.indicators i USING (indicator)
UNION ALL
SELECT c.organization_id, c.level, 'derived', m.measure, c.term, c.year,
       CASE WHEN d.value IS NOT NULL THEN 'figure' WHEN c.state IN ('figure', 'unstated') THEN 'not_mentioned'
            ELSE c.state END,
       d.value, d.qualifier, false, false, d.evidence
FROM cells c
JOIN core.derived_measures m USING (indicator)
LEFT JOIN mart.derived d ON d.organization_id = c.organization_id AND d.term = c.term
  AND d.measure = m.measure
