-- en: Agreement between two codings of all documents, as mart.selected_agreement measures it of a selection
-- vi: Độ thống nhất giữa hai lần mã hóa mọi tài liệu, đo như mart.selected_agreement đo của một lựa chọn
-- grain: scope (all, source, theme), id
CREATE VIEW mart.agreement AS
FROM mart.selected_agreement(mart.chosen())
