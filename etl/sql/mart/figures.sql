-- en: The figure shown for each organization, term and indicator, and whether documents dispute it
-- vi: Số liệu được hiển thị cho từng tổ chức, nhiệm kỳ và chỉ tiêu, và tài liệu có mâu thuẫn hay không
-- grain: organization_id, term, indicator
-- Of a stock the latest date of the term is shown; then, as for all figures, the document of the best rank, then the later one.
CREATE TABLE mart.figures AS
WITH dated AS (
    SELECT o.*, s.published_on, k.rank,
           CASE WHEN i.nature = 'stock' THEN coalesce(o.as_of, t.closing_congress_on, s.published_on, '') ELSE '' END AS stands_at
    FROM core.observations o
    JOIN core.indicators i USING (indicator)
    JOIN core.terms t USING (organization_id, term)
    JOIN core.sources s USING (source_id)
    JOIN core.source_kinds k ON k.kind = s.kind
), chosen AS (
    SELECT organization_id, term, indicator, count(*) AS n_rows, max(stands_at) AS stands_at,
           arg_max({'row': (_file || ':' || _line), 'value': value, 'qualifier': qualifier, 'basis': basis, 'as_of': as_of,
                    'source_id': source_id, 'paragraph': paragraph, 'note': note},
                   (stands_at, -rank, coalesce(published_on, ''), source_id)) AS shown,
           list(_file || ':' || _line ORDER BY _file, _line) AS evidence
    FROM dated
    GROUP BY ALL
), disputed AS (
    SELECT organization_id, term, indicator, stands_at
    FROM dated
    GROUP BY ALL
    HAVING count(DISTINCT value) > 1
)
SELECT c.organization_id, c.term, c.indicator, c.shown.value AS value, c.shown.qualifier AS qualifier, c.shown.basis AS basis,
       c.shown.as_of AS as_of, c.shown.source_id AS source_id, c.shown.paragraph AS paragraph, c.shown.note AS note,
       d.indicator IS NOT NULL AS is_disputed, c.n_rows, c.shown.row AS shown_row, c.evidence
FROM chosen c
LEFT JOIN disputed d USING (organization_id, term, indicator, stands_at)
