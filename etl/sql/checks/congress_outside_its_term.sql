-- The opening congress is held in the term's first years, the closing one not before its first year. A
-- closing congress that comes late is no fault: terms overrun.
SELECT _file, _line, 'opening_congress_on' AS "column", opening_congress_on AS value,
       format('is outside the term {}–{}', start_year, coalesce(end_year::VARCHAR, '')) AS message
FROM core.terms
WHERE left(opening_congress_on, 4)::INTEGER < start_year - 1
   OR left(opening_congress_on, 4)::INTEGER > coalesce(end_year, start_year + 5)
UNION ALL
SELECT _file, _line, 'closing_congress_on', closing_congress_on,
       format('is before the term''s first year {}', start_year)
FROM core.terms
WHERE left(closing_congress_on, 4)::INTEGER < start_year
