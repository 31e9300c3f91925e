-- en: How many organizations report a measure at each point of time, of how many that it applies to
-- vi: Bao nhiêu tổ chức nêu một chỉ số ở mỗi mốc thời gian, trong bao nhiêu tổ chức áp dụng
-- grain: measure, point
-- A ranking needs three figures and a fifth of the organizations: below that it would rank who reports, not
-- who has more.
CREATE MACRO mart.points(chosen, alignment, chosen_measures) AS TABLE
WITH wanted AS (
    SELECT indicator AS measure, coalesce(string_split(kinds, ';'), []) AS kinds FROM core.indicators
    WHERE list_contains(chosen_measures, indicator)
    UNION ALL
    SELECT m.measure, coalesce(string_split(i.kinds, ';'), []) FROM core.derived_measures m
    JOIN core.indicators i USING (indicator) WHERE list_contains(chosen_measures, m.measure)
), counted AS (
    SELECT w.measure, t.point::INTEGER AS point, count(m.value) AS n_organizations_with_figure,
           count(*) FILTER (m.value IS NOT NULL
                            OR (t.is_open
                                AND (w.kinds = []
                                     OR list_contains(w.kinds, t.kind)))) AS n_organizations_applicable
    FROM mart.aligned_terms(chosen, alignment) t
    CROSS JOIN wanted w
    LEFT JOIN mart.term_measures m ON m.organization_id = t.organization_id AND m.term = t.term
      AND m.measure = w.measure
    GROUP BY ALL
)
SELECT *, n_organizations_with_figure >= greatest(3, n_organizations_applicable / 5) AS is_rankable
FROM counted
WHERE n_organizations_applicable > 0
