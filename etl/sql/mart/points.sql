-- en: How many organizations report one measure at each point of time, of how many that it applies to
-- vi: Bao nhiêu tổ chức nêu một chỉ số ở mỗi mốc thời gian, trong bao nhiêu tổ chức áp dụng
-- grain: point
-- A ranking needs three figures and a fifth of the organizations: below that it would rank who reports, not who has more.
CREATE MACRO mart.points(chosen, alignment, chosen_measure) AS TABLE
WITH wanted AS (
    SELECT coalesce(string_split(i.kinds, ';'), []) AS kinds
    FROM core.indicators i
    LEFT JOIN core.derived_measures m ON m.measure = chosen_measure
    WHERE i.indicator = coalesce(m.indicator, chosen_measure)
), applicable AS (
    SELECT point::INTEGER AS point, count(*) AS n_organizations_applicable
    FROM mart.aligned_terms(chosen, alignment), wanted
    WHERE is_open AND (kinds = [] OR list_contains(kinds, kind))
    GROUP BY ALL
), reported AS (
    SELECT point, count(*) AS n_organizations_with_figure FROM mart.series(chosen, alignment, chosen_measure) GROUP BY ALL
)
SELECT a.point, coalesce(r.n_organizations_with_figure, 0) AS n_organizations_with_figure, a.n_organizations_applicable,
       coalesce(r.n_organizations_with_figure, 0) >= greatest(3, a.n_organizations_applicable / 5) AS is_rankable
FROM applicable a
LEFT JOIN reported r USING (point)
