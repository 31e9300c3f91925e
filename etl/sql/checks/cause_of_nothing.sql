-- A cause has its effect in the same document, under another theme.
SELECT c._file, c._line, 'role' AS "column", c.role AS value,
       'is a cause, and the document names no limitation of another theme; write limitation' AS message
FROM core.limitations c
ANTI JOIN core.limitations e
  ON e.source_id = c.source_id AND e.organization_id = c.organization_id AND e.term = c.term
 AND e.role = 'limitation' AND e.theme <> c.theme
WHERE c.role = 'cause'
