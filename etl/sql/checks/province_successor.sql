-- Each former province has one successor among the present ones; a present one has none.
SELECT p._file, p._line, 'successor_id' AS "column", p.successor_id AS value,
       'is empty or no present province; every former province has one successor among the present' AS message
FROM core.provinces p
ANTI JOIN core.provinces s ON s.boundaries = 'present' AND s.province_id = p.successor_id
WHERE p.boundaries = 'former'
UNION ALL
SELECT _file, _line, 'successor_id', successor_id,
       'is set on a present province; only former ones have a successor'
FROM core.provinces
WHERE boundaries = 'present' AND successor_id IS NOT NULL
