-- Where the text is at hand (the document names its file), every row says which paragraph it came from.
SELECT r._file, r._line, 'paragraph' AS "column", NULL AS value,
       format('is empty, and the text of {} is at hand; write the number of the non-blank line',
              r.source_id) AS message
FROM (
    SELECT _file, _line, source_id, paragraph FROM core.observations
    UNION ALL SELECT _file, _line, source_id, paragraph FROM core.awards
    UNION ALL SELECT _file, _line, source_id, paragraph FROM core.limitations
    UNION ALL SELECT _file, _line, source_id, paragraph FROM core.lessons
) r
JOIN core.sources s USING (source_id)
WHERE r.paragraph IS NULL AND s."file" IS NOT NULL
