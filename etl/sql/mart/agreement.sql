-- en: Agreement between two codings: Krippendorff's α, nominal, over themes
-- vi: Độ thống nhất giữa hai lần mã hóa: hệ số α của Krippendorff, thang định danh, theo chủ đề
-- grain: scope (all, source, theme), id
-- Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability: α = 1 − observed ÷ expected
-- disagreement in the coincidence matrix of the units that two coders or more made a row. Of one theme: that
-- theme against all others.
CREATE VIEW mart.agreement AS
WITH values_of AS (
    SELECT 'all' AS scope, '' AS id, source_id, record, unit, coder, theme AS value FROM core.codings
    UNION ALL SELECT 'source', source_id, source_id, record, unit, coder, theme FROM core.codings
    UNION ALL SELECT 'theme', t.theme, c.source_id, c.record, c.unit, c.coder,
                     CASE WHEN c.theme = t.theme THEN 'yes' ELSE 'no' END
    FROM core.codings c CROSS JOIN (SELECT DISTINCT theme FROM core.codings) t
), units AS (
    SELECT scope, id, source_id, record, unit, count(*) AS n_coders FROM values_of GROUP BY ALL
), coincidences AS (
    SELECT a.scope, a.id, a.value AS one, b.value AS other, sum(1 / (u.n_coders - 1)) AS weight
    FROM values_of a
    JOIN values_of b USING (scope, id, source_id, record, unit)
    JOIN units u USING (scope, id, source_id, record, unit)
    WHERE a.coder <> b.coder
    GROUP BY ALL
), margins AS (
    SELECT scope, id, one, sum(weight) AS weight FROM coincidences GROUP BY ALL
), sums AS (
    SELECT scope, id, sum(weight) AS n, sum(weight * weight) AS squares FROM margins GROUP BY ALL
), observed AS (
    SELECT scope, id, coalesce(sum(weight) FILTER (one <> other), 0) AS disagreement FROM coincidences
    GROUP BY ALL
), counted AS (
    SELECT scope, id, count(*) AS n_units, count(*) FILTER (n_coders > 1) AS n_paired FROM units GROUP BY ALL
)
SELECT c.scope, c.id, c.n_units, c.n_paired,
       1 - (s.n - 1) * o.disagreement / nullif(s.n * s.n - s.squares, 0) AS alpha
FROM counted c
LEFT JOIN sums s USING (scope, id)
LEFT JOIN observed o USING (scope, id)
