-- Every organization below the national level has a province.
SELECT _file, _line, 'province_id' AS "column", NULL AS value,
       format('is empty; only national organizations have no province, this one is {}', level) AS message
FROM core.organizations
WHERE level <> 'national' AND province_id IS NULL
