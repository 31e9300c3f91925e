-- en: Every theme of the organizations and provinces compared: how often it is named as a limitation, as a
--     cause of others, and what is learned of it
-- vi: Mọi chủ đề của các tổ chức, tỉnh, thành được so sánh: số lần nêu là hạn chế, là nguyên nhân của hạn chế
--     khác, số bài học rút ra
-- grain: code, theme
-- Of a selection, the boundaries and the years count. A province names what any of its provincial
-- organizations of the kind names. n_named_by, n_learned_by, n_blamed_by: how many of those compared name the
-- theme as a limitation, draw a lesson on it, name it as a cause. silence: as in theme_cells.
CREATE MACRO mart.compared_themes(chosen, compared, chosen_kind) AS TABLE
WITH cells AS (
    SELECT o.code, c.*
    FROM mart.compared_organizations(chosen, compared, chosen_kind) o
    JOIN mart.theme_cells(mart.chosen(boundaries := (chosen).boundaries, from_year := (chosen).from_year,
                                      to_year := (chosen).to_year)) c
        ON c.organization_id = o.organization_id
)
SELECT w.code, h.theme, coalesce(arg_max(c.state, mart.state_weight(c.state)), 'no_document') AS state,
       coalesce(arg_max(c.silence, mart.state_weight(c.silence)), 'no_document') AS silence,
       coalesce(sum(c.n_limitations), 0)::INTEGER AS n_limitations,
       coalesce(sum(c.n_lessons), 0)::INTEGER AS n_lessons,
       coalesce(list(c.organization_id ORDER BY c.organization_id) FILTER (c.n_limitations > 0),
                []) AS named_by,
       coalesce(list(c.organization_id ORDER BY c.organization_id) FILTER (c.n_lessons > 0),
                []) AS learned_by,
       coalesce(list(c.organization_id ORDER BY c.organization_id) FILTER (c.organization_id IS NOT NULL),
                []) AS organizations,
       flatten(coalesce(list(c.evidence ORDER BY c.organization_id) FILTER (c.evidence IS NOT NULL),
                        [])) AS evidence,
       count(*) FILTER (sum(c.n_limitations) > 0) OVER (PARTITION BY h.theme) AS n_named_by,
       count(*) FILTER (sum(c.n_lessons) > 0) OVER (PARTITION BY h.theme) AS n_learned_by,
       coalesce(sum(c.n_causes), 0)::INTEGER AS n_causes,
       coalesce(list(c.organization_id ORDER BY c.organization_id) FILTER (c.n_causes > 0),
                []) AS blamed_by,
       count(*) FILTER (sum(c.n_causes) > 0) OVER (PARTITION BY h.theme) AS n_blamed_by
FROM (SELECT unnest(compared) AS code) w
CROSS JOIN core.themes h
LEFT JOIN cells c ON c.code = w.code AND c.theme = h.theme
GROUP BY w.code, h.theme
