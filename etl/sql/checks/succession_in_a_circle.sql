-- No organization takes its own place.
WITH RECURSIVE later AS (
    SELECT predecessor_id AS start, successor_id AS successor, 1 AS depth FROM core.successions
    UNION
    SELECT l.start, s.successor_id, l.depth + 1
    FROM later l JOIN core.successions s ON s.predecessor_id = l.successor
    WHERE l.successor <> l.start AND l.depth < 50
)
SELECT DISTINCT s._file, s._line, 'successor_id' AS "column", s.successor_id AS value,
       'leads back to the predecessor; correct one of the successions in this circle' AS message
FROM later l
JOIN core.successions s ON s.predecessor_id = l.start
WHERE l.successor = l.start
