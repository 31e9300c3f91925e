-- en: Awards received and granted in a selection, with how many organizations report them
-- vi: Khen thưởng được nhận và trao tặng trong lựa chọn, kèm số tổ chức có nêu
-- grain: direction; both directions always have a row
CREATE MACRO mart.award_totals(chosen) AS TABLE
WITH here AS (
    SELECT * FROM mart.selected(chosen)
), rows_here AS (
    FROM mart.selected_awards(chosen)
)
SELECT d.direction, sum(a."count") AS total,
       CASE WHEN count(a."count") = 0 THEN NULL WHEN bool_and(a.qualifier = 'exact') FILTER (a."count" IS NOT NULL) THEN 'exact' ELSE 'about' END AS qualifier,
       count(*) FILTER (a.qualifier = 'unstated') AS n_unstated,
       count(DISTINCT a.organization_id) FILTER (a."count" IS NOT NULL) AS n_organizations_with_figure,
       (SELECT count(*) FROM here) AS n_organizations_applicable,
       coalesce(list(a._file || ':' || a._line ORDER BY a._file, a._line) FILTER (a._line IS NOT NULL), []) AS evidence
FROM (SELECT unnest(['received', 'granted']) AS direction) d
LEFT JOIN rows_here a USING (direction)
GROUP BY d.direction
