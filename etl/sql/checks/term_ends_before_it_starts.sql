-- A term starts before it ends.
SELECT _file, _line, 'end_year' AS "column", end_year AS value,
       format('is before start_year {}', start_year) AS message
FROM core.terms
WHERE end_year < start_year
UNION ALL
SELECT _file, _line, 'closing_congress_on', closing_congress_on,
       format('is before the opening congress {}', opening_congress_on)
FROM core.terms
WHERE left(closing_congress_on, len(opening_congress_on)) < left(opening_congress_on,
                                                                 len(closing_congress_on))
