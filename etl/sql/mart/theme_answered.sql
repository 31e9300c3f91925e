-- en: Answered by a lesson: organizations that name the theme as a limitation and draw a lesson on it in the same document
-- vi: Được đáp lại bằng bài học: số tổ chức nêu chủ đề là hạn chế và rút bài học về nó trong cùng tài liệu
-- grain: theme
CREATE MACRO mart.theme_answered(chosen) AS TABLE
SELECT c.theme, count(*) FILTER (c.is_answered) AS n_answered, count(*) FILTER (c.state = 'figure') AS n_named,
       n_answered / nullif(n_named, 0) AS answered,
       flatten(coalesce(list(c.evidence ORDER BY c.organization_id) FILTER (c.is_answered), [])) AS evidence
FROM mart.theme_cells(chosen) c
GROUP BY c.theme
