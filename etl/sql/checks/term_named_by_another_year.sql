-- A term known by its year only is named by the first year.
SELECT _file, _line, 'term' AS "column", term AS value,
       format('is a year, but the term starts in {}; write that year', start_year) AS message
FROM core.terms
WHERE term >= 1900 AND term <> start_year
