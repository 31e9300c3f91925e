-- en: Awards received and granted in a selection, with how many organizations report them, and whether these
--     can be ranked
-- vi: Khen thưởng được nhận và trao tặng trong lựa chọn, kèm số tổ chức có nêu và có đủ để xếp hạng không
-- grain: direction; both directions always have a row
-- A ranking needs three figures and a fifth of the organizations, as in mart.points.
CREATE MACRO mart.award_totals(chosen) AS TABLE
WITH here AS (
    SELECT count(*) AS n FROM mart.selected(chosen)
)
SELECT d.direction, f.total, f.qualifier, coalesce(f.n_unstated, 0) AS n_unstated,
       coalesce(f.n_disputed, 0) AS n_disputed,
       coalesce(f.n_organizations_with_figure, 0) AS n_organizations_with_figure,
       here.n AS n_organizations_applicable,
       coalesce(f.n_organizations_with_figure, 0) >= greatest(3, here.n / 5) AS is_rankable,
       coalesce(f.evidence, []) AS evidence
FROM (SELECT unnest(['received', 'granted']) AS direction) d
CROSS JOIN here
LEFT JOIN mart.award_sums(chosen) f ON f.sort = d.direction AND f.organization_id IS NULL
