-- en: The total of one indicator in every region, with how many organizations it covers
-- vi: Tổng của một chỉ tiêu ở từng vùng, kèm số tổ chức được tính
-- grain: region_id; empty for national organizations
-- rounded_to, year_from, year_to, n_older: as in totals.
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
           mart.qualifier_of_sum(CASE WHEN NOT c.is_contained THEN c.qualifier END) AS qualifier,
           list({'value': c.value, 'qualifier': c.qualifier}) FILTER (NOT c.is_contained) AS parts,
           count(DISTINCT c.organization_id) AS n_organizations_with_figure,
           count(DISTINCT c.organization_id) FILTER (c.is_older) AS n_older,
           min(c.year_from) FILTER (NOT c.is_contained) AS year_from,
           max(c.year_to) FILTER (NOT c.is_contained) AS year_to,
           count(DISTINCT c.organization_id) FILTER (c.is_contained) AS n_contained,
           flatten(list(c.evidence ORDER BY c.organization_id, c.term)) AS evidence
    FROM counted c
    JOIN here h USING (organization_id)
    GROUP BY ALL
)
SELECT a.region_id, r.total,
       r.qualifier, mart.rounded_to(r.parts, r.total) AS rounded_to,
       coalesce(r.n_organizations_with_figure, 0) AS n_organizations_with_figure,
       a.n_organizations_applicable,
       r.year_from, r.year_to, coalesce(r.n_older, 0) AS n_older,
       coalesce(r.n_contained, 0) AS n_contained, coalesce(r.evidence, []) AS evidence
FROM applicable a
LEFT JOIN reported r ON r.region_id IS NOT DISTINCT FROM a.region_id
