-- en: Awards of the organizations and provinces compared, received and granted apart, in all and by type
-- vi: Khen thưởng của các tổ chức, tỉnh, thành được so sánh, tách được nhận và trao tặng, tính chung và theo
--     hình thức
-- grain: code, direction, award; all of a direction under an empty award, which always has a row, a type
--        where any of those compared names it
-- Of a selection, the boundaries and the years count. An award without a year is of the years of its term.
-- Rows without a number are counted apart.
-- n_reported_by: how many of those compared name such awards, with a number or without.
CREATE MACRO mart.compared_awards(chosen, compared, chosen_kind) AS TABLE
WITH terms AS (
    SELECT o.code, t.organization_id, t.term, t.first_year, t.last_year, t.has_document, t.is_read_in_part
    FROM mart.compared_organizations(chosen, compared, chosen_kind) o
    LEFT JOIN mart.selected_terms(mart.chosen(boundaries := (chosen).boundaries,
                                              from_year := (chosen).from_year, to_year := (chosen).to_year)) t
        ON t.organization_id = o.organization_id
), behind AS (
    SELECT c.code, bool_or(t.has_document) AS has_document, bool_or(t.is_read_in_part) AS is_read_in_part,
           coalesce(list(DISTINCT t.organization_id ORDER BY t.organization_id)
                    FILTER (t.organization_id IS NOT NULL), []) AS organizations
    FROM (SELECT unnest(compared) AS code) c
    LEFT JOIN terms t USING (code)
    GROUP BY ALL
), counted AS (
    SELECT t.code, a.direction, coalesce(a.award, '') AS award, sum(a."count") AS total,
           mart.qualifier_of_sum(CASE WHEN a."count" IS NOT NULL THEN a.qualifier END) AS qualifier,
           count(*) - count(a."count") AS n_unstated, bool_or(a.is_disputed) AS is_disputed,
           min(coalesce(a.year, t.first_year, t.last_year)) AS year_from,
           max(coalesce(a.year, t.last_year, t.first_year)) AS year_to,
           list(DISTINCT a.organization_id ORDER BY a.organization_id) AS organizations,
           flatten(list(a.coded_rows ORDER BY a._file, a._line)) AS evidence
    FROM terms t
    JOIN mart.selected_awards(mart.chosen(boundaries := (chosen).boundaries, from_year := (chosen).from_year,
                                          to_year := (chosen).to_year)) a
        ON a.organization_id = t.organization_id AND a.term = t.term
    GROUP BY GROUPING SETS ((t.code, a.direction, a.award), (t.code, a.direction))
), asked AS (
    SELECT DISTINCT direction, award FROM counted
    UNION
    SELECT unnest(['received', 'granted']), ''
)
SELECT b.code, a.direction, a.award,
       CASE WHEN c.total IS NOT NULL THEN 'figure' WHEN c.n_unstated > 0 THEN 'unstated'
            ELSE mart.silence(b.has_document, b.is_read_in_part) END AS state,
       c.total, c.qualifier, coalesce(c.n_unstated, 0) AS n_unstated,
       coalesce(c.is_disputed, false) AS is_disputed, c.year_from, c.year_to,
       coalesce(c.organizations, b.organizations) AS organizations, coalesce(c.evidence, []) AS evidence,
       count(c.code) OVER (PARTITION BY a.direction, a.award) AS n_reported_by
FROM behind b
CROSS JOIN asked a
LEFT JOIN counted c ON c.code = b.code AND c.direction = a.direction AND c.award = a.award
