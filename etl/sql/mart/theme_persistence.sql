-- en: Persistence of a theme: organizations that name it in two consecutive coded terms ÷ organizations with two consecutive coded terms
-- vi: Độ dai dẳng của chủ đề: số tổ chức nêu ở hai nhiệm kỳ liên tiếp ÷ số tổ chức có hai nhiệm kỳ liên tiếp được mã hóa
-- grain: theme
CREATE MACRO mart.theme_persistence(chosen) AS TABLE
WITH pairs AS (
    SELECT t.organization_id, t.term, t.previous_term
    FROM mart.selected_terms(chosen) t
    JOIN mart.selected_terms(chosen) p ON p.organization_id = t.organization_id AND p.term = t.previous_term AND p.has_document
    WHERE t.has_document
), came_back AS (
    SELECT a.theme, a.organization_id, list_concat(b.evidence, a.evidence) AS evidence
    FROM pairs
    JOIN mart.theme_counts a ON a.organization_id = pairs.organization_id AND a.term = pairs.term AND a.n_limitations > 0
    JOIN mart.theme_counts b ON b.organization_id = pairs.organization_id AND b.term = pairs.previous_term AND b.n_limitations > 0 AND b.theme = a.theme
)
SELECT h.theme, count(DISTINCT c.organization_id) AS n_persistent, any_value(p.n) AS n_organizations,
       n_persistent / nullif(n_organizations, 0) AS persistence,
       list_sort(list_distinct(flatten(coalesce(list(c.evidence) FILTER (c.theme IS NOT NULL), [])))) AS evidence
FROM core.themes h
CROSS JOIN (SELECT count(DISTINCT organization_id) AS n FROM pairs) p
LEFT JOIN came_back c ON c.theme = h.theme
GROUP BY h.theme
