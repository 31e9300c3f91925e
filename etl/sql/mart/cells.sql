-- en: Every indicator of every term in one of the five states
-- vi: Mọi chỉ tiêu của mọi nhiệm kỳ, ở một trong năm trạng thái
-- grain: organization_id, term, indicator; an organization without any term has one row per indicator, its term empty
CREATE VIEW mart.cells AS
SELECT o.organization_id, o.level, t.term, i.indicator,
       coalesce(t.is_latest, true) AS is_latest,
       CASE WHEN f.value IS NOT NULL THEN 'figure'
            WHEN f.qualifier = 'unstated' THEN 'unstated'
            WHEN NOT list_contains(string_split(i.kinds, ';'), o.kind) OR t.is_before_founding THEN 'not_applicable'
            WHEN t.has_document THEN 'not_mentioned'
            ELSE 'no_document' END AS state,
       f.value, f.qualifier, f.basis, f.as_of, f.is_disputed, f.source_id, f.paragraph, f.evidence
FROM mart.organizations o
CROSS JOIN core.indicators i
LEFT JOIN mart.terms t USING (organization_id)
LEFT JOIN mart.figures f ON f.organization_id = o.organization_id AND f.term = t.term AND f.indicator = i.indicator
