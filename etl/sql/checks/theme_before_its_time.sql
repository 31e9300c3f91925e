-- A theme is not named for a term that ended before it could arise.
SELECT l._file, l._line, 'theme' AS "column", l.theme AS value,
       format('applies from {}, and term {} ended in {}', h.applies_from_year, t.term,
              greatest(t.end_year, left(t.closing_congress_on, 4)::INTEGER)) AS message
FROM core.limitations l
JOIN core.terms t USING (organization_id, term)
JOIN core.themes h USING (theme)
WHERE greatest(t.end_year, left(t.closing_congress_on, 4)::INTEGER) < h.applies_from_year
