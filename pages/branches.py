"""How organizations are built: branches, member associations, units, each ranked and over the terms, and all of them side by side."""

from dashboard.cards import figures, registry
from dashboard.view.error_boundary import error_boundary
from dashboard.view import card_view, details, filters, frame

page = frame.start("branches")

with error_boundary(page.say):
    indicators, measure = figures.of_group(page, "branches"), registry.branches_measure(page)
    filters.indicator(page.selection, page.say, page.valid_codes, page.labels["indicators"], indicators, measure)
    filters.time(
        page.selection, page.say, page.valid_codes, figures.moments(page, measure), figures.moment(page, measure)
    )

for build in registry.shown(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
