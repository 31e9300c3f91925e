-- en: Members per member association, both reported in the same term
-- vi: Hội viên trên mỗi hội thành viên, cả hai được nêu trong cùng nhiệm kỳ
-- grain: organization_id, term
CREATE VIEW mart.members_per_association AS
SELECT m.organization_id, m.term, m.value AS members, b.value AS associations, m.value / nullif(b.value, 0) AS members_per_association,
       CASE WHEN m.qualifier = 'exact' AND b.qualifier = 'exact' THEN 'exact' ELSE 'about' END AS qualifier,
       list_concat(m.evidence, b.evidence) AS evidence
FROM mart.figures m
JOIN mart.figures b USING (organization_id, term)
WHERE m.indicator = 'members' AND b.indicator = 'member_associations' AND m.value IS NOT NULL AND b.value IS NOT NULL
