-- en: Totals of each indicator in a selection, with how many organizations they cover
-- vi: Tổng của từng chỉ tiêu trong lựa chọn, kèm số tổ chức được tính
-- grain: indicator
-- Stocks and elections: each organization's latest coded term. Flows: all its terms together. A total with one inexact figure in it is inexact.
CREATE MACRO mart.totals(kinds, provinces, organizations) AS TABLE
SELECT i.indicator, sum(c.value) AS total,
       CASE WHEN count(c.value) = 0 THEN NULL WHEN bool_and(c.qualifier = 'exact') FILTER (c.state = 'figure') THEN 'exact' ELSE 'about' END AS qualifier,
       count(DISTINCT c.organization_id) FILTER (c.state = 'figure') AS n_organizations_with_figure,
       count(DISTINCT c.organization_id) FILTER (c.state <> 'not_applicable') AS n_organizations_applicable,
       count(*) FILTER (c.state = 'figure') AS n_figure,
       count(*) FILTER (c.state = 'unstated') AS n_unstated,
       count(*) FILTER (c.state = 'not_mentioned') AS n_not_mentioned,
       count(*) FILTER (c.state = 'no_document') AS n_no_document,
       count(*) FILTER (c.state = 'not_applicable') AS n_not_applicable,
       n_figure / nullif(n_figure + n_unstated + n_not_mentioned + n_no_document, 0) AS coverage,
       flatten(coalesce(list(c.evidence ORDER BY c.organization_id, c.term) FILTER (c.state IN ('figure', 'unstated')), [])) AS evidence
FROM core.indicators i
JOIN mart.cells c ON c.indicator = i.indicator AND (i.nature = 'flow' OR c.is_latest)
SEMI JOIN mart.selected(kinds, provinces, organizations) s ON s.organization_id = c.organization_id
GROUP BY i.indicator
