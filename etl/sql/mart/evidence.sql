-- en: Figures and awards as coded, with document and paragraph
-- vi: Số liệu và khen thưởng như đã mã hóa, kèm tài liệu và đoạn
-- grain: evidence, the file and line of a coded row
-- is_shown: of a figure that documents dispute, whether this row is the one that is shown; else empty.
CREATE VIEW mart.evidence AS
SELECT r.*, d.is_shown, s.kind AS source_kind, s.title, s.publisher, s.published_on, s.is_draft, s.url,
       s.extent
FROM (
    SELECT _file || ':' || _line AS evidence, 'observation' AS record, organization_id, term,
           indicator AS code, NULL AS direction, NULL AS level,
           NULL AS giver, NULL AS recipient, NULL::INTEGER AS year, value, qualifier, basis, as_of,
           source_id, paragraph, note, _line AS line FROM core.observations
    UNION ALL
    SELECT _file || ':' || _line, 'award', organization_id, term, award, direction, level,
           giver, recipient, year, "count", qualifier, basis, NULL, source_id, paragraph, note, _line
    FROM core.awards
) r
JOIN core.sources s USING (source_id)
LEFT JOIN mart.disputed_rows d USING (evidence)
