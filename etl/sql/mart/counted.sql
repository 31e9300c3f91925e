-- en: The reported figures that totals are made of, and which of them another one contains
-- vi: Các số liệu được nêu dùng để tính tổng, và số liệu nào đã nằm trong số liệu khác
-- grain: organization_id, term, indicator
-- Stocks and elections: each organization's last known figure or, of latest terms only, that of its latest
-- term. Flows: all its terms.
-- is_older: the figure is of a term before the organization's latest.
-- is_read_in_part: so was the term that it counts for, of stocks and elections the latest.
-- A figure is contained in that of the organization that took its place and, of individuals, in that of the
-- union above it.
-- MATERIALIZED: a filter on one indicator that reached into the join would leave it without a key, half a
-- minute instead of a tenth of a second.
CREATE MACRO mart.counted(chosen) AS TABLE
WITH terms AS (
    SELECT *, bool_or(is_latest AND is_read_in_part) OVER (PARTITION BY organization_id) AS is_latest_in_part
    FROM mart.selected_terms(chosen)
), here AS (
    SELECT f.*, CASE WHEN i.nature = 'flow' THEN t.is_read_in_part ELSE t.is_latest_in_part END
               AS is_read_in_part,
           i.nature, i.is_nested, i.nature <> 'flow' AND NOT t.is_latest AND NOT t.is_undated AS is_older,
           CASE WHEN i.nature = 'flow' THEN coalesce(t.first_year, t.last_year)
                ELSE coalesce(left(f.as_of, 4)::INTEGER, t.last_year, t.first_year) END AS year_from,
           CASE WHEN i.nature = 'flow' THEN coalesce(t.last_year, t.first_year) ELSE year_from END AS year_to
    FROM mart.figures f
    JOIN core.indicators i ON i.indicator = f.indicator
    JOIN terms t ON t.organization_id = f.organization_id AND t.term = f.term
      AND (i.nature = 'flow' OR t.is_latest OR NOT (chosen).is_latest_only)
    QUALIFY i.nature = 'flow'
         OR t.position = max(t.position) OVER (PARTITION BY f.organization_id, f.indicator)
), contained AS MATERIALIZED (
    SELECT DISTINCT h.organization_id, h.indicator
    FROM here h
    JOIN mart.containers r ON r.organization_id = h.organization_id
      AND (r.relation = 'successor' OR h.is_nested)
    JOIN here b ON b.organization_id = r.container_id AND b.indicator = h.indicator AND b.value IS NOT NULL
    WHERE h.value IS NOT NULL AND h.nature <> 'flow'
)
SELECT h.organization_id, h.term, h.indicator, h.value, h.qualifier, h.is_disputed, h.year_from,
       h.year_to, h.is_older, h.is_read_in_part, c.organization_id IS NOT NULL AS is_contained, h.evidence
FROM here h
LEFT JOIN contained c ON c.organization_id = h.organization_id AND c.indicator = h.indicator
