-- A committee has no more members than were elected and added.
WITH added AS (
    -- Of additions without a number it is not known how many there were.
    SELECT organization_id, term, CASE WHEN bool_and(value IS NOT NULL) THEN max(value) END AS value,
           string_agg(note, ' ') AS note
    FROM core.observations WHERE indicator = 'committee_additions' GROUP BY organization_id, term
)
SELECT s._file, s._line, 'value' AS "column", s.value,
       format('committee members are more than the {} elected ({}:{}) and the {} added: is an addition not '
              'coded, or is this the committee of another term?', e.value::BIGINT, e._file, e._line,
              coalesce(a.value, 0)::BIGINT) AS message,
       concat_ws(' ', s.note, e.note, a.note) AS note
FROM core.observations s
JOIN (
    SELECT organization_id, term, value, _file, _line, note
    FROM core.observations WHERE indicator = 'committee_elected'
    QUALIFY row_number() OVER (PARTITION BY organization_id, term ORDER BY value DESC, _file, _line) = 1
) e ON e.organization_id = s.organization_id AND e.term = s.term
LEFT JOIN added a ON a.organization_id = s.organization_id AND a.term = s.term
WHERE s.indicator = 'committee_size' AND s.value > e.value + CASE WHEN a.term IS NULL THEN 0 ELSE a.value END
