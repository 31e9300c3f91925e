-- en: The terms of a selection: all of its organizations' or, where years are chosen, those that cover one of
--     them
-- vi: Các nhiệm kỳ trong lựa chọn: mọi nhiệm kỳ của các tổ chức hoặc, khi có chọn năm, những nhiệm kỳ có năm
--     được chọn
-- grain: organization_id, term; an organization without any term has one row, its term empty, unless years
--        are chosen
-- The latest term is the latest of those selected; the term before one is empty where it is not selected.
CREATE MACRO mart.selected_terms(chosen) AS TABLE
WITH terms AS (
    SELECT s.kind, s.level, s.place_id, s.region_id, t.* REPLACE (s.organization_id AS organization_id),
           -- A term without any year stays only where no years are chosen.
           NOT (chosen).has_years
           OR coalesce(coalesce(first_year, last_year) <= coalesce((chosen).to_year, 9999)
               AND coalesce(last_year, first_year) >= coalesce((chosen).from_year, 0), false) AS is_inside
    FROM mart.selected(chosen) s
    LEFT JOIN mart.terms t ON t.organization_id = s.organization_id
), latest AS (
    SELECT organization_id, max((has_document, position)) AS place FROM terms
    WHERE (chosen).has_years AND is_inside GROUP BY organization_id
)
SELECT t.organization_id, t.kind, t.level, t.place_id, t.region_id, t.term, t.first_year, t.last_year,
       t.position, p.term AS previous_term, t.documents, t.start_year, t.end_year,
       t.opening_congress_on, t.closing_congress_on,
       coalesce(t.has_document, false) AS has_document,
       coalesce(t.is_read_in_part, false) AS is_read_in_part, coalesce(t.is_undated, false) AS is_undated,
       NOT coalesce(t.is_before_founding, false) AS is_open,
       CASE WHEN (chosen).has_years THEN (t.has_document, t.position) = l.place
            ELSE coalesce(t.is_latest, true) END AS is_latest
FROM terms t
LEFT JOIN latest l ON l.organization_id = t.organization_id
LEFT JOIN terms p ON p.organization_id = t.organization_id AND p.term = t.previous_term AND p.is_inside
WHERE t.is_inside
