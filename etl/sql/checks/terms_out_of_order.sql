-- Numbered terms follow each other in time.
SELECT later._file, later._line, 'term' AS "column", later.term AS value,
       format('starts in {}, before term {} ({}:{}), which starts in {}',
              later.start_year, earlier.term, earlier._file, earlier._line, earlier.start_year) AS message
FROM core.terms later
JOIN core.terms earlier ON earlier.organization_id = later.organization_id AND earlier.term < later.term
WHERE later.term < 1900 AND later.start_year < earlier.start_year
