-- An organization has no term that ended before it was founded.
SELECT t._file, t._line, 'end_year' AS "column", t.end_year AS value,
       format('is before the organization was founded ({})', o.founded_on) AS message
FROM core.terms t
JOIN core.organizations o USING (organization_id)
WHERE t.end_year < left(o.founded_on, 4)::INTEGER
