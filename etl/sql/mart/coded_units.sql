-- en: What each coder made of every statement that is in a coding, and what the final rows have
-- vi: Mỗi người mã hóa đã ghi gì cho từng ý có trong bản mã hóa, và kết quả thống nhất ghi gì
-- grain: source_id, record, unit
-- coders and themes stand in one order. is_agreed: two coders or more, and one theme.
-- The final rows number statements anew: that of a unit is the first of the document with a theme that a
-- coder chose, in a paragraph of theirs, which no unit before it has taken: those that the coders agree on
-- come first, then the others in their order. What several coders made a row, and no such row has, takes the
-- first there that no unit has taken.
-- organization_id: whose the final row is; where there is none, whose the document is, if it is of one alone.
CREATE TABLE mart.coded_units AS
WITH RECURSIVE units AS (
    SELECT source_id, record, unit, list(coder ORDER BY coder) AS coders,
           list(theme ORDER BY coder) AS themes,
           min(paragraph) AS first_paragraph, max(paragraph) AS last_paragraph,
           count(*) > 1 AND count(DISTINCT theme) = 1 AS is_agreed
    FROM core.codings
    GROUP BY source_id, record, unit
), claims AS (
    SELECT u.source_id, u.record, u.unit, u.theme,
           row_number() OVER (PARTITION BY u.source_id, u.record, u.theme
                              ORDER BY u.is_agreed DESC, u.unit) AS place,
           list(s.evidence ORDER BY s.paragraph, s.statement, s.evidence)
           FILTER (s.evidence IS NOT NULL) AS candidates
    FROM (SELECT *, unnest(list_distinct(themes)) AS theme FROM units) u
    LEFT JOIN mart.statements s
      ON s.source_id = u.source_id AND s.record = u.record AND s.theme = u.theme
     AND (s.paragraph BETWEEN u.first_paragraph AND u.last_paragraph) IS DISTINCT FROM false
    GROUP BY u.source_id, u.record, u.unit, u.theme, u.is_agreed
), taking AS (
    SELECT source_id, record, theme, 0 AS place, 0 AS unit, NULL::VARCHAR AS evidence, []::VARCHAR[] AS taken
    FROM (SELECT DISTINCT source_id, record, theme FROM claims)
    UNION ALL
    SELECT c.source_id, c.record, c.theme, c.place, c.unit,
           list_filter(c.candidates, LAMBDA x: NOT list_contains(t.taken, x))[1] AS one,
           list_append(t.taken, one)
    FROM taking t
    JOIN claims c
      ON c.source_id = t.source_id AND c.record = t.record AND c.theme = t.theme AND c.place = t.place + 1
), found AS (
    SELECT source_id, record, unit, evidence FROM taking WHERE evidence IS NOT NULL
), open_claims AS (
    SELECT u.source_id, u.record, u.unit,
           row_number() OVER (PARTITION BY u.source_id, u.record ORDER BY u.unit) AS place,
           list(s.evidence ORDER BY s.paragraph, s.statement, s.evidence) AS candidates
    FROM units u
    JOIN mart.statements s
      ON s.source_id = u.source_id AND s.record = u.record
     AND (s.paragraph BETWEEN u.first_paragraph AND u.last_paragraph) IS DISTINCT FROM false
    ANTI JOIN found f ON f.source_id = u.source_id AND f.record = u.record AND f.unit = u.unit
    ANTI JOIN found g ON g.evidence = s.evidence
    WHERE len(u.coders) > 1
    GROUP BY u.source_id, u.record, u.unit
), taking_others AS (
    SELECT source_id, record, 0 AS place, 0 AS unit, NULL::VARCHAR AS evidence, []::VARCHAR[] AS taken
    FROM (SELECT DISTINCT source_id, record FROM open_claims)
    UNION ALL
    SELECT c.source_id, c.record, c.place, c.unit,
           list_filter(c.candidates, LAMBDA x: NOT list_contains(t.taken, x))[1] AS one,
           list_append(t.taken, one)
    FROM taking_others t
    JOIN open_claims c ON c.source_id = t.source_id AND c.record = t.record AND c.place = t.place + 1
), settled AS (
    SELECT f.source_id, f.record, f.unit, list(s.theme ORDER BY s.statement, s.evidence) AS final_themes,
           list(s.evidence ORDER BY s.statement, s.evidence) AS evidence,
           string_agg(s.note, '; ' ORDER BY s.statement, s.evidence) AS note,
           min(s.organization_id) AS organization_id
    FROM (
        FROM found
        UNION ALL
        SELECT source_id, record, unit, evidence FROM taking_others WHERE evidence IS NOT NULL
    ) f
    JOIN mart.statements s USING (evidence)
    GROUP BY f.source_id, f.record, f.unit
), owners AS (
    SELECT source_id, min(organization_id) AS organization_id
    FROM (SELECT organization_id, unnest(documents) AS source_id FROM mart.organizations)
    GROUP BY source_id
    HAVING count(*) = 1
)
SELECT u.*, coalesce(s.final_themes, []) AS final_themes, coalesce(s.evidence, []) AS evidence, s.note,
       coalesce(s.organization_id, o.organization_id) AS organization_id
FROM units u
LEFT JOIN settled s USING (source_id, record, unit)
LEFT JOIN owners o USING (source_id)
