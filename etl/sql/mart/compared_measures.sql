-- en: Every indicator and derived measure of the organizations and provinces compared, with its change over
--     the term and, where the latest term alone is looked at and gives none, the figure before
-- vi: Mọi chỉ tiêu và chỉ số của các tổ chức, tỉnh, thành được so sánh, kèm thay đổi qua nhiệm kỳ và, khi
--     chỉ xét nhiệm kỳ gần nhất mà nhiệm kỳ đó không nêu, con số trước đó
-- grain: code, measure
-- Of a selection, the boundaries and the years count. A province stands for its provincial organizations of
-- one kind, as in province_measures.
-- Of a flow, the years are those of its term. Change and the figure before are those of the one organization
-- that a row comes from. n_terms_before, n_older: as in province_measures.
-- n_reported_by: how many of those compared give a figure, of their latest term or before.
CREATE MACRO mart.compared_measures(chosen, compared, chosen_kind) AS TABLE
WITH asked AS (
    SELECT indicator AS measure, nature, kinds FROM core.indicators
    UNION ALL
    SELECT m.measure, 'derived', i.kinds FROM core.derived_measures m JOIN core.indicators i USING (indicator)
), of_organizations AS (
    SELECT organization_id AS code, measure, NULL AS derivation, state, value, qualifier, 1 AS rounded_to,
           year AS year_from, year AS year_to, term, n_terms_before,
           (n_terms_before > 0)::BIGINT AS n_older, is_disputed, is_additive, 1 AS n_parts,
           (value IS NOT NULL)::BIGINT AS n_reported, []::VARCHAR[] AS missing,
           [organization_id] AS organizations, 0 AS n_others, evidence
    FROM mart.organization_figures(mart.chosen(
        boundaries := (chosen).boundaries, organizations := compared, from_year := (chosen).from_year,
        to_year := (chosen).to_year, is_latest_only := (chosen).is_latest_only))
), of_provinces AS (
    SELECT province_id, measure, derivation, state, value, qualifier, rounded_to, year_from, year_to, term,
           n_terms_before, n_older, is_disputed, is_additive, n_parts, n_reported, missing,
           organizations, n_others, evidence
    FROM mart.province_measures(chosen, chosen_kind, NULL)
    WHERE list_contains(compared, province_id)
), known AS (
    SELECT *, CASE WHEN len(organizations) = 1 THEN organizations[1] END AS organization_id
    FROM (FROM of_organizations UNION ALL FROM of_provinces)
), before AS (
    SELECT k.code, k.measure,
           arg_max({'value': m.value, 'qualifier': m.qualifier, 'is_disputed': m.is_disputed,
                    'evidence': m.evidence,
                                       'year': coalesce(left(m.as_of, 4)::INTEGER, t.last_year,
                                                        t.first_year)}, t.position) AS figure
    FROM known k
    JOIN mart.terms l ON l.organization_id = k.organization_id AND l.term = k.term
    JOIN mart.terms t ON t.organization_id = k.organization_id AND t.position < l.position
        AND NOT t.is_undated
        AND (NOT (chosen).has_years OR coalesce(t.last_year, t.first_year) >= coalesce((chosen).from_year, 0))
    JOIN mart.term_measures m ON m.organization_id = t.organization_id AND m.term = t.term
      AND m.measure = k.measure
    WHERE k.value IS NULL
    GROUP BY ALL
)
SELECT w.code, a.measure, k.derivation,
       -- What no term of the years chosen says anything of, no document says anything of.
       coalesce(k.state,
                CASE WHEN NOT list_contains(string_split(a.kinds, ';'), o.kind) THEN 'not_applicable'
                     ELSE 'no_document' END) AS state,
       k.value, k.qualifier, coalesce(k.rounded_to, 1) AS rounded_to,
       CASE WHEN a.nature = 'flow'
       AND k.value IS NOT NULL THEN coalesce(t.first_year, t.last_year, k.year_from)
       ELSE k.year_from END AS year_from,
       CASE WHEN a.nature = 'flow' AND k.value IS NOT NULL THEN coalesce(t.last_year, t.first_year, k.year_to)
            ELSE k.year_to END AS year_to,
       k.term, k.n_terms_before, coalesce(k.n_older, 0) AS n_older,
       coalesce(k.is_disputed, false) AS is_disputed, coalesce(k.is_additive, true) AS is_additive,
       k.n_parts, k.n_reported,
       coalesce(k.missing, []) AS missing, coalesce(k.organizations, []) AS organizations,
       coalesce(k.n_others, 0) AS n_others,
       d.value AS change, d.qualifier AS change_qualifier,
       b.figure.value AS value_before, b.figure.qualifier AS qualifier_before, b.figure.year AS year_before,
       coalesce(b.figure.is_disputed, false) AS is_disputed_before,
       list_concat(coalesce(k.evidence, []), coalesce(d.evidence, []),
                   coalesce(b.figure.evidence, [])) AS evidence,
       count(coalesce(k.value, b.figure.value)) OVER (PARTITION BY a.measure) AS n_reported_by
FROM (SELECT unnest(compared) AS code) w
CROSS JOIN asked a
LEFT JOIN known k ON k.code = w.code AND k.measure = a.measure
LEFT JOIN before b ON b.code = w.code AND b.measure = a.measure
LEFT JOIN mart.selected_terms(mart.chosen(from_year := (chosen).from_year, to_year := (chosen).to_year)) t
    ON t.organization_id = k.organization_id AND t.term = k.term
LEFT JOIN mart.derived d ON d.organization_id = k.organization_id AND d.term = k.term
  AND d.measure = 'change_of_' || a.measure AND t.previous_term IS NOT NULL
LEFT JOIN core.organizations o ON o.organization_id = w.code
