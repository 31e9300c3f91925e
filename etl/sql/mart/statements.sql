-- en: Limitations and lessons with their documents
-- vi: Hạn chế và bài học kèm tài liệu
-- grain: record, organization_id, term, source_id, statement
CREATE VIEW mart.statements AS
SELECT r.*, s.kind AS source_kind, s.title, s.publisher, s.published_on, s.is_draft, s.url,
       s.extent
FROM (
    SELECT 'limitation' AS record, role, organization_id, term, statement, theme, summary_vi, summary_en,
           source_id, paragraph, note,
           _file || ':' || _line AS evidence, _line AS line FROM core.limitations
    UNION ALL
    SELECT 'lesson', NULL, organization_id, term, statement, theme, summary_vi, summary_en, source_id,
           paragraph, note,
           _file || ':' || _line, _line FROM core.lessons
) r
JOIN core.sources s USING (source_id)
