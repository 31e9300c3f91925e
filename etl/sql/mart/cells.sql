-- en: Every indicator of every term of a selection in one of the five states
-- vi: Mọi chỉ tiêu của mọi nhiệm kỳ trong lựa chọn, ở một trong năm trạng thái
-- grain: organization_id, term, indicator; an organization without any term has one row per indicator, its
--        term empty
CREATE MACRO mart.cells(chosen) AS TABLE
SELECT t.organization_id, t.kind, t.level, t.place_id, t.term, t.position, t.first_year, t.last_year,
       i.indicator, t.is_latest,
       CASE WHEN f.value IS NOT NULL THEN 'figure'
            WHEN f.qualifier = 'unstated' THEN 'unstated'
            WHEN NOT list_contains(string_split(i.kinds, ';'), t.kind) OR NOT t.is_open THEN 'not_applicable'
            WHEN t.has_document THEN 'not_mentioned'
            ELSE 'no_document' END AS state,
       f.value, f.qualifier, f.basis, f.as_of, f.is_disputed, f.source_id, f.paragraph, f.evidence
FROM mart.selected_terms(chosen) t
CROSS JOIN core.indicators i
LEFT JOIN mart.figures f ON f.organization_id = t.organization_id AND f.term = t.term
  AND f.indicator = i.indicator
