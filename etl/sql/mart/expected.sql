-- en: How many cells of each indicator a selection has, before it is looked at which of them are reported
-- vi: Lựa chọn có bao nhiêu ô của từng chỉ tiêu, chưa xét ô nào được nêu
-- grain: indicator
-- Counted by kind of organization, so that no cell has to be made to be counted.
-- Totals look at the latest term, for a flow at all; coverage looks at every term.
CREATE MACRO mart.expected(boundary_set, kinds, provinces, organizations) AS TABLE
WITH slots AS (
    -- An organization without any term has one cell of each indicator.
    SELECT s.organization_id, s.kind, coalesce(t.is_latest, true) AS is_latest, coalesce(t.has_document, false) AS has_document,
           NOT coalesce(t.is_before_founding, false) AS is_open
    FROM mart.selected(boundary_set, kinds, provinces, organizations) s
    LEFT JOIN mart.terms t ON t.organization_id = s.organization_id
), by_kind AS (
    SELECT kind, count(*) AS n_cells, count(*) FILTER (is_open AND has_document) AS n_documented, count(*) FILTER (is_open AND NOT has_document) AS n_undocumented,
           count(*) FILTER (is_latest) AS n_latest, count(*) FILTER (is_latest AND is_open AND has_document) AS n_latest_documented,
           count(*) FILTER (is_latest AND is_open AND NOT has_document) AS n_latest_undocumented,
           count(DISTINCT organization_id) FILTER (is_open) AS n_organizations, count(*) FILTER (is_latest AND is_open) AS n_latest_organizations
    FROM slots
    GROUP BY ALL
)
SELECT indicator, sum(n_cells) AS n_cells,
       coalesce(sum(n_documented) FILTER (applies), 0) AS n_documented,
       coalesce(sum(n_undocumented) FILTER (applies), 0) AS n_undocumented,
       sum(CASE WHEN is_flow THEN n_cells ELSE n_latest END) AS n_counted,
       coalesce(sum(CASE WHEN is_flow THEN n_documented ELSE n_latest_documented END) FILTER (applies), 0) AS n_counted_documented,
       coalesce(sum(CASE WHEN is_flow THEN n_undocumented ELSE n_latest_undocumented END) FILTER (applies), 0) AS n_counted_undocumented,
       coalesce(sum(CASE WHEN is_flow THEN n_organizations ELSE n_latest_organizations END) FILTER (applies), 0) AS n_organizations
FROM (
    SELECT i.indicator, i.nature = 'flow' AS is_flow, coalesce(list_contains(string_split(i.kinds, ';'), b.kind), true) AS applies, b.*
    FROM core.indicators i
    CROSS JOIN by_kind b
)
GROUP BY indicator
