-- en: What is known of each provincial organization now: every indicator, derived measure and theme in one of the five states
-- vi: Những gì hiện biết về mỗi tổ chức cấp tỉnh: mọi chỉ tiêu, chỉ số và chủ đề, ở một trong năm trạng thái
-- grain: organization_id, measure
-- Indicators and derived measures: the latest term. Themes: all coded terms. Only stocks add up across organizations.
CREATE TABLE mart.provincial_measures AS
WITH derived AS (
    SELECT organization_id, term, 'members_per_branch' AS measure, members_per_branch AS value, qualifier, evidence FROM mart.members_per_branch
    UNION ALL
    SELECT organization_id, term, 'committee_retention', retention, qualifier, evidence FROM mart.committee_retention
    UNION ALL
    SELECT organization_id, term, 'change_of_' || indicator, change, qualifier, evidence FROM mart.changes WHERE indicator IN ('members', 'branches')
), needs AS (
    SELECT unnest(['members_per_branch', 'committee_retention', 'change_of_members', 'change_of_branches']) AS measure,
           unnest(['members', 'committee_elected', 'members', 'branches']) AS indicator
), cells AS (
    SELECT c.*, t.start_year, t.end_year, left(coalesce(c.as_of, t.closing_congress_on, t.end_year::VARCHAR, t.start_year::VARCHAR), 4)::INTEGER AS year
    FROM mart.cells c
    LEFT JOIN mart.terms t USING (organization_id, term)
    WHERE c.is_latest AND c.level = 'province'
)
SELECT c.organization_id, 'indicator' AS measure_kind, c.indicator AS measure, c.term, c.year, c.state, c.value::DOUBLE AS value, c.qualifier,
       i.nature = 'stock' AS is_additive, coalesce(c.is_disputed, false) AS is_disputed, c.evidence
FROM cells c
JOIN core.indicators i USING (indicator)
UNION ALL
SELECT c.organization_id, 'derived', n.measure, c.term, c.year,
       CASE WHEN d.value IS NOT NULL THEN 'figure' WHEN c.state IN ('figure', 'unstated') THEN 'not_mentioned' ELSE c.state END,
       d.value, d.qualifier, false, false, d.evidence
FROM cells c
JOIN needs n USING (indicator)
LEFT JOIN derived d ON d.organization_id = c.organization_id AND d.term = c.term AND d.measure = n.measure
UNION ALL
SELECT organization_id, 'theme', theme, NULL, NULL, state, n_limitations, CASE WHEN state = 'figure' THEN 'exact' END, false, false, evidence
FROM mart.theme_cells
WHERE level = 'province'
