-- A document is listed because rows come from it, or because it was read and holds nothing.
SELECT s._file, s._line, 'source_id' AS "column", s.source_id AS value,
       'is named by no row: were its rows left out, or do they name another document? One that was read and '
       || 'holds nothing to code has a row in readings.csv' AS message,
       s.note
FROM core.sources s
ANTI JOIN (
    SELECT source_id FROM core.observations
    UNION SELECT source_id FROM core.awards
    UNION SELECT source_id FROM core.limitations
    UNION SELECT source_id FROM core.lessons
    UNION SELECT source_id FROM core.codings
    UNION SELECT source_id FROM core.readings
) r USING (source_id)
