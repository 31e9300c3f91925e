-- en: What the organizations of a selection said last: every indicator and derived measure in one of the six
--     states
-- vi: Những gì các tổ chức trong lựa chọn nêu gần đây nhất: mọi chỉ tiêu và chỉ số, ở một trong sáu trạng
--     thái
-- grain: organization_id, measure
-- Each is of the last of the terms selected that reports it, a derived measure of the last that gives it;
-- where none does, or of latest terms only, of the latest term. n_terms_before: how many terms before the
-- latest.
-- A derived measure without a value is in the state of its indicator; where that has a figure and another is
-- lacking, in the state of what has no row in its term.
-- Only stocks add up across organizations.
CREATE MACRO mart.organization_figures(chosen) AS TABLE
WITH cells AS (
    FROM mart.cells(chosen)
), derived AS (
    -- The condition is no part of the join, which by it alone DuckDB 1.5 makes row by row.
    SELECT c.organization_id, c.level, m.measure, c.term, c.year, c.n_terms_before, c.state AS of_indicator,
           c.position, c.is_latest, c.is_read_in_part,
           CASE WHEN NOT d.is_of_two_terms OR c.previous_term IS NOT NULL THEN d END AS found
    FROM cells c
    JOIN core.derived_measures m USING (indicator)
    LEFT JOIN mart.derived d ON d.organization_id = c.organization_id AND d.term = c.term
      AND d.measure = m.measure
), last_derived AS (
    SELECT *, found.value, found.qualifier, found.evidence
    FROM derived
    WHERE is_latest OR (found.value IS NOT NULL AND NOT (chosen).is_latest_only)
    QUALIFY row_number() OVER (PARTITION BY organization_id, measure
                               ORDER BY found.value IS NULL, position DESC) = 1
)
SELECT c.organization_id, c.level, 'indicator' AS measure_kind, c.indicator AS measure, c.term, c.year,
       c.n_terms_before, c.state, c.value::DOUBLE AS value, c.qualifier,
       i.nature = 'stock' AS is_additive, coalesce(c.is_disputed, false) AS is_disputed, c.evidence
FROM cells c
JOIN core.indicators i USING (indicator)
WHERE c.is_latest
UNION ALL
SELECT organization_id, level, 'derived', measure, term, year, n_terms_before,
       CASE WHEN value IS NOT NULL THEN 'figure'
            WHEN of_indicator IN ('figure', 'unstated') THEN mart.silence(true, is_read_in_part)
            ELSE of_indicator END,
       value, qualifier, false, false, evidence
FROM last_derived
