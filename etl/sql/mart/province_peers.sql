-- en: Provinces nearest to one of them in size: members or, where those are not known, member associations,
--     of the provincial organization of one kind
-- vi: Các tỉnh, thành gần nhất với một tỉnh, thành về quy mô: hội viên hoặc, khi không rõ, số hội thành viên,
--     của tổ chức cấp tỉnh thuộc một loại
-- grain: province_id; the nearest first has rank 1
-- Each size is that of compared_measures or, where there is none, the figure before. Nearest: the smallest
-- ratio of the larger to the smaller, and of equals the later figure. Where the size of the one is not known,
-- measure is empty, and those that give most figures come first.
CREATE MACRO mart.province_peers(chosen, chosen_province, chosen_kind) AS TABLE
WITH figures AS (
    SELECT code AS province_id, measure, coalesce(value, value_before) AS value,
           coalesce(qualifier, qualifier_before) AS qualifier,
           CASE WHEN value IS NOT NULL THEN year_to ELSE year_before END AS year, evidence
    FROM mart.compared_measures(chosen,
                                (SELECT list(province_id) FROM core.provinces
                                 WHERE boundaries = (chosen).boundaries), chosen_kind)
    SEMI JOIN core.indicators ON indicator = measure
    WHERE coalesce(value, value_before) IS NOT NULL
), counts AS (
    SELECT province_id, count(*) AS n_figures FROM figures GROUP BY ALL
), size AS (
    SELECT * FROM figures
    WHERE province_id = chosen_province AND measure IN ('members', 'member_associations') AND value > 0
    ORDER BY measure DESC
    LIMIT 1
)
SELECT c.province_id, s.measure, f.value, f.qualifier, f.year, s.value AS own_value,
       s.qualifier AS own_qualifier, s.year AS own_year,
       c.n_figures, greatest(f.value, s.value) / least(f.value, s.value) AS ratio,
       row_number() OVER (ORDER BY greatest(f.value, s.value) / least(f.value, s.value), f.year DESC,
                          c.n_figures DESC, c.province_id) AS rank,
       list_concat(coalesce(s.evidence, []), coalesce(f.evidence, [])) AS evidence
FROM counts c
LEFT JOIN size s ON true
LEFT JOIN figures f ON f.province_id = c.province_id AND f.measure = s.measure AND f.value > 0
WHERE c.province_id <> chosen_province AND (s.measure IS NULL OR f.measure IS NOT NULL)
