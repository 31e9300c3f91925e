-- en: Every theme in every coded and dated term of the organizations that have limitations in two terms or
--     more
-- vi: Mọi chủ đề ở mọi nhiệm kỳ đã mã hóa và rõ năm của các tổ chức có hạn chế ở hai nhiệm kỳ trở lên
-- grain: organization_id, term, theme
CREATE MACRO mart.theme_terms(chosen) AS TABLE
WITH terms AS (
    FROM mart.selected_terms(chosen) WHERE has_document AND NOT is_undated
), counts AS (
    SELECT *, coalesce(nullif(n_limitations, 0), n_causes) AS n_shown
    FROM mart.theme_counts
    SEMI JOIN terms USING (organization_id, term)
), admitted AS (
    SELECT organization_id, term, bool_and(theme = 'unspecified') AS names_none,
           count(*) OVER (PARTITION BY organization_id) AS n_terms
    FROM counts
    WHERE n_limitations > 0
    GROUP BY organization_id, term
)
SELECT t.organization_id, t.term, t.position, t.first_year, t.last_year, h.theme,
       CASE WHEN c.n_limitations > 0 THEN 'figure'
            WHEN c.n_causes > 0 THEN 'cause'
            WHEN coalesce(greatest(t.end_year, left(t.closing_congress_on, 4)::INTEGER) < h.applies_from_year,
                          false) THEN 'not_applicable'
            WHEN a.names_none THEN 'unstated'
            ELSE mart.silence(true, t.is_read_in_part) END AS state,
       nullif(c.n_limitations, 0) AS n_limitations, coalesce(c.evidence[:c.n_shown], []) AS evidence
FROM terms t
SEMI JOIN (SELECT * FROM admitted WHERE n_terms > 1) s ON s.organization_id = t.organization_id
CROSS JOIN core.themes h
LEFT JOIN admitted a ON a.organization_id = t.organization_id AND a.term = t.term
LEFT JOIN counts c ON c.organization_id = t.organization_id AND c.term = t.term AND c.theme = h.theme
