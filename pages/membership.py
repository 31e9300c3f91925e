"""Who has how many members, who grows and who shrinks: ranking, change over terms, members per branch and association, regions."""

from dashboard import cards, contents, details, figures, filters, frame
from dashboard.page import part

page = frame.start("membership")

with part(page.say):
    at = figures.moment(page, contents.MEMBERS)
    filters.time(page.selection, page.say, page.known, figures.moments(page, contents.MEMBERS), at)

for build in contents.shown(page).values():
    cards.draw(page, build)
details.draw(page)

frame.finish(page)
