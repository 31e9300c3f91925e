-- en: Agreement between two codings of the documents of a selection: Krippendorff's α, nominal, over themes
-- vi: Độ thống nhất giữa hai lần mã hóa các tài liệu trong lựa chọn: hệ số α của Krippendorff, thang định
--     danh, theo chủ đề
-- grain: scope (all, source, theme), id
-- Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability: α = 1 − observed ÷ expected
-- disagreement in the coincidence matrix of the units that two coders or more made a row. Of one theme: that
-- theme against all others. α is absent where all choose one theme: nothing tells agreement from chance.
-- n_units: statements that any coder made a row, of a theme those that any coder put under it; n_paired of
-- them two coders or more, n_agreed of these with one theme.
CREATE MACRO mart.selected_agreement(chosen) AS TABLE
WITH codings AS (
    SELECT source_id, record, unit, coder, theme FROM core.codings
    SEMI JOIN (SELECT unnest(documents) AS source_id FROM mart.selected_terms(chosen)) USING (source_id)
), values_of AS (
    SELECT 'all' AS scope, '' AS id, source_id, record, unit, coder, theme AS value, true AS is_of
    FROM codings
    UNION ALL SELECT 'source', source_id, source_id, record, unit, coder, theme, true FROM codings
    UNION ALL SELECT 'theme', t.theme, c.source_id, c.record, c.unit, c.coder,
                     CASE WHEN c.theme = t.theme THEN 'yes' ELSE 'no' END, c.theme = t.theme
    FROM codings c CROSS JOIN (SELECT DISTINCT theme FROM codings) t
), units AS (
    SELECT scope, id, source_id, record, unit, count(*) AS n_coders, count(DISTINCT value) AS n_values,
           bool_or(is_of) AS is_of
    FROM values_of
    GROUP BY scope, id, source_id, record, unit
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
    SELECT scope, id, count(*) AS n_units, count(*) FILTER (n_coders > 1) AS n_paired,
           count(*) FILTER (n_coders > 1 AND n_values = 1) AS n_agreed
    FROM units
    WHERE is_of
    GROUP BY scope, id
)
SELECT c.scope, c.id, c.n_units, c.n_paired, c.n_agreed,
       1 - (s.n - 1) * o.disagreement / nullif(s.n * s.n - s.squares, 0) AS alpha
FROM counted c
LEFT JOIN sums s USING (scope, id)
LEFT JOIN observed o USING (scope, id)
