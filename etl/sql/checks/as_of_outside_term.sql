-- A stock is dated inside its term: not before its first year or the congress that opened it, not after the
-- congress that closed it.
SELECT o._file, o._line, 'as_of' AS "column", o.as_of AS value,
       CASE WHEN left(o.as_of, 4)::INTEGER < least(t.start_year, left(t.opening_congress_on, 4)::INTEGER)
            THEN format('is before term {} began in {}', t.term,
                        least(t.start_year, left(t.opening_congress_on, 4)::INTEGER))
            ELSE format('is after the congress that closed term {} on {}', t.term,
                        t.closing_congress_on) END AS message
FROM core.observations o
JOIN core.terms t USING (organization_id, term)
WHERE left(o.as_of, 4)::INTEGER < least(t.start_year, left(t.opening_congress_on, 4)::INTEGER)
   OR left(o.as_of, len(t.closing_congress_on)) > left(t.closing_congress_on, len(o.as_of))
