"""Whether committees are stable: elected and present size, retention, departures, additions, changes of head, and congress delegates."""

from dashboard import cards, contents, details, figures, filters, frame
from dashboard.page import part

page = frame.start("leadership")

with part(page.say):
    measure = contents.ELECTED[0]
    filters.time(
        page.selection, page.say, page.known, figures.moments(page, measure), figures.moment(page, measure)
    )

for build in contents.shown(page).values():
    cards.draw(page, build)
details.draw(page)

frame.finish(page)
