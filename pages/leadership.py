"""Whether committees are stable: elected and present size, retention, departures, additions, changes of head, and congress delegates."""

from dashboard.cards import figures, registry
from dashboard.view.error_boundary import error_boundary
from dashboard.view import card_view, details, filters, frame

page = frame.start("leadership")

with error_boundary(page.say):
    measure = registry.ELECTED[0]
    filters.time(
        page.selection, page.say, page.valid_codes, figures.moments(page, measure), figures.moment(page, measure)
    )

for build in registry.shown(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
