-- en: Committee retention: (elected − departed) ÷ elected, both reported
-- vi: Tỷ lệ ủy viên ở lại: (được bầu − thôi tham gia) ÷ được bầu, cả hai được nêu
-- grain: organization_id, term
CREATE VIEW mart.committee_retention AS
SELECT e.organization_id, e.term, e.value AS elected, d.value AS departed,
       (e.value - d.value) / nullif(e.value, 0) AS retention,
       -- The more depart, the fewer stay: as elected ÷ departed.
       mart.qualifier_of_ratio(e.qualifier, d.qualifier) AS qualifier,
       list_concat(e.evidence, d.evidence) AS evidence
FROM mart.figures e
JOIN mart.figures d USING (organization_id, term)
WHERE e.indicator = 'committee_elected' AND d.indicator = 'committee_departures' AND e.value IS NOT NULL
  AND d.value IS NOT NULL AND mart.qualifier_of_ratio(e.qualifier, d.qualifier) IS NOT NULL
