-- en: The total of one indicator in every region, with how many organizations it covers
-- vi: Tổng của một chỉ tiêu ở từng vùng, kèm số tổ chức được tính
-- grain: region_id; empty for national organizations
CREATE MACRO mart.region_totals(chosen, chosen_measure) AS TABLE
WITH here AS (
    SELECT s.organization_id, s.region_id,
           coalesce(list_contains(string_split(i.kinds, ';'), s.kind), true) AS applies
    FROM mart.selected(chosen) s, core.indicators i
    WHERE i.indicator = chosen_measure
), counted AS (
    FROM mart.counted(chosen) WHERE indicator = chosen_measure AND value IS NOT NULL
), applicable AS (
    SELECT region_id, count(*) FILTER (applies) AS n_organizations_applicable FROM here GROUP BY ALL
), reported AS (
    SELECT h.region_id, sum(c.value) FILTER (NOT c.is_contained) AS total,
           bool_and(c.qualifier = 'exact') FILTER (NOT c.is_contained) AS is_exact,
           count(DISTINCT c.organization_id) AS n_organizations_with_figure,
           count(DISTINCT c.organization_id) FILTER (c.is_contained) AS n_contained,
           flatten(list(c.evidence ORDER BY c.organization_id, c.term)) AS evidence
    FROM counted c
    JOIN here h USING (organization_id)
    GROUP BY ALL
)
SELECT a.region_id, r.total,
       CASE WHEN r.is_exact THEN 'exact' WHEN NOT r.is_exact THEN 'about' END AS qualifier,
       coalesce(r.n_organizations_with_figure, 0) AS n_organizations_with_figure,
       a.n_organizations_applicable,
       coalesce(r.n_contained, 0) AS n_contained, coalesce(r.evidence, []) AS evidence
FROM applicable a
LEFT JOIN reported r ON r.region_id IS NOT DISTINCT FROM a.region_id
