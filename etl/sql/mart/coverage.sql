-- en: Coverage: cells with a figure ÷ cells that apply, over every indicator and term of a selection
-- vi: Mức bao phủ: số ô có số liệu ÷ số ô áp dụng, trên mọi chỉ tiêu và nhiệm kỳ của lựa chọn
-- grain: one row
CREATE MACRO mart.coverage(chosen) AS TABLE
WITH reported AS (
    SELECT count(value) AS n_figure, count(*) - count(value) AS n_unstated,
           count(*) FILTER (t.is_read_in_part) AS n_reported_in_part
    FROM mart.figures f
    JOIN mart.selected_terms(chosen) t ON t.organization_id = f.organization_id AND t.term = f.term
), cells AS (
    SELECT coalesce(sum(n_cells), 0) AS n_cells, coalesce(sum(n_documented), 0) AS n_documented,
           coalesce(sum(n_read_in_part), 0) AS n_read_in_part,
           coalesce(sum(n_undocumented), 0) AS n_undocumented
    FROM mart.expected(chosen)
)
SELECT n_figure, n_unstated, n_read_in_part - n_reported_in_part AS n_not_read,
       n_documented - n_figure - n_unstated - n_not_read AS n_not_mentioned,
       n_undocumented AS n_no_document,
       n_cells - n_documented - n_undocumented AS n_not_applicable,
       n_figure / nullif(n_documented + n_undocumented, 0) AS coverage
FROM reported, cells
