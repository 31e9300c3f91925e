-- en: The terms of a selection laid side by side for each of some measures: by the last term that reports the
--     measure, or as aligned_terms has them
-- vi: Các nhiệm kỳ trong lựa chọn đặt cạnh nhau cho từng chỉ số: theo nhiệm kỳ cuối cùng có nêu chỉ số đó,
--     hoặc như aligned_terms
-- grain: organization_id, measure, point
-- point: of "known" 0 for the last term that reports the measure, of an organization that never does for its
-- latest, −1 for the term before it, and none that comes after; else as in aligned_terms.
-- n_terms_before: of "known", how many terms before the organization's latest.
-- An undated term stands for itself alone, at 0 where it is the one: it comes before no other.
CREATE MACRO mart.measured_terms(chosen, alignment, chosen_measures) AS TABLE
WITH terms AS (
    FROM mart.selected_terms(chosen)
), measures AS (
    SELECT unnest(chosen_measures) AS measure
), reported AS (
    SELECT organization_id, term, indicator AS measure FROM mart.figures
    UNION ALL
    SELECT organization_id, term, measure FROM mart.derived WHERE value IS NOT NULL AND NOT is_of_two_terms
    UNION ALL
    SELECT d.organization_id, d.term, d.measure
    FROM mart.derived d
    SEMI JOIN terms t ON t.organization_id = d.organization_id AND t.term = d.term
      AND t.previous_term IS NOT NULL
    WHERE d.value IS NOT NULL AND d.is_of_two_terms
), last_reported AS (
    SELECT t.organization_id, r.measure, max(t.position) AS position
    FROM terms t
    JOIN reported r ON r.organization_id = t.organization_id AND r.term = t.term
      AND list_contains(chosen_measures, r.measure)
    WHERE alignment = 'known'
    GROUP BY ALL
), latest AS (
    SELECT organization_id, position FROM terms WHERE is_latest
)
SELECT m.measure, t.*, coalesce(t.position - coalesce(r.position, l.position), 0) AS point,
       CASE WHEN NOT t.is_undated THEN l.position - t.position END AS n_terms_before
FROM terms t
CROSS JOIN measures m
JOIN latest l ON l.organization_id = t.organization_id
LEFT JOIN last_reported r ON r.organization_id = t.organization_id AND r.measure = m.measure
WHERE alignment = 'known' AND coalesce(t.position <= coalesce(r.position, l.position), true)
  AND (NOT t.is_undated OR t.position = coalesce(r.position, l.position))
UNION ALL BY NAME
SELECT m.measure, t.*, NULL AS n_terms_before
FROM mart.aligned_terms(chosen, alignment) t
CROSS JOIN measures m
