-- en: How each organization with a document speaks of its limitations: it names any, admits that there are
--     some, or says nothing, whole or in the part that was read
-- vi: Mỗi tổ chức có tài liệu nói gì về hạn chế của mình: nêu cụ thể, chỉ thừa nhận là có, hay không nói đến,
--     trong toàn bộ hoặc trong phần đã đọc
-- grain: organization_id; only organizations with a document in the selection
-- stance: names, admits, silent, not_read (silent, and a part of a document was not read). Whatever is
-- counted of themes is of those that name any.
CREATE MACRO mart.theme_naming(chosen) AS TABLE
SELECT t.organization_id,
       CASE WHEN bool_or(c.n_limitations > 0 AND c.theme <> 'unspecified') THEN 'names'
            WHEN bool_or(c.n_limitations > 0) THEN 'admits'
            WHEN bool_or(t.is_read_in_part) THEN 'not_read'
            ELSE 'silent' END AS stance
FROM mart.selected_terms(chosen) t
LEFT JOIN mart.theme_counts c ON c.organization_id = t.organization_id AND c.term = t.term
WHERE t.has_document
GROUP BY t.organization_id
