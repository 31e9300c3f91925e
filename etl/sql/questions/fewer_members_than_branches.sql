-- A branch has a member at least.
SELECT m._file, m._line, 'value' AS "column", m.value,
       format('members are fewer than the {} branches of the same term ({}:{}): are the two swapped, or are '
              'the members organizations?', b.value::BIGINT, b._file, b._line) AS message,
       concat_ws(' ', m.note, b.note) AS note
FROM core.observations m
JOIN core.observations b
  ON b.organization_id = m.organization_id AND b.term = m.term AND b.indicator = 'branches'
WHERE m.indicator = 'members' AND m.value < b.value
