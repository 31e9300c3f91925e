-- en: How many cells of each indicator a selection has, before it is looked at which of them are reported
-- vi: Lựa chọn có bao nhiêu ô của từng chỉ tiêu, chưa xét ô nào được nêu
-- grain: indicator
-- Counted by kind of organization, so that no cell has to be made to be counted.
-- Totals look at one term of each organization, for a flow at all; coverage looks at every term.
-- n_read_in_part are some of n_documented.
CREATE MACRO mart.expected(chosen) AS TABLE
WITH slots AS (
    SELECT organization_id, kind, is_latest, has_document, is_read_in_part, is_open
    FROM mart.selected_terms(chosen)
), by_kind AS (
    SELECT kind, count(*) AS n_cells, count(*) FILTER (is_open AND has_document) AS n_documented,
           count(*) FILTER (is_open AND is_read_in_part) AS n_read_in_part,
           count(*) FILTER (is_open AND NOT has_document) AS n_undocumented,
           count(*) FILTER (is_latest) AS n_latest,
           count(*) FILTER (is_latest AND is_open AND has_document) AS n_latest_documented,
           count(*) FILTER (is_latest AND is_open AND is_read_in_part) AS n_latest_read_in_part,
           count(*) FILTER (is_latest AND is_open AND NOT has_document) AS n_latest_undocumented,
           count(DISTINCT organization_id) FILTER (is_open) AS n_organizations,
           count(*) FILTER (is_latest AND is_open) AS n_latest_organizations
    FROM slots
    GROUP BY ALL
)
SELECT indicator, sum(n_cells) AS n_cells,
       coalesce(sum(n_documented) FILTER (applies), 0) AS n_documented,
       coalesce(sum(n_read_in_part) FILTER (applies), 0) AS n_read_in_part,
       coalesce(sum(n_undocumented) FILTER (applies), 0) AS n_undocumented,
       sum(CASE WHEN is_flow THEN n_cells ELSE n_latest END) AS n_counted,
       coalesce(sum(CASE WHEN is_flow THEN n_documented ELSE n_latest_documented END) FILTER (applies),
                0) AS n_counted_documented,
       coalesce(sum(CASE WHEN is_flow THEN n_read_in_part ELSE n_latest_read_in_part END) FILTER (applies),
                0) AS n_counted_read_in_part,
       coalesce(sum(CASE WHEN is_flow THEN n_undocumented ELSE n_latest_undocumented END) FILTER (applies),
                0) AS n_counted_undocumented,
       coalesce(sum(CASE WHEN is_flow THEN n_organizations ELSE n_latest_organizations END) FILTER (applies),
                0) AS n_organizations
FROM (
    SELECT i.indicator, i.nature = 'flow' AS is_flow,
           coalesce(list_contains(string_split(i.kinds, ';'), b.kind), true) AS applies, b.*
    FROM core.indicators i
    CROSS JOIN by_kind b
)
GROUP BY indicator
