-- en: Every sort of awards in a selection: its sum, or the state that it is in without one
-- vi: Mọi loại khen thưởng trong lựa chọn: tổng số, hoặc tình trạng khi không có con số
-- grain: sort
-- Rows without a number beside a sum are counted in n_unstated.
CREATE MACRO mart.award_figures(chosen) AS TABLE
WITH documented AS (
    SELECT bool_or(has_document) AS has_document, bool_or(is_read_in_part) AS is_read_in_part
    FROM mart.selected_terms(chosen)
)
SELECT s.*, CASE WHEN f.total IS NOT NULL THEN 'figure' WHEN f.n_unstated > 0 THEN 'unstated'
                 ELSE mart.silence(d.has_document, d.is_read_in_part) END AS state,
       f.total, f.qualifier, coalesce(f.n_unstated, 0) AS n_unstated, coalesce(f.n_disputed, 0) AS n_disputed,
       coalesce(f.n_organizations, 0) AS n_organizations, coalesce(f.evidence, []) AS evidence
FROM mart.award_sorts s
CROSS JOIN documented d
LEFT JOIN mart.award_sums(chosen) f ON f.sort = s.sort AND f.organization_id IS NULL
