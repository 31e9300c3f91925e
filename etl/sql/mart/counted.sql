-- en: The reported figures that totals are made of, and which of them another one contains
-- vi: Các số liệu được nêu dùng để tính tổng, và số liệu nào đã nằm trong số liệu khác
-- grain: organization_id, term, indicator
-- Stocks and elections: each organization's latest term. Flows: all its terms.
-- A figure is contained in that of the organization that took its place and, of individuals, in that of the
-- union above it.
-- MATERIALIZED: a filter on one indicator that reached into the join would leave it without a key, half a
-- minute instead of a tenth of a second.
CREATE MACRO mart.counted(chosen) AS TABLE
WITH here AS (
    SELECT f.*, i.nature, i.is_nested
    FROM mart.figures f
    JOIN core.indicators i ON i.indicator = f.indicator
    JOIN mart.selected_terms(chosen) t ON t.organization_id = f.organization_id AND t.term = f.term
      AND (i.nature = 'flow' OR t.is_latest)
), contained AS MATERIALIZED (
    SELECT DISTINCT h.organization_id, h.indicator
    FROM here h
    JOIN mart.containers r ON r.organization_id = h.organization_id
      AND (r.relation = 'successor' OR h.is_nested)
    JOIN here b ON b.organization_id = r.container_id AND b.indicator = h.indicator AND b.value IS NOT NULL
    WHERE h.value IS NOT NULL AND h.nature <> 'flow'
)
SELECT h.organization_id, h.term, h.indicator, h.value, h.qualifier, h.is_disputed,
       c.organization_id IS NOT NULL AS is_contained, h.evidence
FROM here h
LEFT JOIN contained c ON c.organization_id = h.organization_id AND c.indicator = h.indicator
