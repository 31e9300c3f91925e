-- en: Whether each term of a selection speaks of awards, limitations and lessons
-- vi: Mỗi nhiệm kỳ trong lựa chọn có nói đến khen thưởng, hạn chế và bài học hay không
-- grain: organization_id, term, mention; an organization without any term has one row per mention, its term
--        empty
-- state: a figure where awards with a number, or limitations or lessons with a theme, are coded; unstated
-- where there are rows, but none such; else as what has no row. n: how many awards, limitations that are no
-- causes, or lessons are coded. Where years are chosen, awards are those of selected_awards.
CREATE MACRO mart.mentions(chosen) AS TABLE
WITH terms AS (
    FROM mart.selected_terms(chosen)
), coded AS (
    SELECT 'awards' AS mention, organization_id, term, "count" IS NOT NULL AS is_told, evidence
    FROM mart.selected_awards(chosen)
    UNION ALL
    SELECT 'limitations', organization_id, term, theme <> 'unspecified', _file || ':' || _line
    FROM core.limitations
    WHERE role = 'limitation'
    UNION ALL
    SELECT 'lessons', organization_id, term, theme <> 'unspecified', _file || ':' || _line
    FROM core.lessons
), counted AS (
    SELECT mention, organization_id, term, bool_or(is_told) AS is_told, count(*) AS n,
           list(evidence ORDER BY evidence) AS evidence
    FROM coded
    GROUP BY ALL
)
SELECT t.organization_id, t.level, t.term, t.position, t.has_document, m.mention,
       CASE WHEN c.is_told THEN 'figure'
            WHEN c.n > 0 THEN 'unstated'
            WHEN NOT t.is_open THEN 'not_applicable'
            ELSE mart.silence(t.has_document, t.is_read_in_part) END AS state,
       coalesce(c.n, 0) AS n, coalesce(c.evidence, []) AS evidence
FROM terms t
CROSS JOIN (SELECT unnest(mart.mentionable()) AS mention) m
LEFT JOIN counted c ON c.organization_id = t.organization_id AND c.term = t.term AND c.mention = m.mention
