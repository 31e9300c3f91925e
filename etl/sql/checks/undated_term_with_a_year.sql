-- A term is undated where no year of it is known.
SELECT _file, _line, 'term' AS "column", term AS value,
       'is undated, but the row gives a year of it; write that year as the term' AS message
FROM core.terms
WHERE term < 0 AND coalesce(start_year::VARCHAR, end_year::VARCHAR, opening_congress_on, closing_congress_on)
      IS NOT NULL
