-- Agreement is measured between two codings of a document; one alone says nothing.
SELECT min(_file) AS _file, min(_line) AS _line, 'coder' AS "column", min(coder) AS value,
       format('is the only coder of {}; add the second coding', source_id) AS message
FROM core.codings
GROUP BY source_id
HAVING count(DISTINCT coder) < 2
