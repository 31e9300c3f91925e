-- An award belongs to the term in which it was given.
SELECT a._file, a._line, 'year' AS "column", a.year AS value,
       format('is outside term {} ({}–{})', t.term, coalesce(t.start_year::VARCHAR, ''),
              coalesce(greatest(t.end_year, left(t.closing_congress_on, 4)::INTEGER)::VARCHAR, '')) AS message
FROM core.awards a
JOIN core.terms t USING (organization_id, term)
WHERE a.year < t.start_year
   OR a.year > greatest(t.end_year, left(t.closing_congress_on, 4)::INTEGER)
