-- A summary is the coder's own words, at most 25.
SELECT _file, _line, "column", value,
       format('has {} words; at most 25', len(string_split_regex(trim(value), '\s+'))) AS message
FROM (
    SELECT _file, _line, 'summary_vi' AS "column", summary_vi AS value FROM core.limitations
    UNION ALL SELECT _file, _line, 'summary_en', summary_en FROM core.limitations
    UNION ALL SELECT _file, _line, 'summary_vi', summary_vi FROM core.lessons
    UNION ALL SELECT _file, _line, 'summary_en', summary_en FROM core.lessons
)
WHERE len(string_split_regex(trim(value), '\s+')) > 25
