"""Who has how many members, who grows and who shrinks: ranking, change over terms, members per branch and association, regions."""

from dashboard.cards import figures, registry
from dashboard.view.error_boundary import error_boundary
from dashboard.view import card_view, details, filters, frame

page = frame.start("membership")

with error_boundary(page.say):
    at = figures.moment(page, registry.MEMBERS)
    filters.time(page.selection, page.say, page.valid_codes, figures.moments(page, registry.MEMBERS), at)

for build in registry.shown(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
