-- en: Terms in order of time, the term before each, and the documents coded for it
-- vi: Các nhiệm kỳ theo thời gian, nhiệm kỳ liền trước và tài liệu đã mã hóa
-- grain: organization_id, term
-- The latest term is the latest coded one; of an organization of which nothing is coded, the last.
-- A term follows another directly when its number does, or when it opens with the congress, or in the year,
-- that closed the other.
-- An undated term (-1) stands first, so that a known one goes before it as the latest; it follows none and
-- none follows it.
-- is_read_in_part: of one of its documents a part was read only, and what has no row may stand in the rest.
CREATE TABLE mart.terms AS
WITH coded AS (
    SELECT organization_id, term, list(source_id ORDER BY source_id) AS documents,
           bool_or(extent = 'part') AS is_read_in_part
    FROM (
        SELECT organization_id, term, source_id FROM core.observations
        UNION SELECT organization_id, term, source_id FROM core.awards
        UNION SELECT organization_id, term, source_id FROM core.limitations
        UNION SELECT organization_id, term, source_id FROM core.lessons
        UNION SELECT organization_id, term, source_id FROM core.readings
    )
    JOIN core.sources USING (source_id)
    GROUP BY ALL
), dated AS (
    SELECT t.*, coalesce(c.documents, []) AS documents,
           coalesce(c.is_read_in_part, false) AS is_read_in_part,
           coalesce(start_year, left(opening_congress_on, 4)::INTEGER, end_year - 5,
                    left(closing_congress_on, 4)::INTEGER - 5,
                    CASE WHEN term >= 1900 THEN term END) AS known_year
    FROM core.terms t
    LEFT JOIN coded c USING (organization_id, term)
), placed AS (
    -- A term without any year stands after the numbered one before it.
    SELECT *, row_number() OVER (PARTITION BY organization_id ORDER BY sort_year, term) AS position
    FROM (
        SELECT *, coalesce(known_year, max(known_year) OVER (PARTITION BY organization_id ORDER BY term),
                           0) AS sort_year
        FROM dated
    )
), neighbours AS (
    SELECT *, lag(term) OVER w AS before_term, lag(end_year) OVER w AS before_end,
           lag(closing_congress_on) OVER w AS before_closing,
           coalesce(max(CASE WHEN len(documents) > 0 THEN position END) OVER (PARTITION BY organization_id),
                    max(position) OVER (PARTITION BY organization_id)) AS latest
    FROM placed
    WINDOW w AS (PARTITION BY organization_id ORDER BY position)
)
SELECT n.organization_id, term, start_year, end_year, opening_congress_on, closing_congress_on, n.note,
       position::INTEGER AS position,
       coalesce(start_year, left(opening_congress_on, 4)::INTEGER) AS first_year,
       coalesce(end_year, left(closing_congress_on, 4)::INTEGER) AS last_year,
       CASE WHEN before_term >= 0
            AND (before_term = term - 1 OR before_closing = opening_congress_on OR before_end = start_year)
            THEN before_term END AS previous_term,
       term < 0 AS is_undated,
       documents, len(documents) > 0 AS has_document, is_read_in_part, position = latest AS is_latest,
       len(documents) = 0
       AND coalesce(end_year < left(o.founded_on, 4)::INTEGER, false) AS is_before_founding,
       n._file || ':' || n._line AS evidence
FROM neighbours n
LEFT JOIN core.organizations o ON o.organization_id = n.organization_id
