-- en: The measures derived from an organization's own figures, in every term that gives them
-- vi: Các chỉ số suy ra từ số liệu của chính tổ chức, ở mọi nhiệm kỳ có đủ số
-- grain: organization_id, term, measure
-- is_of_two_terms: the term before is in it too. Where years are chosen, both terms have to be among them.
CREATE TABLE mart.derived AS
SELECT organization_id, term, measure, members_per_unit::DOUBLE AS value, qualifier, evidence,
       false AS is_of_two_terms
FROM mart.members_per_unit
UNION ALL
SELECT organization_id, term, 'committee_retention', retention, qualifier, evidence, false
FROM mart.committee_retention
UNION ALL
SELECT organization_id, term, 'change_of_' || indicator, change, qualifier, evidence, true FROM mart.changes
