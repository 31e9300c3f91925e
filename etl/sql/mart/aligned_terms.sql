-- en: The terms of a selection laid side by side: by each organization's latest term, by calendar years, or
--     by the number of the term
-- vi: Các nhiệm kỳ trong lựa chọn đặt cạnh nhau: theo nhiệm kỳ gần nhất của mỗi tổ chức, theo năm, hoặc theo
--     số thứ tự nhiệm kỳ
-- grain: organization_id, point
-- point: of "latest" 0 for the latest term, −1 for the one before, and none that comes after; of "calendar"
-- each year that the term covers; of "number" its number.
-- Of two terms that meet in a year, the one that closes there counts, or the one with a document.
CREATE MACRO mart.aligned_terms(chosen, alignment) AS TABLE
WITH terms AS (
    FROM mart.selected_terms(chosen)
), latest AS (
    SELECT organization_id, position FROM terms WHERE is_latest
), placed AS (
    SELECT t.*, coalesce(t.position - l.position, 0) AS point FROM terms t
    JOIN latest l USING (organization_id)
    WHERE alignment = 'latest' AND coalesce(t.position <= l.position, true)
      AND (NOT t.is_undated OR t.position = l.position)
    UNION ALL
    SELECT *, unnest(range(coalesce(first_year, last_year), coalesce(last_year, first_year) + 1)) AS point
    FROM terms
    WHERE alignment = 'calendar' AND coalesce(first_year, last_year) IS NOT NULL
    UNION ALL
    SELECT *, term AS point FROM terms WHERE alignment = 'number' AND term BETWEEN 0 AND 1899
)
SELECT *
FROM placed
WHERE alignment <> 'calendar'
  OR point BETWEEN coalesce((chosen).from_year, 0) AND coalesce((chosen).to_year, 9999)
QUALIFY row_number() OVER (PARTITION BY organization_id, point ORDER BY has_document DESC, position) = 1
