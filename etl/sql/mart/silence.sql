-- en: The state of what has no row: not mentioned where every document was read whole, not in the part that
--     was read where one was read in part, no document where there is none
-- vi: Tình trạng của điều không có dòng nào: không nhắc đến nếu mọi tài liệu đã đọc toàn bộ, không có trong
--     phần đã đọc nếu có tài liệu chỉ đọc một phần, chưa có tài liệu nếu không có tài liệu nào
-- grain: one value
CREATE MACRO mart.silence(has_document, is_read_in_part) AS CASE
    WHEN NOT coalesce(has_document, false) THEN 'no_document'
    WHEN is_read_in_part THEN 'not_read'
    ELSE 'not_mentioned'
END
