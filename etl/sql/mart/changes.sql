-- en: Change of a stock over a term: closing stock ÷ closing stock of the term before − 1
-- vi: Thay đổi qua một nhiệm kỳ: số cuối nhiệm kỳ ÷ số cuối nhiệm kỳ trước − 1
-- grain: organization_id, term, indicator; only where both are reported, and
--        not both as bounds
CREATE VIEW mart.changes AS
SELECT f.organization_id, f.term, f.indicator, t.previous_term, p.value AS previous_value, f.value,
       f.value - p.value AS difference, f.value / nullif(p.value, 0) - 1 AS change,
       mart.qualifier_of_ratio(f.qualifier, p.qualifier) AS qualifier,
       list_concat(p.evidence, f.evidence) AS evidence
FROM mart.figures f
JOIN core.indicators i ON i.indicator = f.indicator AND i.nature = 'stock'
JOIN mart.terms t ON t.organization_id = f.organization_id AND t.term = f.term
JOIN mart.figures p ON p.organization_id = f.organization_id AND p.term = t.previous_term
  AND p.indicator = f.indicator
WHERE f.value IS NOT NULL AND p.value IS NOT NULL
  AND mart.qualifier_of_ratio(f.qualifier, p.qualifier) IS NOT NULL
