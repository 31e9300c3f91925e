-- en: Measures in every province, from its provincial organization of one kind: reported, summed from its
--     parts, or not derivable
-- vi: Các chỉ số ở mọi tỉnh, thành, theo tổ chức cấp tỉnh của một loại: được báo cáo, cộng từ các phần, hoặc
--     không suy ra được
-- grain: province_id, measure; an absent measure asks for all of them
-- Of a selection, the boundaries and the years count: every province is shown.
-- A present province that was merged is reported by an organization of its own, or by one whose figure dates
-- from a year after the merger; summed where the measure adds up, each part reports it, and a province has
-- one organization of the kind (else those of the parts are different bodies); else not derivable, with the
-- parts that are missing.
-- n_terms_before: how many terms before the organization's latest the figure is, where it is of one; n_older:
-- how many of the figures that it is made of are older than the latest term.
-- n_others: how many further organizations of the kind there are, which the measure is not taken from.
CREATE MACRO mart.province_measures(chosen, chosen_kind, chosen_measure) AS TABLE
WITH wanted AS (
    SELECT p.province_id, p.boundaries, m.measure
    FROM core.provinces p
    CROSS JOIN (SELECT indicator AS measure FROM core.indicators
                UNION ALL SELECT measure FROM core.derived_measures
                UNION ALL SELECT theme FROM core.themes
                UNION ALL SELECT unnest(mart.mentionable())) m
    WHERE p.boundaries = (chosen).boundaries AND (chosen_measure IS NULL OR m.measure = chosen_measure)
), known AS (
    SELECT m.*, o.province_id AS own_province_id, n.province_id AS present_id, f.province_id AS former_id,
           f.province_id IS NULL
           OR coalesce(m.year > left(merged.valid_from, 4)::INTEGER, false) AS is_after_merger
    FROM mart.provincial_measures(mart.chosen(
        boundaries := (chosen).boundaries, kinds := [chosen_kind], levels := ['province'],
        from_year := (chosen).from_year, to_year := (chosen).to_year,
        is_latest_only := (chosen).is_latest_only)) m
    JOIN core.organizations o ON o.organization_id = m.organization_id
    JOIN mart.places n ON n.organization_id = m.organization_id AND n.boundaries = 'present'
    JOIN core.provinces merged ON merged.boundaries = 'present' AND merged.province_id = n.province_id
    LEFT JOIN mart.places f ON f.organization_id = m.organization_id AND f.boundaries = 'former'
    WHERE chosen_measure IS NULL OR m.measure = chosen_measure
), parts AS (
    -- The provinces that each wanted one is made of: of a former one, itself.
    SELECT w.province_id, w.measure, p.province_id AS part_id
    FROM wanted w
    JOIN core.provinces p ON p.boundaries = 'former'
      AND (p.province_id = w.province_id AND w.boundaries = 'former'
           OR p.successor_id = w.province_id AND w.boundaries = 'present')
), of_parts AS (
    -- Of two organizations in one part, the one that says more, and of equals what is later.
    SELECT p.province_id, p.measure, p.part_id,
           arg_max({'state': k.state, 'value': k.value, 'qualifier': k.qualifier, 'year': k.year,
                    'term': k.term, 'n_terms_before': k.n_terms_before, 'is_additive': k.is_additive,
                    'is_disputed': k.is_disputed,
                    'organization_id': k.organization_id, 'evidence': k.evidence},
                   (mart.state_weight(k.state), coalesce(k.year, 0), k.organization_id))
               FILTER (k.organization_id IS NOT NULL) AS best,
           greatest(count(DISTINCT k.organization_id) - 1, 0) AS n_others
    FROM parts p
    LEFT JOIN known k ON k.former_id = p.part_id AND k.measure = p.measure
      AND NOT (k.is_after_merger AND k.state IN ('figure', 'cause', 'unstated')
               AND (chosen).boundaries = 'present')
    GROUP BY ALL
), own AS (
    SELECT present_id AS province_id, measure,
           arg_max({'state': state, 'value': value, 'qualifier': qualifier, 'year': year, 'term': term,
                    'n_terms_before': n_terms_before, 'is_disputed': is_disputed,
                    'organization_id': organization_id, 'evidence': evidence},
                   (mart.state_weight(state), coalesce(year, 0), organization_id)) AS best,
           count(DISTINCT organization_id) - 1 AS n_others
    FROM known
    WHERE (chosen).boundaries = 'present' AND is_after_merger AND state IN ('figure', 'cause', 'unstated')
    GROUP BY ALL
), summed AS (
    SELECT province_id, measure, count(*) AS n_parts, count(*) FILTER (best.state = 'figure') AS n_reported,
           bool_and(best.is_additive)
           AND coalesce((SELECT is_one_per_province FROM core.organization_kinds WHERE kind = chosen_kind),
                        false) AS is_additive,
           sum(best.value) AS value, mart.qualifier_of_sum(best.qualifier) AS qualifier,
           list({'value': best.value, 'qualifier': best.qualifier}) AS added,
           bool_or(best.is_disputed AND best.state = 'figure') AS is_disputed,
           min(best.year) FILTER (best.state = 'figure') AS year_from,
           max(best.year) FILTER (best.state = 'figure') AS year_to,
           any_value(best.term) AS term, any_value(best.n_terms_before) AS n_terms_before,
           count(*) FILTER (best.state = 'figure' AND best.n_terms_before > 0) AS n_older,
           list(part_id ORDER BY part_id) FILTER (best IS NULL OR best.state <> 'figure') AS missing,
           list(best.organization_id ORDER BY part_id) FILTER (best IS NOT NULL) AS organizations,
           flatten(coalesce(list(best.evidence ORDER BY part_id) FILTER (best.evidence IS NOT NULL),
                            [])) AS evidence,
           sum(n_others)::BIGINT AS n_others,
           -- The state of a province that has no figure is the most that any part says.
           CASE WHEN bool_or(best.state = 'cause') THEN 'cause'
                WHEN bool_or(best.state = 'unstated') THEN 'unstated'
                WHEN bool_or(best.state = 'not_read') THEN 'not_read'
                WHEN bool_or(best.state IN ('figure', 'not_mentioned')) THEN 'not_mentioned'
                WHEN bool_and(best.state = 'not_applicable') THEN 'not_applicable'
                ELSE 'no_document' END AS poorer_state
    FROM of_parts
    GROUP BY ALL
), judged AS (
    SELECT w.province_id, w.measure, o.best AS own, s.* EXCLUDE (province_id, measure, n_others),
           coalesce(CASE WHEN o.best IS NULL THEN s.n_others ELSE o.n_others END, 0) AS n_others,
           CASE WHEN o.best IS NOT NULL THEN 'reported'
                WHEN s.n_parts = 1 AND s.n_reported = 1 THEN 'reported'
                WHEN s.n_parts > 1 AND s.n_reported = s.n_parts AND s.is_additive THEN 'summed'
                WHEN s.n_parts > 1 AND s.n_reported > 0 THEN 'not_derivable' END AS derivation
    FROM wanted w
    LEFT JOIN own o USING (province_id, measure)
    LEFT JOIN summed s ON s.province_id = w.province_id AND s.measure = w.measure
)
SELECT province_id, measure, derivation,
       CASE WHEN own IS NOT NULL THEN own.state WHEN derivation IN ('reported', 'summed') THEN 'figure'
            ELSE coalesce(poorer_state, 'no_document') END AS state,
       CASE WHEN own IS NOT NULL THEN own.value
            WHEN derivation IN ('reported', 'summed') THEN value END AS value,
       CASE WHEN own IS NOT NULL THEN own.qualifier
            WHEN derivation IN ('reported', 'summed') THEN qualifier END AS qualifier,
       CASE WHEN derivation = 'summed' THEN mart.rounded_to(added, value) ELSE 1 END AS rounded_to,
       coalesce(own.year, year_from) AS year_from, coalesce(own.year, year_to) AS year_to,
       CASE WHEN own IS NOT NULL THEN own.term WHEN n_parts = 1 THEN term END AS term,
       CASE WHEN own IS NOT NULL THEN own.n_terms_before WHEN n_parts = 1 THEN n_terms_before END
           AS n_terms_before,
       CASE WHEN own IS NOT NULL THEN coalesce(own.n_terms_before > 0, false)::BIGINT
            WHEN derivation IN ('reported', 'summed') THEN n_older ELSE 0 END AS n_older,
       coalesce(own.is_disputed, is_disputed, false) AS is_disputed,
       coalesce(is_additive, true) AS is_additive, n_parts, n_reported,
       CASE WHEN own IS NULL THEN coalesce(missing, []) ELSE [] END AS missing,
       CASE WHEN own IS NOT NULL THEN [own.organization_id]
            ELSE coalesce(organizations, []) END AS organizations,
       n_others,
       CASE WHEN own IS NOT NULL THEN own.evidence ELSE coalesce(evidence, []) END AS evidence
FROM judged
