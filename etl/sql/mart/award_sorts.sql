-- en: The sorts of awards that a figure can be of: by direction, and by type, giver's level, both, year or
--     recipient
-- vi: Các loại khen thưởng mà một con số có thể nói tới: theo chiều, và theo hình thức, cấp trao, cả hai, năm
--     hoặc đối tượng
-- grain: sort
-- sort: received, received-order, received-order-state, received-from-state, received-in-2021,
-- received-to-individual; "unnamed" where the text names no giver, or no year. Years and recipients are those
-- of any award.
CREATE TABLE mart.award_sorts AS
WITH levels AS (
    SELECT level FROM core.award_levels UNION ALL SELECT NULL
), facets AS (
    SELECT 'all' AS facet, NULL AS award, NULL AS level, NULL::INTEGER AS year, NULL AS recipient, '' AS code
    UNION ALL
    SELECT 'award', award, NULL, NULL, NULL, '-' || award FROM core.award_types
    UNION ALL
    SELECT 'award_level', award, level, NULL, NULL, '-' || award || '-' || coalesce(level, 'unnamed')
    FROM core.award_types CROSS JOIN levels
    UNION ALL
    SELECT 'level', NULL, level, NULL, NULL, '-from-' || coalesce(level, 'unnamed') FROM levels
    UNION ALL
    SELECT 'year', NULL, NULL, year, NULL, '-in-' || coalesce(year::VARCHAR, 'unnamed')
    FROM (SELECT year FROM core.awards UNION SELECT NULL)
    UNION ALL
    SELECT DISTINCT 'recipient', NULL, NULL, NULL, recipient, '-to-' || recipient FROM core.awards
)
SELECT direction || code AS sort, facets.*, direction FROM facets
CROSS JOIN (SELECT unnest(['received', 'granted']) AS direction)
