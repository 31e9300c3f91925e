-- An indicator is coded only for the kinds of organization that it applies to.
SELECT o._file, o._line, 'indicator' AS "column", o.indicator AS value,
       format('does not apply to a {}; it applies to {}', g.kind, replace(i.kinds, ';', ', ')) AS message
FROM core.observations o
JOIN core.organizations g USING (organization_id)
JOIN core.organization_kinds k ON k.kind = g.kind
JOIN core.indicators i USING (indicator)
WHERE NOT list_contains(string_split(i.kinds, ';'), g.kind)
