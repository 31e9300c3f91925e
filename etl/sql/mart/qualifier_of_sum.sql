-- en: The qualifier of a sum: of exact figures exact, with “at least” in it “at least”, with “about” “about”
-- vi: Độ chính xác của một tổng: toàn số chính xác thì chính xác, có “ít nhất” thì “ít nhất”, có “khoảng” thì
--     “khoảng”
-- grain: one value of a group; empty where it has no figure
-- “At least” and “at most” together leave both sides open: “about”. Of what is not in the sum, the qualifier
-- is empty.
CREATE MACRO mart.qualifier_of_sum(qualifier) AS CASE
    WHEN count(qualifier) = 0 THEN NULL
    WHEN count(nullif(qualifier, 'exact')) = 0 THEN 'exact'
    WHEN count(DISTINCT nullif(qualifier, 'exact')) = 1 THEN max(nullif(qualifier, 'exact'))
    ELSE 'about'
END
