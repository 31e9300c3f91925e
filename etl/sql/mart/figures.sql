-- en: The figure shown for each organization, term and indicator, and whether documents dispute it
-- vi: Số liệu được hiển thị cho từng tổ chức, nhiệm kỳ và chỉ tiêu, và tài liệu có mâu thuẫn hay không
-- grain: organization_id, term, indicator
CREATE VIEW mart.figures AS
SELECT o.organization_id, o.term, o.indicator, o.value, o.qualifier, o.basis, o.as_of, o.source_id,
       o.paragraph, o.note,
       false AS is_disputed, 1 AS n_rows, o._file || ':' || o._line AS shown_row,
       [o._file || ':' || o._line] AS evidence
FROM core.observations o
ANTI JOIN mart.repeated_figures r ON r.organization_id = o.organization_id AND r.term = o.term
  AND r.indicator = o.indicator
UNION ALL
SELECT organization_id, term, indicator, value, qualifier, basis, as_of, source_id, paragraph, note,
       is_disputed, n_rows, shown_row, evidence FROM mart.resolved_figures
