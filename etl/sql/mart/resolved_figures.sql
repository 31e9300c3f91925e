-- en: The figure shown where several rows are coded, and whether documents dispute it
-- vi: Số liệu được hiển thị ở nơi có nhiều dòng được mã hóa, và tài liệu có mâu thuẫn hay không
-- grain: organization_id, term, indicator; only those of several rows
-- The row with a figure is shown before the one that gives no number; of a stock the one of the latest date
-- of the term; then, as for all figures, the one of the document of the best rank, then of the later
-- document.
CREATE TABLE mart.resolved_figures AS
WITH dated AS (
    SELECT o.*, s.published_on, k.rank,
           CASE WHEN i.nature = 'stock' THEN coalesce(o.as_of, t.closing_congress_on, s.published_on, '')
                ELSE '' END AS stands_at
    FROM core.observations o
    SEMI JOIN mart.repeated_figures r ON r.organization_id = o.organization_id AND r.term = o.term
      AND r.indicator = o.indicator
    JOIN core.indicators i ON i.indicator = o.indicator
    JOIN core.terms t ON t.organization_id = o.organization_id AND t.term = o.term
    JOIN core.sources s ON s.source_id = o.source_id
    JOIN core.source_kinds k ON k.kind = s.kind
), chosen AS (
    SELECT organization_id, term, indicator, count(*) AS n_rows,
           arg_max({'row': _file || ':' || _line, 'value': value, 'qualifier': qualifier, 'basis': basis,
                    'as_of': as_of,
                    'source_id': source_id, 'paragraph': paragraph, 'note': note, 'stands_at': stands_at},
                   (value IS NOT NULL, stands_at, -rank, coalesce(published_on, ''), source_id)) AS shown,
           list(_file || ':' || _line ORDER BY _file, _line) AS evidence
    FROM dated
    GROUP BY ALL
), disputed AS (
    SELECT organization_id, term, indicator, stands_at
    FROM dated
    GROUP BY ALL
    HAVING count(DISTINCT value) > 1
)
SELECT c.organization_id, c.term, c.indicator, c.shown.value AS value, c.shown.qualifier AS qualifier,
       c.shown.basis AS basis, c.shown.as_of AS as_of, c.shown.source_id AS source_id,
       c.shown.paragraph AS paragraph, c.shown.note AS note, d.indicator IS NOT NULL AS is_disputed, c.n_rows,
       c.shown.row AS shown_row, c.evidence
FROM chosen c
LEFT JOIN disputed d ON d.organization_id = c.organization_id AND d.term = c.term
  AND d.indicator = c.indicator AND d.stands_at = c.shown.stands_at
