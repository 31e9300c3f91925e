-- en: Every theme of every organization in one of the six states, or named as a cause only, over all coded
--     terms selected
-- vi: Mọi chủ đề của mọi tổ chức, ở một trong sáu trạng thái hoặc chỉ nêu là nguyên nhân, qua mọi nhiệm kỳ đã
--     mã hóa được chọn
-- grain: organization_id, theme
-- "unstated" is an organization that admits limitations and names none: which theme is meant is not known.
-- silence is the state of what the organization names in no way.
-- "cause" is a theme that is named as a cause of others and never as a limitation.
CREATE MACRO mart.theme_cells(chosen) AS TABLE
WITH terms AS (
    FROM mart.selected_terms(chosen)
), counts AS (
    SELECT * FROM mart.theme_counts SEMI JOIN terms USING (organization_id, term)
), named AS (
    SELECT organization_id, theme, sum(n_limitations)::INTEGER AS n_limitations,
           sum(n_causes)::INTEGER AS n_causes, sum(n_lessons)::INTEGER AS n_lessons,
           bool_or(is_answered) AS is_answered,
           count(DISTINCT term) FILTER (n_limitations > 0)::INTEGER AS n_terms,
           flatten(list(evidence ORDER BY term)) AS evidence
    FROM counts
    GROUP BY ALL
), admitted AS (
    SELECT organization_id, bool_and(theme = 'unspecified') AS names_none
    FROM counts
    WHERE n_limitations > 0
    GROUP BY ALL
), documented AS (
    -- The last year is unknown as long as one coded term has no known end.
    SELECT organization_id, true AS has_document, bool_or(is_read_in_part) AS is_read_in_part,
           CASE WHEN bool_and(last_year IS NOT NULL)
                THEN max(greatest(end_year, left(closing_congress_on, 4)::INTEGER)) END AS last_year
    FROM terms
    WHERE has_document
    GROUP BY ALL
)
SELECT o.organization_id, o.level, h.theme, mart.silence(y.has_document, y.is_read_in_part) AS silence,
       CASE WHEN n.n_limitations > 0 THEN 'figure'
            WHEN n.n_causes > 0 THEN 'cause'
            WHEN coalesce(y.last_year < h.applies_from_year, false) THEN 'not_applicable'
            WHEN a.names_none THEN 'unstated'
            ELSE silence END AS state,
       n.n_limitations, coalesce(n.n_lessons, 0) AS n_lessons, coalesce(n.is_answered, false) AS is_answered,
       n.n_terms, n.evidence, coalesce(n.n_causes, 0) AS n_causes
FROM mart.selected(chosen) o
CROSS JOIN core.themes h
LEFT JOIN named n ON n.organization_id = o.organization_id AND n.theme = h.theme
LEFT JOIN admitted a ON a.organization_id = o.organization_id
LEFT JOIN documented y ON y.organization_id = o.organization_id
