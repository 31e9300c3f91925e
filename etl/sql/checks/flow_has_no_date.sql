-- A flow belongs to its whole term, so as_of stays empty.
SELECT o._file, o._line, 'as_of' AS "column", o.as_of AS value,
       format('stays empty for a flow such as {}', o.indicator) AS message
FROM core.observations o
JOIN core.indicators i USING (indicator)
WHERE i.nature = 'flow' AND o.as_of IS NOT NULL
