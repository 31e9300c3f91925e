"""Who has how many members, who grows and who shrinks: ranking, change over terms, members per branch and association, regions."""

from dashboard import cards, details, figures, filters, frame

MEASURE = "members"

page = frame.start("membership")
at = figures.moment(page, MEASURE)

with frame.part(page.say):
    filters.time(page.selection, page.say, page.known, figures.moments(page, MEASURE), at)

cards.draw(page, figures.ranking, MEASURE, at)
cards.draw(page, figures.series, MEASURE)
cards.draw(page, figures.ranking, "change_of_members", at, "change")
cards.draw(page, figures.regions, MEASURE)
cards.draw(page, figures.ranking, "members_per_association", at, "per-association")
cards.draw(page, figures.ranking, "members_per_branch", at, "per-branch")
details.draw(page)

frame.finish(page)
