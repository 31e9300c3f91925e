-- en: How many organizations report a measure at each point of time, of how many that it applies to
-- vi: Bao nhiêu tổ chức nêu một chỉ số ở mỗi mốc thời gian, trong bao nhiêu tổ chức áp dụng
-- grain: measure, point
-- A ranking needs three figures and a fifth of the organizations: below that it would rank who reports, not
-- who has more.
-- n_older: of "known", how many of the figures are of a term before the organization's latest.
CREATE MACRO mart.points(chosen, alignment, chosen_measures) AS TABLE
WITH wanted AS (
    SELECT indicator AS measure, coalesce(string_split(kinds, ';'), []) AS kinds FROM core.indicators
    WHERE list_contains(chosen_measures, indicator)
    UNION ALL
    SELECT m.measure, coalesce(string_split(i.kinds, ';'), []) FROM core.derived_measures m
    JOIN core.indicators i USING (indicator) WHERE list_contains(chosen_measures, m.measure)
), placed AS (
    -- The condition is no part of the join, which by it alone DuckDB 1.5 makes row by row.
    SELECT t.measure, t.point::INTEGER AS point, t.kind, t.is_open, t.n_terms_before, w.kinds AS applies_to,
           CASE WHEN NOT m.is_of_two_terms OR t.previous_term IS NOT NULL THEN m.value END AS value
    FROM mart.measured_terms(chosen, alignment, chosen_measures) t
    JOIN wanted w ON w.measure = t.measure
    LEFT JOIN mart.term_measures m ON m.organization_id = t.organization_id AND m.term = t.term
      AND m.measure = t.measure
), counted AS (
    SELECT measure, point, count(value) AS n_organizations_with_figure,
           count(*) FILTER (value IS NOT NULL
                            OR (is_open AND (applies_to = [] OR list_contains(applies_to, kind))))
               AS n_organizations_applicable,
           count(*) FILTER (value IS NOT NULL AND n_terms_before > 0) AS n_older
    FROM placed
    GROUP BY ALL
)
SELECT measure, point, n_organizations_with_figure, n_organizations_applicable,
       n_organizations_with_figure >= greatest(3, n_organizations_applicable / 5) AS is_rankable, n_older
FROM counted
WHERE n_organizations_applicable > 0
