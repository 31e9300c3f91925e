-- A term is an ordinal, 0 for the founding, or a year.
SELECT _file, _line, 'term' AS "column", term AS value,
       'is neither an ordinal nor a year; write the ordinal in arabic digits, or the first year of the term'
           AS message
FROM core.terms
WHERE term BETWEEN 100 AND 1899
