-- en: Change of one measure between two points of time, over the organizations that report it at both: the
--     median of their changes, how many rose and fell, and the change of their sums
-- vi: Thay đổi của một chỉ số giữa hai mốc thời gian, trên các tổ chức có nêu ở cả hai: trung vị các thay
--     đổi, số tổ chức tăng và giảm, và thay đổi của tổng
-- grain: one row
-- Two bounds give no change, and a bound not always its direction: n_unclear. No percentage of fewer than
-- three; no change of sums that is half or more of it one organization's.
CREATE MACRO mart.change_between(chosen, alignment, chosen_measure, from_point, to_point) AS TABLE
WITH figures AS (
    SELECT s.*, i.is_nested
    FROM mart.series(chosen, alignment, [chosen_measure]) s
    JOIN core.indicators i ON i.indicator = chosen_measure
), pairs AS (
    SELECT a.organization_id, a.value AS before, b.value AS after, b.value - a.value AS difference,
           a.qualifier AS qualifier_before, b.qualifier AS qualifier_after,
           mart.qualifier_of_ratio(b.qualifier, a.qualifier) AS qualifier, a.is_nested,
           list_concat(a.evidence, b.evidence) AS evidence
    FROM figures a
    JOIN figures b USING (organization_id)
    -- One figure of a term that covers both years is no change.
    WHERE a.point = from_point AND b.point = to_point AND a.term <> b.term
      AND mart.qualifier_of_ratio(b.qualifier, a.qualifier) IS NOT NULL
), counted AS (
    -- What another one contains is not added twice.
    FROM pairs p
    WHERE NOT EXISTS (FROM mart.containers c JOIN pairs b ON b.organization_id = c.container_id
                      WHERE c.organization_id = p.organization_id
                        AND (c.relation = 'successor' OR p.is_nested))
), summed AS (
    SELECT count(*) AS n_organizations,
           median(after / before - 1) FILTER (before > 0) AS median_change,
           sum(before) AS total_before, sum(after) AS total_after,
           list({'value': before, 'qualifier': qualifier_before}) AS parts_before,
           list({'value': after, 'qualifier': qualifier_after}) AS parts_after,
           mart.qualifier_of_sum(qualifier_before) AS qualifier_before,
           mart.qualifier_of_sum(qualifier_after) AS qualifier_after,
           max(abs(difference)) * 2 >= sum(abs(difference)) AND max(abs(difference)) > 0 AS is_one_outlier,
           count(*) FILTER (difference > 0 AND qualifier <> 'at_most') AS n_grew,
           count(*) FILTER (difference = 0 AND qualifier IN ('exact', 'about')) AS n_same,
           count(*) FILTER (difference < 0 AND qualifier <> 'at_least') AS n_shrank,
           CASE WHEN bool_and(qualifier = 'exact') THEN 'exact' WHEN count(*) > 0 THEN 'about' END
               AS qualifier,
           flatten(coalesce(list(evidence ORDER BY organization_id), [])) AS evidence
    FROM counted
)
SELECT n_organizations, CASE WHEN n_organizations >= 3 THEN median_change END AS median_change,
       total_before, total_after, qualifier_before, qualifier_after,
       mart.rounded_to(parts_before, total_before) AS rounded_to_before,
       mart.rounded_to(parts_after, total_after) AS rounded_to_after,
       CASE WHEN n_organizations >= 3 AND NOT is_one_outlier
            THEN total_after / nullif(total_before, 0) - 1 END AS change,
       n_grew, n_same, n_shrank, n_organizations - n_grew - n_same - n_shrank AS n_unclear, qualifier,
       evidence
FROM summed
