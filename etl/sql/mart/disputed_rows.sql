-- en: The coded rows of figures that documents dispute, and which of them is shown
-- vi: Các dòng đã mã hóa của những số liệu mà tài liệu nêu khác nhau, và dòng được hiển thị
-- grain: evidence, the file and line of a coded row
CREATE TABLE mart.disputed_rows AS
SELECT evidence, evidence = shown_row AS is_shown
FROM (SELECT unnest(evidence) AS evidence, shown_row FROM mart.figures WHERE is_disputed)
