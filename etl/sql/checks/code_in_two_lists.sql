-- A code names one thing: an indicator, a derived measure, a theme or a category of awards (received…,
-- granted…).
WITH codes AS (
    SELECT 1 AS position, 'an indicator' AS kind, 'indicator' AS "column", indicator AS code, _file, _line
    FROM core.indicators
    UNION ALL
    SELECT 2, 'a derived measure', 'measure', measure, _file, _line FROM core.derived_measures
    UNION ALL
    SELECT 3, 'a theme', 'theme', theme, _file, _line FROM core.themes
)
SELECT later._file, later._line, later."column", later.code AS value,
       format('is already the code of {} ({}:{}); give one of the two another code',
              earlier.kind, earlier._file, earlier._line) AS message
FROM codes later
JOIN codes earlier ON earlier.code = later.code AND earlier.position < later.position
UNION ALL
SELECT _file, _line, "column", code,
       format('is already a category of awards {} (mart.award_sorts); give {} another code',
              regexp_extract(code, '^[a-z]+'), kind)
FROM codes
WHERE regexp_matches(code, '^(received|granted)(-|$)')
UNION ALL
SELECT _file, _line, "column", code,
       format('is already the code of whether documents speak of {} (mart.mentionable); give {} another code',
              code, kind)
FROM codes
WHERE code IN ('awards', 'limitations', 'lessons')
