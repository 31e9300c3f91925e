-- en: The power of ten to which a sum is written: as its coarsest large part that is not exact
-- vi: Lũy thừa của mười mà một tổng được viết tròn đến: theo phần lớn, không chính xác và thô nhất của tổng
-- grain: one value; 1 where no large part is inexact
-- A part is {value, qualifier}; large is a tenth of the sum or more. Of a part, the zeros at its end are not
-- known to be digits, but for the second: 400,000 is written to ten thousands, as 460,000 and 410,000 are.
CREATE MACRO mart.rounded_to(parts, total) AS coalesce(list_max(list_transform(
    list_filter(parts, LAMBDA p: p.qualifier <> 'exact' AND p.value >= 10 AND p.value * 10 >= total
                                 AND p.value = round(p.value)),
    LAMBDA p: (10 ^ least(len(p.value::BIGINT::VARCHAR) - 2,
                          len(p.value::BIGINT::VARCHAR)
                          - len(rtrim(p.value::BIGINT::VARCHAR, '0'))))::BIGINT)), 1)
