-- en: Members per branch and per member association, both reported in the same term
-- vi: Hội viên trên mỗi chi hội và trên mỗi hội thành viên, cả hai được nêu trong cùng nhiệm kỳ
-- grain: organization_id, term, measure
CREATE VIEW mart.members_per_unit AS
SELECT m.organization_id, m.term,
       CASE u.indicator WHEN 'branches' THEN 'members_per_branch'
            WHEN 'member_associations' THEN 'members_per_association' END AS measure,
       m.value AS members, u.value AS units, m.value / nullif(u.value, 0) AS members_per_unit,
       mart.qualifier_of_ratio(m.qualifier, u.qualifier) AS qualifier,
       list_concat(m.evidence, u.evidence) AS evidence
FROM mart.figures m
JOIN mart.figures u USING (organization_id, term)
WHERE m.indicator = 'members' AND u.indicator IN ('branches', 'member_associations') AND m.value IS NOT NULL
  AND u.value IS NOT NULL AND mart.qualifier_of_ratio(m.qualifier, u.qualifier) IS NOT NULL
