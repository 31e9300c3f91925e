-- en: Totals of each indicator in a selection, with how many organizations they cover
-- vi: Tổng của từng chỉ tiêu trong lựa chọn, kèm số tổ chức được tính
-- grain: indicator
-- A total with one inexact figure in it is inexact. Nothing is counted twice: a figure is left out of the sum
-- where one that contains it is in the sum. How many are left out is shown.
CREATE MACRO mart.totals(chosen) AS TABLE
WITH reported AS (
    SELECT indicator, sum(value) FILTER (NOT is_contained) AS total,
           bool_and(qualifier = 'exact') FILTER (NOT is_contained AND value IS NOT NULL) AS is_exact,
           count(DISTINCT organization_id) FILTER (value IS NOT NULL) AS n_organizations_with_figure,
           count(DISTINCT organization_id) FILTER (is_contained) AS n_contained,
           count(value) AS n_figure, count(*) - count(value) AS n_unstated,
           count(*) FILTER (is_disputed) AS n_disputed,
           sum(len(evidence))::INTEGER AS n_rows,
           flatten(list(evidence ORDER BY organization_id, term)) AS evidence
    FROM mart.counted(chosen)
    GROUP BY indicator
)
SELECT e.indicator, r.total,
       CASE WHEN r.is_exact THEN 'exact' WHEN NOT r.is_exact THEN 'about' END AS qualifier,
       coalesce(r.n_organizations_with_figure, 0) AS n_organizations_with_figure,
       e.n_organizations AS n_organizations_applicable,
       coalesce(r.n_contained, 0) AS n_contained, coalesce(r.n_figure, 0) AS n_figure,
       coalesce(r.n_disputed, 0) AS n_disputed,
       coalesce(r.n_unstated, 0) AS n_unstated,
       e.n_counted_documented - coalesce(r.n_figure, 0) - coalesce(r.n_unstated, 0) AS n_not_mentioned,
       e.n_counted_undocumented AS n_no_document,
       e.n_counted - e.n_counted_documented - e.n_counted_undocumented AS n_not_applicable,
       coalesce(r.n_figure, 0) / nullif(e.n_counted_documented + e.n_counted_undocumented, 0) AS coverage,
       coalesce(r.n_rows, 0) AS n_rows, coalesce(r.evidence, []) AS evidence
FROM mart.expected(chosen) e
LEFT JOIN reported r USING (indicator)
