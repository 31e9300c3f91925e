-- en: Persistence of a theme: organizations that name it in two consecutive coded terms ÷ organizations with
--     two consecutive coded terms
-- vi: Độ dai dẳng của chủ đề: số tổ chức nêu ở hai nhiệm kỳ liên tiếp ÷ số tổ chức có hai nhiệm kỳ liên tiếp
--     được mã hóa
-- grain: theme, all but "unspecified", of which nobody knows what would come back
-- n_comparable: of the organizations with two consecutive coded terms, those that name any limitation in
-- both; the others can repeat none. is_rankable: three, and a fifth, can.
CREATE MACRO mart.theme_persistence(chosen) AS TABLE
WITH terms AS (
    SELECT organization_id, term, previous_term FROM mart.selected_terms(chosen) WHERE has_document
), pairs AS (
    SELECT t.organization_id, t.term, t.previous_term
    FROM terms t
    JOIN terms p ON p.organization_id = t.organization_id AND p.term = t.previous_term
), named_in_both AS (
    SELECT a.organization_id, a.theme, b.theme AS theme_before,
           list_concat(b.evidence[:b.n_limitations], a.evidence[:a.n_limitations]) AS evidence
    FROM pairs
    JOIN mart.theme_counts a ON a.organization_id = pairs.organization_id AND a.term = pairs.term
      AND a.n_limitations > 0 AND a.theme <> 'unspecified'
    JOIN mart.theme_counts b ON b.organization_id = pairs.organization_id AND b.term = pairs.previous_term
      AND b.n_limitations > 0 AND b.theme <> 'unspecified'
), came_back AS (
    SELECT * FROM named_in_both WHERE theme = theme_before
)
SELECT h.theme, count(DISTINCT c.organization_id) AS n_persistent, any_value(p.n) AS n_organizations,
       any_value(b.n) AS n_comparable,
       n_persistent / nullif(n_organizations, 0) AS persistence,
       coalesce(list(DISTINCT c.organization_id ORDER BY c.organization_id)
                FILTER (c.organization_id IS NOT NULL), []) AS organizations,
       list_sort(list_distinct(flatten(coalesce(list(c.evidence) FILTER (c.theme IS NOT NULL),
                                                [])))) AS evidence,
       n_comparable >= greatest(3, n_organizations / 5) AS is_rankable
FROM core.themes h
CROSS JOIN (SELECT count(DISTINCT organization_id) AS n FROM pairs) p
CROSS JOIN (SELECT count(DISTINCT organization_id) AS n FROM named_in_both) b
LEFT JOIN came_back c ON c.theme = h.theme
WHERE h.theme <> 'unspecified'
GROUP BY h.theme
