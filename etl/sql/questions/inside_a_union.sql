-- The individuals of an association are probably in the figure of a union of its province too, and counted
-- twice unless the union is its parent. Asked of the kinds that can be a collective member.
WITH reported AS (
    SELECT o.organization_id, g.kind, g.level, g.province_id, g.parent_organization_id, g.note, g._file,
           g._line, i.indicator, min(o._file || ':' || o._line) AS place
    FROM core.observations o
    JOIN core.indicators i ON i.indicator = o.indicator
    JOIN core.organizations g ON g.organization_id = o.organization_id
    WHERE i.is_nested AND o.value IS NOT NULL AND g.province_id IS NOT NULL
    GROUP BY ALL
)
SELECT a._file, a._line, 'parent_organization_id' AS "column", a.parent_organization_id AS value,
       format('is empty, and {} of its province reports {} too ({}): do those include the ones of {}, so '
              'that the union is to be written here?',
              string_agg(u.organization_id, ' or ' ORDER BY u.organization_id), a.indicator,
              string_agg(u.place, ', ' ORDER BY u.organization_id),
              a.organization_id) AS message,
       a.note
FROM reported a
JOIN reported u ON u.province_id = a.province_id AND u.indicator = a.indicator
WHERE a.parent_organization_id IS NULL
  AND u.kind = 'union_of_associations' AND u.level = 'province'
  AND NOT (a.kind = 'union_of_associations' AND a.level = 'province')
  AND a.kind IN (
      SELECT unnest(string_split(kinds, ';')) FROM core.indicators WHERE indicator = 'collective_members')
GROUP BY a._file, a._line, a.organization_id, a.parent_organization_id, a.indicator, a.note
