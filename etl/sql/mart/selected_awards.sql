-- en: The awards of a selection, as coded; where years are chosen, those of that year or, where the year is not given, of those terms
-- vi: Khen thưởng trong lựa chọn, như đã mã hóa; khi có chọn năm thì theo năm khen hoặc, nếu không rõ năm, theo nhiệm kỳ
-- grain: evidence, the file and line of a coded row
CREATE MACRO mart.selected_awards(chosen) AS TABLE
SELECT a.*, a._file || ':' || a._line AS evidence
FROM core.awards a
SEMI JOIN mart.selected_terms(chosen) t ON t.organization_id = a.organization_id AND t.term = a.term
WHERE a.year IS NULL OR a.year BETWEEN coalesce((chosen).from_year, 0) AND coalesce((chosen).to_year, 9999)
