-- en: Every indicator of every term in one of the five states
-- vi: Mọi chỉ tiêu của mọi nhiệm kỳ, ở một trong năm trạng thái
-- grain: organization_id, term, indicator; an organization without any term has one row per indicator, its term empty
CREATE VIEW mart.cells AS
SELECT o.organization_id, t.term, i.indicator,
       CASE WHEN o.has_document THEN t.is_latest_coded ELSE t.position IS NOT DISTINCT FROM o.last_position END AS is_latest,
       CASE WHEN f.value IS NOT NULL THEN 'figure'
            WHEN f.qualifier = 'unstated' THEN 'unstated'
            WHEN NOT list_contains(string_split(i.kinds, ';'), o.kind) OR coalesce(t.end_year < left(o.founded_on, 4)::INTEGER, false) THEN 'not_applicable'
            WHEN t.has_document THEN 'not_mentioned'
            ELSE 'no_document' END AS state,
       f.value, f.qualifier, f.basis, f.as_of, f.is_disputed, f.source_id, f.paragraph, f.evidence
FROM (
    SELECT o.*, last.position AS last_position
    FROM mart.organizations o
    LEFT JOIN (SELECT organization_id, max(position) AS position FROM mart.terms GROUP BY ALL) last USING (organization_id)
) o
CROSS JOIN core.indicators i
LEFT JOIN mart.terms t USING (organization_id)
LEFT JOIN mart.figures f ON f.organization_id = o.organization_id AND f.term = t.term AND f.indicator = i.indicator
