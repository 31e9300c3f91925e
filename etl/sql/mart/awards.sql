-- en: Awards in a selection, received and granted apart: the sum of counts, and the rows without a number counted apart
-- vi: Khen thưởng trong lựa chọn, tách được nhận và trao tặng: tổng số lượng, và số dòng không cho số
-- grain: direction, award, level
CREATE MACRO mart.awards(chosen) AS TABLE
SELECT a.direction, a.award, a.level, sum(a."count") AS total,
       CASE WHEN count(a."count") = 0 THEN NULL WHEN bool_and(a.qualifier = 'exact') FILTER (a."count" IS NOT NULL) THEN 'exact' ELSE 'about' END AS qualifier,
       count(*) FILTER (a.qualifier = 'unstated') AS n_unstated,
       list(DISTINCT a.organization_id ORDER BY a.organization_id) FILTER (a."count" IS NOT NULL) AS organizations_with_figure,
       list(DISTINCT a.organization_id ORDER BY a.organization_id) FILTER (a.qualifier = 'unstated') AS organizations_unstated,
       list(a._file || ':' || a._line ORDER BY a._file, a._line) AS evidence
FROM mart.selected_awards(chosen) a
GROUP BY ALL
