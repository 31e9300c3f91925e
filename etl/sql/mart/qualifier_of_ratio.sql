-- en: The qualifier of one figure divided by another; empty where two bounds leave nothing to derive
-- vi: Độ chính xác của thương hai số; trống khi hai số chỉ là giới hạn nên không suy ra được gì
-- grain: one value
-- “At least” over “at least” can be anything. Over “at most” it is “at least”: both push the same way.
CREATE MACRO mart.qualifier_of_ratio(over, under) AS CASE
    WHEN over = 'exact' AND under = 'exact' THEN 'exact'
    WHEN over = 'about' OR under = 'about' THEN 'about'
    WHEN over IN ('exact', 'at_least') AND under IN ('exact', 'at_most') THEN 'at_least'
    WHEN over IN ('exact', 'at_most') AND under IN ('exact', 'at_least') THEN 'at_most'
END
