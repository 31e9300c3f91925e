-- Two coders find a statement at the same place, or a line or two apart.
SELECT later._file, later._line, 'paragraph' AS "column", later.paragraph AS value,
       format('and {} of coder {} ({}:{}) are far apart for unit {} of {}: are they two statements under one '
              'number, or is one a slip?', earlier.paragraph, earlier.coder, earlier._file, earlier._line,
              later.unit, later.source_id) AS message,
       concat_ws(' ', later.note, earlier.note) AS note
FROM core.codings later
JOIN core.codings earlier USING (source_id, record, unit)
WHERE earlier.coder < later.coder AND abs(later.paragraph - earlier.paragraph) > 3
