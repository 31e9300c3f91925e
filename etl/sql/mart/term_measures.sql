-- en: The figure shown for each indicator, and each derived measure, of every term that gives it
-- vi: Số liệu được hiển thị của từng chỉ tiêu, và từng chỉ số suy ra, ở mọi nhiệm kỳ có số
-- grain: organization_id, term, measure
CREATE VIEW mart.term_measures AS
SELECT organization_id, term, indicator AS measure, value::DOUBLE AS value, qualifier, basis, as_of,
       is_disputed, evidence, false AS is_of_two_terms
FROM mart.figures WHERE value IS NOT NULL
UNION ALL
SELECT d.organization_id, d.term, d.measure, d.value, d.qualifier, NULL, NULL, false, d.evidence,
       d.is_of_two_terms
FROM mart.derived d
SEMI JOIN core.derived_measures m ON m.measure = d.measure
WHERE d.value IS NOT NULL
