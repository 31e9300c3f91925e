"""Structure: branches, member associations and units, ranked, over the terms, and side by side."""

from dashboard.cards import figures, registry
from dashboard.view import card_view, choosers, details, frame
from dashboard.view.error_boundary import error_boundary

page = frame.start("branches")

with error_boundary(page.say):
    indicators, measure = figures.of_group(page, "branches"), registry.branches_measure(page)
    choosers.indicator(page, indicators, measure)
    choosers.time(page, figures.moments(page, measure), figures.moment(page, measure))

for build in card_view.cards_of(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
