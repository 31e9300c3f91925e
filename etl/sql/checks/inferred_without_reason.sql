-- An inferred value says in its note which words support it.
SELECT _file, _line, 'note' AS "column", NULL AS value,
       'is empty; an inferred figure names the words that support it' AS message
FROM (
    SELECT _file, _line, basis, note FROM core.observations
    UNION ALL SELECT _file, _line, basis, note FROM core.awards
)
WHERE basis = 'inferred' AND note IS NULL
