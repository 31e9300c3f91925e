-- en: The coded rows of figures and awards that documents dispute, and which of them is shown
-- vi: Các dòng đã mã hóa của những số liệu và khen thưởng mà tài liệu nêu khác nhau, và dòng được hiển thị
-- grain: evidence, the file and line of a coded row
CREATE TABLE mart.disputed_rows AS
SELECT evidence, evidence = shown_row AS is_shown
FROM (SELECT unnest(evidence) AS evidence, shown_row FROM mart.figures WHERE is_disputed)
UNION ALL
SELECT evidence, is_shown FROM mart.repeated_awards WHERE is_disputed
