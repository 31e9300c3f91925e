-- en: Organizations of the same kind and level as one of them, nearest to it in size by members or, where
--     those are not known, by member associations
-- vi: Các tổ chức cùng loại, cùng cấp với một tổ chức, gần nhất về quy mô theo hội viên hoặc, khi không rõ,
--     theo số hội thành viên
-- grain: organization_id; the nearest first has rank 1
-- Each size is the latest figure that a term selected gives. Nearest: the smallest ratio of the larger to the
-- smaller, and of equals the later figure.
-- Where the size of the one is not known, measure is empty, and those that give most figures come first.
CREATE MACRO mart.peers(chosen, chosen_organization) AS TABLE
WITH alike AS (
    SELECT o.organization_id
    FROM mart.organizations o
    JOIN mart.organizations me ON me.organization_id = chosen_organization AND me.kind = o.kind
      AND me.level = o.level
), figures AS (
    SELECT m.organization_id, m.measure,
           arg_max({'value': m.value, 'qualifier': m.qualifier, 'evidence': m.evidence,
                    'year': coalesce(left(m.as_of, 4)::INTEGER, t.last_year, t.first_year)},
                    t.position) AS latest
    FROM mart.selected_terms(mart.chosen(boundaries := (chosen).boundaries, from_year := (chosen).from_year,
                                         to_year := (chosen).to_year)) t
    JOIN alike USING (organization_id)
    JOIN mart.term_measures m ON m.organization_id = t.organization_id AND m.term = t.term
      AND m.measure IN (SELECT indicator FROM core.indicators)
    GROUP BY ALL
), counts AS (
    SELECT organization_id, count(*) AS n_figures FROM figures GROUP BY ALL
), size AS (
    SELECT measure, latest AS own
    FROM figures
    WHERE organization_id = chosen_organization AND measure IN ('members', 'member_associations')
      AND latest.value > 0
    ORDER BY measure DESC
    LIMIT 1
), found AS (
    SELECT a.organization_id, s.measure, s.own, f.latest, c.n_figures,
           greatest(f.latest.value, s.own.value) / least(f.latest.value, s.own.value) AS ratio
    FROM alike a
    JOIN counts c USING (organization_id)
    LEFT JOIN size s ON true
    LEFT JOIN figures f ON f.organization_id = a.organization_id AND f.measure = s.measure
      AND f.latest.value > 0
    WHERE a.organization_id <> chosen_organization AND (s.measure IS NULL OR f.measure IS NOT NULL)
)
SELECT organization_id, measure, latest.value AS value, latest.qualifier AS qualifier, latest.year AS year,
       own.value AS own_value,
       own.qualifier AS own_qualifier, own.year AS own_year, n_figures, ratio,
       row_number() OVER (ORDER BY ratio, latest.year DESC, n_figures DESC, organization_id) AS rank,
       list_concat(coalesce(own.evidence, []), coalesce(latest.evidence, [])) AS evidence
FROM found
