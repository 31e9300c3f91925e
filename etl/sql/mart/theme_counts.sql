-- en: How often each theme is named as a limitation, as a cause of others and as a lesson, where it is
-- vi: Số lần mỗi chủ đề được nêu là hạn chế, là nguyên nhân của hạn chế khác và là bài học, ở nơi có nêu
-- grain: organization_id, term, theme; only themes that are named
-- A cause is no limitation. A limitation is answered by a lesson when the same document draws a lesson on its
-- theme. Of the evidence the limitations stand first, then the causes.
CREATE TABLE mart.theme_counts AS
WITH statements AS (
    SELECT organization_id, term, theme, source_id, role, _file, _line FROM core.limitations
    UNION ALL
    SELECT organization_id, term, theme, source_id, 'lesson', _file, _line FROM core.lessons
), per_document AS (
    SELECT organization_id, term, theme, source_id, count(*) FILTER (role = 'limitation') AS n_limitations,
           count(*) FILTER (role = 'cause') AS n_causes, count(*) FILTER (role = 'lesson') AS n_lessons,
           coalesce(list(_file || ':' || _line ORDER BY _file, _line) FILTER (role = 'limitation'),
                    []) AS limitations,
           coalesce(list(_file || ':' || _line ORDER BY _file, _line) FILTER (role = 'cause'), []) AS causes,
           coalesce(list(_file || ':' || _line ORDER BY _file, _line) FILTER (role = 'lesson'), []) AS lessons
    FROM statements
    GROUP BY ALL
)
SELECT organization_id, term, theme, sum(n_limitations)::INTEGER AS n_limitations,
       sum(n_causes)::INTEGER AS n_causes,
       sum(n_lessons)::INTEGER AS n_lessons, bool_or(n_limitations > 0 AND n_lessons > 0) AS is_answered,
       flatten([flatten(list(limitations ORDER BY source_id)), flatten(list(causes ORDER BY source_id)),
                flatten(list(lessons ORDER BY source_id))]) AS evidence
FROM per_document
GROUP BY ALL
