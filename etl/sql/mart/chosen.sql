-- en: A selection to ask the other measures with, each part by its name: mart.chosen(kinds :=
--     ['youth_union'], from_year := 2015)
-- vi: Một lựa chọn để hỏi các chỉ số khác, từng phần theo tên: mart.chosen(kinds := ['youth_union'],
--     from_year := 2015)
-- grain: one value; an absent part lets all pass
-- is_latest_only: figures of each organization's latest term alone, and not the last known ones.
CREATE MACRO mart.chosen(boundaries := 'present', kinds := NULL, levels := NULL, regions := NULL,
                         provinces := NULL, organizations := NULL, from_year := NULL, to_year := NULL,
                         is_latest_only := false) AS {
    'boundaries': boundaries::VARCHAR, 'kinds': kinds::VARCHAR[], 'levels': levels::VARCHAR[],
    'regions': regions::VARCHAR[], 'provinces': provinces::VARCHAR[],
    'organizations': organizations::VARCHAR[], 'from_year': from_year::INTEGER, 'to_year': to_year::INTEGER,
    'has_years': from_year IS NOT NULL OR to_year IS NOT NULL, 'is_latest_only': is_latest_only::BOOLEAN
}
