"""Leadership: committees as elected and now, retention, movements, changes of head, congress delegates."""

from dashboard.cards import figures, registry
from dashboard.view import card_view, choosers, details, frame
from dashboard.view.error_boundary import error_boundary

page = frame.start("leadership")

with error_boundary(page.say):
    measure = registry.ELECTED[0]
    choosers.time(page, figures.moments(page, measure), figures.moment(page, measure))

for build in card_view.cards_of(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
