-- Only a flow can be reported without a number; a stock or an election without one is not reported.
SELECT o._file, o._line, 'qualifier' AS "column", o.qualifier AS value,
       format('is for flows and awards only; {} is a {} figure: drop the row', o.indicator,
              i.nature) AS message
FROM core.observations o
JOIN core.indicators i USING (indicator)
WHERE o.qualifier = 'unstated' AND i.nature <> 'flow'
