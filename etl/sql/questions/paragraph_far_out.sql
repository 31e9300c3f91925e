-- The last paragraph that is cited of a document is not wildly beyond the one before it.
WITH rows_of AS (
    SELECT _file, _line, source_id, paragraph, note FROM core.observations
    UNION ALL SELECT _file, _line, source_id, paragraph, note FROM core.awards
    UNION ALL SELECT _file, _line, source_id, paragraph, note FROM core.limitations
    UNION ALL SELECT _file, _line, source_id, paragraph, note FROM core.lessons
    UNION ALL SELECT _file, _line, source_id, paragraph, note FROM core.codings
), cited AS (
    SELECT source_id, paragraph, lag(paragraph) OVER (PARTITION BY source_id ORDER BY paragraph) AS before
    FROM (SELECT DISTINCT source_id, paragraph FROM rows_of WHERE paragraph IS NOT NULL)
    QUALIFY paragraph = max(paragraph) OVER (PARTITION BY source_id)
)
SELECT r._file, r._line, 'paragraph' AS "column", r.paragraph AS value,
       format('is far beyond {}: has it a digit too many, or is it a page or a year?',
              CASE WHEN c.before IS NULL THEN 'the length of a report'
                   ELSE format('the next one that is cited of {}, {}', r.source_id, c.before) END) AS message,
       r.note
FROM rows_of r
JOIN cited c ON c.source_id = r.source_id AND c.paragraph = r.paragraph
WHERE r.paragraph > 3 * coalesce(c.before, 90) + 30
