-- An empty value is exactly what is reported without a number.
SELECT _file, _line, 'value' AS "column", value, CASE
           WHEN value IS NULL
           THEN 'is empty; write the figure, or qualifier unstated where the text gives no number'
           ELSE 'is given, though the qualifier is unstated; leave it empty, or correct the qualifier'
       END AS message
FROM core.observations
WHERE (value IS NULL) <> (qualifier = 'unstated')
UNION ALL
SELECT _file, _line, 'count', "count", CASE
           WHEN "count" IS NULL
           THEN 'is empty; write the number, or qualifier unstated where the text gives none'
           ELSE 'is given, though the qualifier is unstated; leave it empty, or correct the qualifier'
       END
FROM core.awards
WHERE ("count" IS NULL) <> (qualifier = 'unstated')
