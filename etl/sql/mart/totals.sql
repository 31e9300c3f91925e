-- en: Totals of each indicator in a selection, with how many organizations they cover
-- vi: Tổng của từng chỉ tiêu trong lựa chọn, kèm số tổ chức được tính
-- grain: indicator
-- Its qualifier is as in qualifier_of_sum; rounded_to is what it is written to.
-- Nothing is counted twice: a figure is left out of the sum
-- where one that contains it is in the sum. How many are left out is shown.
-- year_from, year_to: the years that the figures of the sum are of. n_older: how many of the organizations
-- give theirs in a term before their latest.
CREATE MACRO mart.totals(chosen) AS TABLE
WITH reported AS (
    SELECT indicator, sum(value) FILTER (NOT is_contained) AS total,
           mart.qualifier_of_sum(CASE WHEN value IS NOT NULL AND NOT is_contained
                                      THEN qualifier END) AS qualifier,
           list({'value': value, 'qualifier': qualifier}) FILTER (NOT is_contained) AS parts,
           count(DISTINCT organization_id) FILTER (value IS NOT NULL) AS n_organizations_with_figure,
           count(DISTINCT organization_id) FILTER (is_older AND value IS NOT NULL) AS n_older,
           min(year_from) FILTER (NOT is_contained AND value IS NOT NULL) AS year_from,
           max(year_to) FILTER (NOT is_contained AND value IS NOT NULL) AS year_to,
           count(DISTINCT organization_id) FILTER (is_contained) AS n_contained,
           count(value) AS n_figure, count(*) - count(value) AS n_unstated,
           count(*) FILTER (is_disputed) AS n_disputed,
           count(*) FILTER (is_read_in_part) AS n_reported_in_part,
           sum(len(evidence))::INTEGER AS n_rows,
           flatten(list(evidence ORDER BY organization_id, term)) AS evidence
    FROM mart.counted(chosen)
    GROUP BY indicator
)
SELECT e.indicator, r.total,
       r.qualifier, mart.rounded_to(r.parts, r.total) AS rounded_to,
       coalesce(r.n_organizations_with_figure, 0) AS n_organizations_with_figure,
       e.n_organizations AS n_organizations_applicable,
       r.year_from, r.year_to, coalesce(r.n_older, 0) AS n_older,
       coalesce(r.n_contained, 0) AS n_contained, coalesce(r.n_figure, 0) AS n_figure,
       coalesce(r.n_disputed, 0) AS n_disputed,
       coalesce(r.n_unstated, 0) AS n_unstated,
       e.n_counted_read_in_part - coalesce(r.n_reported_in_part, 0) AS n_not_read,
       e.n_counted_documented - coalesce(r.n_figure, 0) - coalesce(r.n_unstated, 0)
       - n_not_read AS n_not_mentioned,
       e.n_counted_undocumented AS n_no_document,
       e.n_counted - e.n_counted_documented - e.n_counted_undocumented AS n_not_applicable,
       coalesce(r.n_figure, 0) / nullif(e.n_counted_documented + e.n_counted_undocumented, 0) AS coverage,
       coalesce(r.n_rows, 0) AS n_rows, coalesce(r.evidence, []) AS evidence
FROM mart.expected(chosen) e
LEFT JOIN reported r USING (indicator)
