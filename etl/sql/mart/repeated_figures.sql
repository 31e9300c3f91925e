-- en: The organizations, terms and indicators for which several rows are coded
-- vi: Các tổ chức, nhiệm kỳ và chỉ tiêu có nhiều dòng được mã hóa
-- grain: organization_id, term, indicator
-- Few are: they are found by a hash, which is small, and then compared as written.
CREATE TABLE mart.repeated_figures AS
SELECT organization_id, term, indicator
FROM core.observations
WHERE hash(organization_id, term, indicator) IN (
    SELECT hash(organization_id, term, indicator) AS h FROM core.observations GROUP BY h HAVING count(*) > 1
)
GROUP BY ALL
HAVING count(*) > 1
