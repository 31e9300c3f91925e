-- Who grants an award is the organization itself, so its level is known.
SELECT _file, _line, 'level' AS "column", NULL AS value,
       'is empty; for an award granted by the organization write its level' AS message
FROM core.awards
WHERE direction = 'granted' AND level IS NULL
