-- en: Sums of awards in a selection, by sort of award and by organization; only what is reported
-- vi: Tổng khen thưởng trong lựa chọn, theo loại khen thưởng và theo tổ chức; chỉ những gì có nêu
-- grain: sort, organization_id; by sort the organization is empty, by organization the sort is received or
--        granted
-- Rows without a number are counted apart.
CREATE MACRO mart.award_sums(chosen) AS TABLE
WITH counted AS (
    SELECT direction, "count", qualifier, is_disputed, coded_rows, organization_id AS reported_by, _file,
           _line,
           -- The codes of mart.award_sorts that the award is of, and its organization.
           unnest([{'sort': direction, 'organization_id': NULL},
                   {'sort': direction, 'organization_id': organization_id},
                   {'sort': direction || '-' || award, 'organization_id': NULL},
                   {'sort': direction || '-' || award || '-' || coalesce(level, 'unnamed'),
                    'organization_id': NULL},
                   {'sort': direction || '-from-' || coalesce(level, 'unnamed'), 'organization_id': NULL},
                   {'sort': direction || '-in-' || coalesce(year::VARCHAR, 'unnamed'),
                    'organization_id': NULL},
                   {'sort': direction || '-to-' || recipient, 'organization_id': NULL}], recursive := true)
    FROM mart.selected_awards(chosen)
)
SELECT direction, sort, organization_id, sum("count") AS total,
       mart.qualifier_of_sum(CASE WHEN "count" IS NOT NULL THEN qualifier END) AS qualifier,
       count(*) - count("count") AS n_unstated, count(*) FILTER (is_disputed) AS n_disputed,
       count(DISTINCT reported_by) AS n_organizations,
       count(DISTINCT reported_by) FILTER ("count" IS NOT NULL) AS n_organizations_with_figure,
       flatten(list(coded_rows ORDER BY _file, _line)) AS evidence
FROM counted
GROUP BY direction, sort, organization_id
