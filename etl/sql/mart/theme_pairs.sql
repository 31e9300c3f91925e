-- en: Themes that appear together: organizations that name both ÷ organizations that name any limitation in
--     the selection
-- vi: Các chủ đề đi cùng nhau: số tổ chức nêu cả hai ÷ số tổ chức có nêu cụ thể hạn chế trong lựa chọn
-- grain: theme, other_theme; specific themes only, each pair once in the order of the list
-- is_rankable: three organizations, and a fifth of those that name any, name both; others are in tables only.
CREATE MACRO mart.theme_pairs(chosen) AS TABLE
WITH counts AS (
    SELECT c.organization_id, c.theme, flatten(list(c.evidence[:c.n_limitations] ORDER BY c.term)) AS evidence
    FROM mart.theme_counts c
    SEMI JOIN mart.selected_terms(chosen) t ON t.organization_id = c.organization_id AND t.term = c.term
    WHERE c.n_limitations > 0
    GROUP BY ALL
), specific AS (
    SELECT c.*, dense_rank() OVER (ORDER BY g.position, h.position, c.theme) AS place
    FROM counts c
    JOIN core.themes h ON h.theme = c.theme AND h.is_specific
    JOIN core.theme_groups g ON g.theme_group = h.theme_group
)
SELECT a.theme, b.theme AS other_theme, count(*) AS n_organizations, any_value(w.n) AS n_with_any,
       n_organizations / n_with_any AS share,
       list(a.organization_id ORDER BY a.organization_id) AS organizations,
       flatten(list(list_concat(a.evidence, b.evidence) ORDER BY a.organization_id)) AS evidence,
       n_organizations >= greatest(3, n_with_any / 5) AS is_rankable
FROM specific a
JOIN specific b ON b.organization_id = a.organization_id AND b.place > a.place
CROSS JOIN (SELECT count(*) AS n FROM mart.theme_naming(chosen) WHERE stance = 'names') w
GROUP BY a.theme, b.theme
