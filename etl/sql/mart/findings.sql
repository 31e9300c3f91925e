-- en: What stands out in a selection, each with how many organizations it speaks of, of how many
-- vi: Những điều đáng chú ý trong lựa chọn, mỗi điều nêu số tổ chức và trên tổng số bao nhiêu
-- grain: finding, subject; only findings that have something to say
-- subject: a theme, an indicator or a derived measure, else empty. n of n_of is what is found; the least
-- weight stands first.
-- most_named: the themes that most organizations name, two at least and three themes at most, of those that
-- name any limitation; n_admitting only admit that there are some; n_back of n_back_of name the theme again
-- in the next coded term.
-- came_back: other themes that most organizations name in two consecutive coded terms.
-- Both of what comes back only where enough organizations can repeat any.
-- unanswered: of the themes that two organizations or more name, those that none answers by a lesson;
-- n_with_lessons have any coded lesson.
-- change: n_more, n_same, n_less, n_unclear of the n that report members in two terms, the last that reports
-- them and the one before it. coverage: n of n_of have reported members.
-- retention: the lowest of the last known ones, where three organizations or more give it.
-- Of latest terms only, change, coverage and retention are of these.
CREATE MACRO mart.findings(chosen) AS TABLE
WITH terms AS (
    SELECT organization_id, term, kind, is_latest, is_open FROM mart.selected_terms(chosen)
), members AS (
    SELECT count(*) AS n_of
    FROM terms t
    JOIN core.indicators i ON i.indicator = 'members'
      AND coalesce(list_contains(string_split(i.kinds, ';'), t.kind), true)
    WHERE t.is_latest AND t.is_open
), observed AS (
    SELECT o.organization_id, o.term, o.indicator, o._file || ':' || o._line AS evidence
    FROM core.observations o
    JOIN terms t ON t.organization_id = o.organization_id AND t.term = o.term
    WHERE o.value IS NOT NULL
), lessons AS (
    SELECT theme, bool_or(is_answered) AS is_answered,
           list(DISTINCT organization_id) FILTER (n_lessons > 0) AS drawing
    FROM mart.theme_counts
    SEMI JOIN terms USING (organization_id, term)
    GROUP BY theme
), spread AS (
    SELECT s.theme, s.n_named, s.n_organizations, s.n_admitting, s.n_limitations, s.organizations, s.evidence,
           t.position,
           rank() OVER (ORDER BY s.n_named DESC) AS place
    FROM mart.theme_spread(chosen) s
    JOIN core.themes t ON t.theme = s.theme AND t.is_specific
    WHERE s.n_named > 1
), named_most AS (
    SELECT * FROM spread WHERE place = 1 QUALIFY count(*) OVER () <= 3
), persistence AS (
    SELECT p.*, rank() OVER (ORDER BY p.n_persistent DESC) AS place
    FROM mart.theme_persistence(chosen) p
    JOIN core.themes t ON t.theme = p.theme AND t.is_specific
    WHERE p.is_rankable
), retention AS (
    SELECT organization_id, value, qualifier, evidence, count(*) OVER () AS n_of
    FROM mart.series(chosen, CASE WHEN (chosen).is_latest_only THEN 'latest' ELSE 'known' END,
                     ['committee_retention'])
    WHERE point = 0
    QUALIFY n_of >= 3 AND rank() OVER (ORDER BY value) = 1
)
SELECT 'most_named' AS finding, s.theme AS subject,
       10 + row_number() OVER (ORDER BY s.n_limitations DESC, s.position) AS weight,
       s.n_named AS n, s.n_organizations AS n_of, p.n_persistent AS n_back, p.n_comparable AS n_back_of,
       NULL::BIGINT AS n_with_lessons, NULL::BIGINT AS n_more, NULL::BIGINT AS n_same, NULL::BIGINT AS n_less,
       NULL::BIGINT AS n_unclear,
       NULL::DOUBLE AS value, NULL AS qualifier, s.organizations, s.evidence, s.n_admitting
FROM named_most s
LEFT JOIN persistence p ON p.theme = s.theme
UNION ALL BY NAME
SELECT 'came_back' AS finding, p.theme AS subject, 20 AS weight, p.n_persistent AS n, p.n_comparable AS n_of,
       p.organizations, p.evidence
