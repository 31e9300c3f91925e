-- en: The coded rows of awards that several documents report, and which of them is shown
-- vi: Các dòng đã mã hóa của những khen thưởng có nhiều tài liệu nêu, và dòng được hiển thị
-- grain: evidence, the file and line of a coded row
-- Rows that differ in nothing but the document report one thing. As of figures, one with a number is shown
-- before one without, then the one of the document of the best rank, then of the later document. Few are:
-- they are found by a hash, which is small, and then compared as written.
CREATE TABLE mart.repeated_awards AS
WITH several AS (
    SELECT a.*, s.published_on, k.rank
    FROM core.awards a
    JOIN core.sources s USING (source_id)
    JOIN core.source_kinds k ON k.kind = s.kind
    WHERE hash(a.organization_id, a.term, a.direction, a.award, a.level, a.giver, a.recipient, a.year) IN (
        SELECT hash(organization_id, term, direction, award, level, giver, recipient, year) AS h
        FROM core.awards GROUP BY h HAVING count(*) > 1
    )
), repeated AS (
    SELECT list(_file || ':' || _line ORDER BY "count" IS NULL, rank, coalesce(published_on, '') DESC,
                source_id DESC) AS coded_rows,
           count(DISTINCT "count") > 1 AS is_disputed
    FROM several
    GROUP BY organization_id, term, direction, award, level, giver, recipient, year
    HAVING count(*) > 1
)
SELECT unnest(coded_rows) AS evidence, evidence = coded_rows[1] AS is_shown, is_disputed, coded_rows
FROM repeated
