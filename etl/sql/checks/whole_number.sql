-- Persons, branches and events are counted in whole numbers.
SELECT o._file, o._line, 'value' AS "column", o.value,
       format('is not a whole number, and {} is counted in whole numbers', o.indicator) AS message
FROM core.observations o
JOIN core.indicators i USING (indicator)
WHERE i.is_whole AND o.value <> floor(o.value)
