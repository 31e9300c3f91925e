-- A note that speaks of a merger, a split or another name of an organization has a row in successions.csv.
WITH coded AS (
    SELECT source_id, organization_id FROM core.observations
    UNION SELECT source_id, organization_id FROM core.awards
    UNION SELECT source_id, organization_id FROM core.limitations
    UNION SELECT source_id, organization_id FROM core.lessons
), noted AS (
    SELECT _file, _line, note, [organization_id] AS organizations FROM core.organizations
    UNION ALL
    SELECT _file, _line, note, [organization_id] FROM core.terms
    UNION ALL
    SELECT s._file, s._line, s.note, list(c.organization_id ORDER BY c.organization_id)
    FROM core.sources s JOIN coded c USING (source_id)
    GROUP BY s.source_id, s._file, s._line, s.note
), followed AS (
    SELECT list(predecessor_id) || list(successor_id) AS organizations FROM core.successions
)
SELECT n._file, n._line, 'note' AS "column",
       regexp_extract(
           n.note, '(?i)merged|merger|split (?:from|off|into)|renamed|formerly|formed (?:\w+ )*from|'
                   'successor (?:of|to)|predecessor|sáp nhập|hợp nhất|đổi tên|tiền thân|chia tách') AS value,
       format('says that one organization took the place of another, and {} has no row in successions.csv: '
              'is one to be added there?', array_to_string(n.organizations, ', ')) AS message,
       n.note
FROM noted n, followed f
WHERE value <> '' AND NOT list_has_any(coalesce(f.organizations, []), n.organizations)
