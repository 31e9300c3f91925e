-- From one term to the next that reports it, a stock rarely grows more than threefold, or shrinks to a third.
-- Where documents of a term differ, the two figures that are nearest to each other count.
WITH dated AS (
    SELECT organization_id, term,
           coalesce(start_year, left(opening_congress_on, 4)::INTEGER, end_year - 5,
                    left(closing_congress_on, 4)::INTEGER - 5,
                    CASE WHEN term >= 1900 THEN term END) AS known_year
    FROM core.terms
), placed AS (
    -- A term without any year stands after the numbered one before it.
    SELECT organization_id, term,
           coalesce(known_year, max(known_year) OVER (PARTITION BY organization_id ORDER BY term), 0) AS year
    FROM dated
), reported AS (
    SELECT o.organization_id, o.term, o.indicator, o.value, o._file, o._line, o.note,
           dense_rank() OVER (PARTITION BY o.organization_id, o.indicator ORDER BY p.year, o.term) AS position
    FROM core.observations o
    JOIN placed p ON p.organization_id = o.organization_id AND p.term = o.term
    JOIN core.indicators i ON i.indicator = o.indicator
    WHERE i.nature = 'stock' AND o.value IS NOT NULL AND o.term >= 0
), pairs AS (
    SELECT l.*, e.value AS before, e.term AS before_term, e._file AS before_file, e._line AS before_line,
           string_agg(concat_ws(' ', l.note, e.note), ' ') OVER w AS notes
    FROM reported l
    JOIN reported e
      ON e.organization_id = l.organization_id AND e.indicator = l.indicator AND e.position = l.position - 1
    WINDOW w AS (PARTITION BY l.organization_id, l.indicator, l.position)
    QUALIFY row_number() OVER (w ORDER BY CASE WHEN l.value = e.value THEN 1
                                    ELSE greatest(l.value, e.value) / nullif(least(l.value, e.value), 0) END,
                               l._file, l._line, e._file, e._line) = 1
)
SELECT _file, _line, 'value' AS "column", value,
       format('is {} the {} {} of term {} ({}:{}): has one of the two a digit too many or too few, or do '
              'they count different things?',
              CASE WHEN value > 3 * before THEN 'more than three times' ELSE 'less than a third of' END,
              before::BIGINT, indicator, before_term, before_file, before_line) AS message,
       notes AS note
FROM pairs
WHERE value > 3 * before OR 3 * value < before
