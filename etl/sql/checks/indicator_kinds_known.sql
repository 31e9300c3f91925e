-- The kinds that an indicator applies to are organization kinds.
SELECT i._file, i._line, 'kinds' AS "column", i.kinds AS value,
       format('{} has no row in organization_kinds.csv', i.kind) AS message
FROM (SELECT _file, _line, kinds, unnest(string_split(kinds, ';')) AS kind FROM core.indicators) i
ANTI JOIN core.organization_kinds k USING (kind)
