-- en: Answered by a lesson: organizations that name the theme as a limitation and draw a lesson on it in the
--     same document
-- vi: Được đáp lại bằng bài học: số tổ chức nêu chủ đề là hạn chế và rút bài học về nó trong cùng tài liệu
-- grain: theme
-- n_lesson_only: organizations that draw a lesson on the theme and do not name it as a limitation.
-- n_organizations, n_with_lessons: of all themes together, organizations that name any limitation, and with
-- any coded lesson.
CREATE MACRO mart.theme_answered(chosen) AS TABLE
WITH cells AS (
    FROM mart.theme_cells(chosen)
), everybody AS (
    SELECT count(DISTINCT organization_id)
           FILTER (state = 'figure' AND theme <> 'unspecified') AS n_organizations,
           count(DISTINCT organization_id) FILTER (n_lessons > 0) AS n_with_lessons
    FROM cells
)
SELECT c.theme, count(*) FILTER (c.is_answered) AS n_answered,
       count(*) FILTER (c.state = 'figure') AS n_named,
       n_answered / nullif(n_named, 0) AS answered, n_named - n_answered AS n_unanswered,
       count(*) FILTER (c.n_lessons > 0 AND c.state <> 'figure') AS n_lesson_only,
       any_value(e.n_organizations) AS n_organizations, any_value(e.n_with_lessons) AS n_with_lessons,
       flatten(coalesce(list(c.evidence ORDER BY c.organization_id) FILTER (c.is_answered), [])) AS evidence
FROM cells c
CROSS JOIN everybody e
GROUP BY c.theme
