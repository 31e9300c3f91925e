-- en: What is known of the provincial organizations of a selection: every indicator, derived measure and
--     theme, and whether they speak of awards, limitations and lessons, in one of the six states, a theme
--     also as a cause only
-- vi: Những gì biết về các tổ chức cấp tỉnh trong lựa chọn: mọi chỉ tiêu, chỉ số và chủ đề, và có nói đến
--     khen thưởng, hạn chế, bài học hay không, ở một trong sáu trạng thái, chủ đề còn có thể chỉ nêu là
--     nguyên nhân
-- grain: organization_id, measure
-- Indicators and derived measures: as in organization_figures. Themes, awards, limitations and lessons: all
-- coded terms selected, and they do not add up.
CREATE MACRO mart.provincial_measures(chosen) AS TABLE
SELECT * EXCLUDE (level)
FROM mart.organization_figures(chosen)
WHERE level = 'province'
UNION ALL
SELECT organization_id, 'theme', theme, NULL, NULL, NULL, state, n_limitations,
       CASE WHEN state = 'figure' THEN 'exact' END, false, false, evidence
FROM mart.theme_cells(chosen)
WHERE level = 'province'
UNION ALL
SELECT organization_id, 'mention', mention, NULL, NULL, NULL, state, CASE WHEN state = 'figure' THEN n END,
       CASE WHEN state = 'figure' THEN 'exact' END, false, false, evidence
FROM mart.mention_cells(chosen)
WHERE level = 'province'
