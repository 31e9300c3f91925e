-- en: Awards in a selection by type and giver's level, received and granted apart: the sum of counts, and the
--     rows without a number counted apart
-- vi: Khen thưởng trong lựa chọn theo hình thức và cấp trao, tách được nhận và trao tặng: tổng số lượng, và
--     số dòng không cho số
-- grain: direction, award, level
CREATE MACRO mart.awards(chosen) AS TABLE
SELECT s.direction, s.award, s.level, f.total, f.qualifier, f.n_unstated, f.n_disputed, f.n_organizations,
       f.n_organizations_with_figure, f.evidence
FROM mart.award_sums(chosen) f
JOIN mart.award_sorts s ON s.sort = f.sort AND s.facet = 'award_level'
