-- en: Coverage: cells with a figure ÷ cells that apply, over every indicator and term of a selection
-- vi: Mức bao phủ: số ô có số liệu ÷ số ô áp dụng, trên mọi chỉ tiêu và nhiệm kỳ của lựa chọn
-- grain: one row
CREATE MACRO mart.coverage(kinds, provinces, organizations) AS TABLE
SELECT count(*) FILTER (state = 'figure') AS n_figure, count(*) FILTER (state = 'unstated') AS n_unstated,
       count(*) FILTER (state = 'not_mentioned') AS n_not_mentioned, count(*) FILTER (state = 'no_document') AS n_no_document,
       count(*) FILTER (state = 'not_applicable') AS n_not_applicable,
       n_figure / nullif(n_figure + n_unstated + n_not_mentioned + n_no_document, 0) AS coverage
FROM mart.cells c
SEMI JOIN mart.selected(kinds, provinces, organizations) s ON s.organization_id = c.organization_id
