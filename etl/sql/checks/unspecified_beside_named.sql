-- That limitations are admitted is a row only where none is named.
SELECT u._file, u._line, 'theme' AS "column", u.theme AS value,
       'is listed beside limitations that the same document names; drop this row' AS message
FROM core.limitations u
SEMI JOIN core.limitations n
  ON n.source_id = u.source_id AND n.organization_id = u.organization_id AND n.term = u.term
  AND n.theme <> 'unspecified' AND n.role = 'limitation'
WHERE u.theme = 'unspecified'
