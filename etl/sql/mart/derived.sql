-- en: The measures derived from an organization's own figures, in every term that gives them
-- vi: Các chỉ số suy ra từ số liệu của chính tổ chức, ở mọi nhiệm kỳ có đủ số
-- grain: organization_id, term, measure
CREATE TABLE mart.derived AS
SELECT organization_id, term, measure, members_per_unit::DOUBLE AS value, qualifier, evidence
FROM mart.members_per_unit
UNION ALL
SELECT organization_id, term, 'committee_retention', retention, qualifier, evidence
FROM mart.committee_retention
UNION ALL
SELECT organization_id, term, 'change_of_' || indicator, change, qualifier, evidence FROM mart.changes
