-- en: Spread of a theme: organizations that name it as a limitation ÷ organizations that name any limitation
--     in the selection
-- vi: Độ phổ biến của chủ đề: số tổ chức nêu là hạn chế ÷ số tổ chức có nêu cụ thể hạn chế trong lựa chọn
-- grain: theme
-- n_admitting: further organizations, which only admit that there are some; n_silent: those whose documents
-- were read whole and say nothing of any; n_not_read: those that say nothing in the part that was read. Who
-- only admits is none of those that name: there is no share of them.
-- blamed_by: organizations that name the theme as a cause, which is no limitation.
CREATE MACRO mart.theme_spread(chosen) AS TABLE
WITH here AS (
    SELECT organization_id, term FROM mart.selected_terms(chosen)
), named AS (
    SELECT c.theme, c.organization_id, c.n_limitations, c.term, c.evidence[:c.n_limitations] AS evidence
    FROM mart.theme_counts c
    SEMI JOIN here USING (organization_id, term)
    WHERE c.n_limitations > 0
), blamed AS (
    SELECT c.theme, list(DISTINCT c.organization_id ORDER BY c.organization_id) AS blamed_by
    FROM mart.theme_counts c
    SEMI JOIN here USING (organization_id, term)
    WHERE c.n_causes > 0
    GROUP BY c.theme
), everybody AS (
    SELECT count(*) FILTER (stance = 'names') AS n_naming, count(*) FILTER (stance = 'admits') AS n_admitting,
           count(*) FILTER (stance = 'silent') AS n_silent,
           count(*) FILTER (stance = 'not_read') AS n_not_read
    FROM mart.theme_naming(chosen)
    HAVING EXISTS (FROM here)
)
SELECT h.theme, count(DISTINCT n.organization_id) AS n_named, any_value(e.n_naming) AS n_organizations,
       CASE WHEN h.theme <> 'unspecified' THEN n_named / nullif(n_organizations, 0) END AS spread,
       coalesce(sum(n.n_limitations), 0)::INTEGER AS n_limitations,
       list(DISTINCT n.organization_id ORDER BY n.organization_id)
       FILTER (n.organization_id IS NOT NULL) AS organizations,
       flatten(coalesce(list(n.evidence ORDER BY n.organization_id, n.term) FILTER (n.evidence IS NOT NULL),
                        [])) AS evidence,
       any_value(e.n_admitting) AS n_admitting, any_value(e.n_silent) AS n_silent,
       any_value(e.n_not_read) AS n_not_read,
       coalesce(any_value(b.blamed_by), []) AS blamed_by
FROM core.themes h
CROSS JOIN everybody e
LEFT JOIN named n USING (theme)
LEFT JOIN blamed b USING (theme)
GROUP BY h.theme
