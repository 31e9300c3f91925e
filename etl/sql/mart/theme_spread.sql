-- en: Spread of a theme: organizations that name it ÷ organizations with any coded limitation in the
--     selection
-- vi: Độ phổ biến của chủ đề: số tổ chức nêu ÷ số tổ chức có hạn chế được mã hóa trong lựa chọn
-- grain: theme
CREATE MACRO mart.theme_spread(chosen) AS TABLE
WITH here AS (
    SELECT organization_id, term FROM mart.selected_terms(chosen)
), named AS (
    SELECT c.theme, c.organization_id, c.n_limitations, c.term, c.evidence[:c.n_limitations] AS evidence
    FROM mart.theme_counts c
    SEMI JOIN here USING (organization_id, term)
    WHERE c.n_limitations > 0
), with_any AS (
    SELECT count(DISTINCT organization_id) AS n FROM named HAVING EXISTS (FROM here)
)
SELECT h.theme, count(DISTINCT n.organization_id) AS n_named, any_value(w.n) AS n_organizations,
       n_named / nullif(n_organizations, 0) AS spread,
       coalesce(sum(n.n_limitations), 0)::INTEGER AS n_limitations,
       list(DISTINCT n.organization_id ORDER BY n.organization_id)
       FILTER (n.organization_id IS NOT NULL) AS organizations,
       flatten(coalesce(list(n.evidence ORDER BY n.organization_id, n.term) FILTER (n.evidence IS NOT NULL),
                        [])) AS evidence
FROM core.themes h
CROSS JOIN with_any w
LEFT JOIN named n USING (theme)
GROUP BY h.theme
