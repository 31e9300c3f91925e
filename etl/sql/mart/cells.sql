-- en: Every indicator of every term of a selection in one of the six states
-- vi: Mọi chỉ tiêu của mọi nhiệm kỳ trong lựa chọn, ở một trong sáu trạng thái
-- grain: organization_id, term, indicator; an organization without any term has one row per indicator, its
--        term empty
-- is_latest: of the cells of an indicator, the one that stands for it: the last that reports it or, where
-- none does or of latest terms only, that of the latest term. n_terms_before: how many terms before the
-- latest; of an undated one it is not known.
CREATE MACRO mart.cells(chosen) AS TABLE
SELECT t.organization_id, t.kind, t.level, t.place_id, t.term, t.position, t.previous_term, t.first_year,
       t.last_year, t.is_read_in_part,
       i.indicator,
       CASE WHEN (chosen).is_latest_only THEN t.is_latest
            ELSE coalesce(t.position = max(t.position) FILTER (f.indicator IS NOT NULL) OVER of_indicator,
                          t.is_latest) END AS is_latest,
       CASE WHEN NOT t.is_undated
            THEN max(t.position) FILTER (t.is_latest) OVER of_indicator - t.position END AS n_terms_before,
       CASE WHEN f.value IS NOT NULL THEN 'figure'
            WHEN f.qualifier = 'unstated' THEN 'unstated'
            WHEN NOT list_contains(string_split(i.kinds, ';'), t.kind) OR NOT t.is_open THEN 'not_applicable'
            ELSE mart.silence(t.has_document, t.is_read_in_part) END AS state,
       left(coalesce(f.as_of, t.last_year::VARCHAR, t.first_year::VARCHAR), 4)::INTEGER AS year,
       f.value, f.qualifier, f.basis, f.as_of, f.is_disputed, f.source_id, f.paragraph, f.evidence
FROM mart.selected_terms(chosen) t
CROSS JOIN core.indicators i
LEFT JOIN mart.figures f ON f.organization_id = t.organization_id AND f.term = t.term
  AND f.indicator = i.indicator
WINDOW of_indicator AS (PARTITION BY t.organization_id, i.indicator)
