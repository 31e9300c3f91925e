-- A body has one id. Names are compared without capitals, accents, punctuation and the word for the province.
WITH folded AS (
    SELECT *, trim(regexp_replace(regexp_replace(
        replace(strip_accents(lower(name_vi)), 'đ', 'd'), '[^a-z0-9]+', ' ', 'g'),
        '\b(tinh|thanh pho|tp)\b *', '', 'g')) AS folded_name
    FROM core.organizations
)
SELECT later._file, later._line, 'organization_id' AS "column", later.organization_id AS value,
       format('has the name, kind and province of {} ({}:{}): are they one body, which has one id, or did '
              'one take the place of the other, which is a row in successions.csv?', earlier.organization_id,
              earlier._file, earlier._line) AS message,
       concat_ws(' ', later.note, earlier.note) AS note
FROM folded later
JOIN folded earlier
  ON earlier.folded_name = later.folded_name AND earlier.kind = later.kind
 AND earlier.province_id IS NOT DISTINCT FROM later.province_id
 AND (earlier._file, earlier._line) < (later._file, later._line)
WHERE (later.locality = earlier.locality) IS DISTINCT FROM false
  AND NOT EXISTS (
      FROM core.successions s
      WHERE (s.predecessor_id, s.successor_id) IN (
          (later.organization_id, earlier.organization_id), (earlier.organization_id, later.organization_id)))