FROM persistence p
WHERE p.place = 1 AND p.n_persistent > 0 AND p.theme NOT IN (SELECT theme FROM named_most)
QUALIFY count(*) OVER () <= 3
UNION ALL BY NAME
SELECT 'unanswered' AS finding, '' AS subject, 30 AS weight, count(*) FILTER (NOT l.is_answered) AS n,
       count(*) AS n_of,
       (SELECT coalesce(len(list_distinct(flatten(list(drawing) FILTER (drawing IS NOT NULL)))), 0)
        FROM lessons) AS n_with_lessons,
       flatten(list(s.evidence ORDER BY s.position) FILTER (NOT l.is_answered)) AS evidence
FROM spread s
JOIN lessons l ON l.theme = s.theme
HAVING count(*) FILTER (NOT l.is_answered) > 0
UNION ALL BY NAME
SELECT 'change' AS finding, 'members' AS subject, 40 AS weight, c.n_organizations AS n, m.n_of,
       c.n_grew AS n_more, c.n_same, c.n_shrank AS n_less, c.n_unclear, c.evidence
FROM mart.change_between(chosen, CASE WHEN (chosen).is_latest_only THEN 'latest' ELSE 'known' END, 'members',
                         -1, 0) c, members m
WHERE c.n_organizations > 0
UNION ALL BY NAME
SELECT 'coverage' AS finding, 'members' AS subject, 50 AS weight,
       count(DISTINCT organization_id) AS n, any_value(m.n_of) AS n_of,
       flatten(coalesce(list(evidence ORDER BY organization_id) FILTER (evidence IS NOT NULL),
                        [])) AS evidence
FROM members m
LEFT JOIN mart.counted(chosen) ON indicator = 'members' AND value IS NOT NULL
HAVING count(DISTINCT organization_id) < any_value(m.n_of)
UNION ALL BY NAME
SELECT 'disputed' AS finding, '' AS subject, 60 AS weight,
       count(DISTINCT (organization_id, term, indicator)) FILTER (d.evidence IS NOT NULL) AS n,
       count(DISTINCT (organization_id, term, indicator)) AS n_of,
       list(DISTINCT organization_id ORDER BY organization_id)
       FILTER (d.evidence IS NOT NULL) AS organizations,
       list(evidence ORDER BY evidence) FILTER (d.evidence IS NOT NULL) AS evidence
FROM observed
LEFT JOIN mart.disputed_rows d USING (evidence)
HAVING count(d.evidence) > 0
UNION ALL BY NAME
-- Of whole provinces: what filters leave out of one is no lack of it.
SELECT 'undocumented' AS finding, '' AS subject, 70 AS weight, count(*) FILTER (o.province_id IS NULL) AS n,
       count(*) AS n_of,
       list(p._file || ':' || p._line ORDER BY p._line) FILTER (o.province_id IS NULL) AS evidence
FROM core.provinces p
LEFT JOIN (SELECT DISTINCT l.province_id FROM mart.places l JOIN mart.organizations USING (organization_id)
           WHERE l.boundaries = (chosen).boundaries AND has_document) o ON o.province_id = p.province_id
WHERE p.boundaries = (chosen).boundaries
  AND ((chosen).regions IS NULL OR list_contains((chosen).regions, p.region_id))
  AND ((chosen).provinces IS NULL OR list_contains((chosen).provinces, p.province_id))
  AND (chosen).kinds IS NULL AND (chosen).levels IS NULL AND (chosen).organizations IS NULL
  AND NOT (chosen).has_years
HAVING count(*) FILTER (o.province_id IS NULL) > 0
UNION ALL BY NAME
SELECT 'unnumbered' AS finding, '' AS subject, 80 AS weight, count(*) FILTER (qualifier = 'unstated') AS n,
       count(*) AS n_of,
       list(DISTINCT organization_id ORDER BY organization_id)
       FILTER (qualifier = 'unstated') AS organizations,
       list(evidence ORDER BY evidence) FILTER (qualifier = 'unstated') AS evidence
FROM mart.selected_awards(chosen)
HAVING count(*) FILTER (qualifier = 'unstated') > 0
UNION ALL BY NAME
SELECT 'retention' AS finding, 'committee_retention' AS subject, 90 AS weight, count(*) AS n,
       any_value(n_of) AS n_of, any_value(value) AS value,
       any_value(qualifier) AS qualifier, list(organization_id ORDER BY organization_id) AS organizations,
       flatten(list(evidence ORDER BY organization_id)) AS evidence
FROM retention
HAVING count(*) > 0
