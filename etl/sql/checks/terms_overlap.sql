-- Two terms of one organization do not overlap; the year in which one ends and the next starts may be the
-- same.
SELECT later._file, later._line, 'start_year' AS "column", later.start_year AS value,
       format('lies inside term {} ({}–{}, {}:{})', earlier.term, earlier.start_year, earlier.end_year,
              earlier._file, earlier._line) AS message
FROM core.terms later
JOIN core.terms earlier
  ON earlier.organization_id = later.organization_id
 AND earlier.start_year <= later.start_year
 AND (earlier.start_year, earlier.term) <> (later.start_year, later.term)
 AND earlier.end_year > later.start_year
 AND (earlier.start_year < later.start_year OR earlier.term < later.term)
