-- en: How few documents carry what a measure of themes counts: the statements of the three documents that
--     give most ÷ all statements that it counts
-- vi: Các con số về chủ đề dựa vào ít tài liệu đến đâu: số ý của ba tài liệu có nhiều ý nhất ÷ tổng số ý được
--     tính
-- grain: measure (a mart of themes); only measures that count any statement
-- n_carriers: the documents that give most, three where there are as many; n_carried of n_statements are
-- theirs. is_carried: half or more, and not one each, which any three would give. Each statement counts once.
CREATE MACRO mart.theme_carriers(chosen) AS TABLE
WITH counted AS (
    SELECT 'theme_spread' AS measure, unnest(s.evidence) AS evidence
    FROM mart.theme_spread(chosen) s
    JOIN core.themes t ON t.theme = s.theme AND t.is_specific
    UNION ALL
    SELECT 'theme_causes', unnest(evidence) FROM mart.theme_causes(chosen)
    UNION ALL
    SELECT 'theme_persistence', unnest(evidence) FROM mart.theme_persistence(chosen) WHERE is_rankable
    UNION ALL
    SELECT 'theme_pairs', unnest(evidence) FROM mart.theme_pairs(chosen) WHERE is_rankable
), per_document AS (
    SELECT c.measure, s.source_id, count(DISTINCT c.evidence) AS n,
           row_number() OVER (PARTITION BY c.measure ORDER BY n DESC, s.source_id) AS place
    FROM counted c
    JOIN mart.statements s ON s.evidence = c.evidence
    WHERE c.measure <> 'theme_causes' OR s.role = 'cause'
    GROUP BY c.measure, s.source_id
)
SELECT measure, sum(n)::INTEGER AS n_statements, count(*) FILTER (place <= 3) AS n_carriers,
       (sum(n) FILTER (place <= 3))::INTEGER AS n_carried,
       2 * n_carried >= n_statements AND n_carried > n_carriers AS is_carried
FROM per_document
GROUP BY measure
