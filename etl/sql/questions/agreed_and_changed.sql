-- What both coders made of a statement stands in the final rows. They number statements anew, so that theme
-- and paragraph tell which is meant.
WITH agreed AS (
    SELECT source_id, record, unit, min(theme) AS theme, min(paragraph) AS first, max(paragraph) AS last,
           min(_file) AS _file, min(_line) AS _line, string_agg(note, ' ') AS note
    FROM core.codings
    GROUP BY source_id, record, unit
    HAVING count(DISTINCT coder) > 1 AND count(DISTINCT theme) = 1
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY source_id, record, theme, first, last ORDER BY unit) AS number
    FROM agreed
), final AS (
    SELECT 'limitation' AS record, 'limitations' AS "table", source_id, theme, paragraph, note
    FROM core.limitations
    UNION ALL SELECT 'lesson', 'lessons', source_id, theme, paragraph, note FROM core.lessons
), compared AS (
    SELECT a.source_id, a.record, a.unit, a.theme, a.first, a._file, a._line, a.note, a.number,
           count(*) FILTER (f.theme = a.theme) AS n_final, string_agg(f.note, ' ') AS final_note
    FROM numbered a
    LEFT JOIN final f
      ON f.source_id = a.source_id AND f.record = a.record
     AND (f.paragraph BETWEEN a.first AND a.last) IS DISTINCT FROM false
    GROUP BY ALL
)
SELECT _file, _line, 'theme' AS "column", theme AS value,
       format('is what both coders made of unit {}, and no {} of {} says so{}: was it changed on purpose, or '
              'is the row missing?', unit, record, source_id,
              coalesce(' in paragraph ' || first, '')) AS message,
       concat_ws(' ', note, final_note) AS note
FROM compared
WHERE number > n_final
