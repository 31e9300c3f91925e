-- en: How much a state says, so that of several organizations the one that says most stands for all
-- vi: Một tình trạng nói lên được bao nhiêu, để trong nhiều tổ chức lấy tình trạng nói được nhiều nhất
-- grain: one value
-- What was not read stands before silence: nobody is called silent while a part was not read.
CREATE MACRO mart.state_weight(state) AS list_position(
    ['no_document', 'not_applicable', 'not_mentioned', 'not_read', 'unstated', 'cause', 'figure'], state
)
