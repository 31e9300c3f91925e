-- A province lies in a region of its own set of boundaries.
SELECT p._file, p._line, 'region_id' AS "column", p.region_id AS value,
       format('is a region of the {} boundaries, the province of the {}', r.boundaries,
              p.boundaries) AS message
FROM core.provinces p
JOIN core.regions r USING (region_id)
WHERE r.boundaries <> p.boundaries
