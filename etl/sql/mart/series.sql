-- en: Measures of every organization of a selection that reports them, with its terms laid side by side
-- vi: Các chỉ số của mọi tổ chức có nêu trong lựa chọn, các nhiệm kỳ đặt cạnh nhau
-- grain: organization_id, measure, point
-- n_terms_before: of "known", how many terms before the organization's latest.
CREATE MACRO mart.series(chosen, alignment, chosen_measures) AS TABLE
SELECT t.organization_id, t.kind, t.place_id, t.region_id, m.measure, t.point::INTEGER AS point, t.term,
       t.first_year, t.last_year, t.n_terms_before,
       coalesce(left(m.as_of, 4)::INTEGER, t.last_year, t.first_year) AS year,
       m.value, m.qualifier, m.basis, m.as_of, m.is_disputed, m.evidence
FROM mart.measured_terms(chosen, alignment, chosen_measures) t
JOIN mart.term_measures m ON m.organization_id = t.organization_id AND m.term = t.term
  AND m.measure = t.measure AND (NOT m.is_of_two_terms OR t.previous_term IS NOT NULL)
