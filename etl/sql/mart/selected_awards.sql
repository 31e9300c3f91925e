-- en: The awards of a selection, each once; where years are chosen, those of that year or, where the year is
--     not given, of those terms
-- vi: Khen thưởng trong lựa chọn, mỗi khen thưởng một lần; khi có chọn năm thì theo năm khen hoặc, nếu không
--     rõ năm, theo nhiệm kỳ
-- grain: evidence, the file and line of a coded row
-- What several documents report is there once, as the row that is shown; coded_rows holds that row and the
-- others.
CREATE MACRO mart.selected_awards(chosen) AS TABLE
SELECT a.*, a._file || ':' || a._line AS evidence, coalesce(r.is_disputed, false) AS is_disputed,
       coalesce(r.coded_rows, [a._file || ':' || a._line]) AS coded_rows
FROM core.awards a
SEMI JOIN mart.selected_terms(chosen) t ON t.organization_id = a.organization_id AND t.term = a.term
LEFT JOIN mart.repeated_awards r ON r.evidence = a._file || ':' || a._line
WHERE coalesce(r.is_shown, true)
  AND (a.year IS NULL OR a.year BETWEEN coalesce((chosen).from_year, 0) AND coalesce((chosen).to_year, 9999))
