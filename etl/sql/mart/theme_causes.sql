-- en: Themes named as causes, with the limitations of other themes that the same document names beside them
-- vi: Chủ đề được nêu là nguyên nhân, kèm các hạn chế thuộc chủ đề khác mà cùng tài liệu nêu bên cạnh
-- grain: theme, effect
-- The document names both for one term; that one brought about the other it says at most where both stand in
-- one paragraph.
-- n_naming: organizations that name the theme as a cause at all; n_with_causes: any theme as a cause;
-- n_with_any: organizations that name any limitation.
CREATE MACRO mart.theme_causes(chosen) AS TABLE
WITH here AS (
    SELECT l.organization_id, l.term, l.theme, l.role, l.source_id, l.paragraph,
           l._file || ':' || l._line AS evidence
    FROM core.limitations l
    SEMI JOIN mart.selected_terms(chosen) t ON t.organization_id = l.organization_id AND t.term = l.term
), naming AS (
    SELECT theme, count(DISTINCT organization_id) AS n FROM here WHERE role = 'cause' GROUP BY theme
), everybody AS (
    SELECT (SELECT count(*) FROM mart.theme_naming(chosen) WHERE stance = 'names') AS n_with_any,
           count(DISTINCT organization_id) FILTER (role = 'cause') AS n_with_causes
    FROM here
)
SELECT c.theme, e.theme AS effect, count(DISTINCT c.organization_id) AS n_organizations,
       count(DISTINCT c.organization_id) FILTER (c.paragraph = e.paragraph) AS n_in_one_paragraph,
       any_value(n.n) AS n_naming, any_value(w.n_with_causes) AS n_with_causes,
       any_value(w.n_with_any) AS n_with_any,
       list(DISTINCT c.organization_id ORDER BY c.organization_id) AS organizations,
       list_sort(list_distinct(flatten(list([c.evidence, e.evidence])))) AS evidence
FROM here c
JOIN here e ON e.organization_id = c.organization_id AND e.term = c.term AND e.source_id = c.source_id
  AND e.theme <> c.theme
JOIN naming n ON n.theme = c.theme
CROSS JOIN everybody w
WHERE c.role = 'cause' AND e.role = 'limitation'
GROUP BY c.theme, e.theme
