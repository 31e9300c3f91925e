-- en: Spread of a theme: organizations that name it ÷ organizations with any coded limitation in the selection
-- vi: Độ phổ biến của chủ đề: số tổ chức nêu ÷ số tổ chức có hạn chế được mã hóa trong lựa chọn
-- grain: theme
CREATE MACRO mart.theme_spread(kinds, provinces, organizations) AS TABLE
WITH here AS (
    SELECT c.* FROM mart.theme_cells c SEMI JOIN mart.selected(kinds, provinces, organizations) s ON s.organization_id = c.organization_id
), with_any AS (
    SELECT count(DISTINCT organization_id) AS n FROM here WHERE state = 'figure'
)
SELECT theme, count(*) FILTER (state = 'figure') AS n_named, any_value(with_any.n) AS n_organizations,
       n_named / nullif(n_organizations, 0) AS spread,
       coalesce(sum(n_limitations), 0)::INTEGER AS n_limitations,
       list(organization_id ORDER BY organization_id) FILTER (state = 'figure') AS organizations,
       flatten(coalesce(list(evidence ORDER BY organization_id) FILTER (state = 'figure'), [])) AS evidence
FROM here, with_any
GROUP BY theme
