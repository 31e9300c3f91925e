-- en: Change of one measure between two points of time, over the organizations that report it at both
-- vi: Thay đổi của một chỉ số giữa hai mốc thời gian, trên các tổ chức có nêu ở cả hai
-- grain: one row
CREATE MACRO mart.change_between(chosen, alignment, chosen_measure, from_point, to_point) AS TABLE
WITH figures AS (
    SELECT s.*, i.is_nested
    FROM mart.series(chosen, alignment, [chosen_measure]) s
    JOIN core.indicators i ON i.indicator = chosen_measure
), pairs AS (
    SELECT a.organization_id, a.value AS before, b.value AS after,
           a.qualifier = 'exact' AND b.qualifier = 'exact' AS is_exact, a.is_nested,
           list_concat(a.evidence, b.evidence) AS evidence
    FROM figures a
    JOIN figures b USING (organization_id)
    -- One figure of a term that covers both years is no change.
    WHERE a.point = from_point AND b.point = to_point AND a.term <> b.term
), counted AS (
    -- What another one contains is not added twice.
    FROM pairs p
    WHERE NOT EXISTS (FROM mart.containers c JOIN pairs b ON b.organization_id = c.container_id
                      WHERE c.organization_id = p.organization_id
                        AND (c.relation = 'successor' OR p.is_nested))
)
SELECT count(*) AS n_organizations, sum(before) AS total_before, sum(after) AS total_after,
       sum(after) / nullif(sum(before), 0) - 1 AS change,
       count(*) FILTER (after > before) AS n_grew, count(*) FILTER (after = before) AS n_same,
       count(*) FILTER (after < before) AS n_shrank,
       CASE WHEN bool_and(is_exact) THEN 'exact' WHEN count(*) > 0 THEN 'about' END AS qualifier,
       flatten(coalesce(list(evidence ORDER BY organization_id), [])) AS evidence
FROM counted
