-- en: Whether each organization of a selection speaks of awards, limitations and lessons, over all of its
--     coded terms
-- vi: Mỗi tổ chức trong lựa chọn có nói đến khen thưởng, hạn chế và bài học hay không, qua mọi nhiệm kỳ đã
--     mã hóa
-- grain: organization_id, mention
-- The state is the one that says most of its coded terms, as in state_weight; n as in mentions.
CREATE MACRO mart.mention_cells(chosen) AS TABLE
SELECT organization_id, level, mention,
       coalesce(arg_max(state, mart.state_weight(state)) FILTER (has_document), 'no_document') AS state,
       sum(n)::INTEGER AS n, flatten(list(evidence ORDER BY position)) AS evidence
FROM mart.mentions(chosen)
GROUP BY organization_id, level, mention
