"""How organizations are built: branches, member associations, units, each ranked and over the terms, and all of them side by side."""

from dashboard import cards, contents, details, figures, filters, frame
from dashboard.page import part

page = frame.start("branches")

with part(page.say):
    indicators, measure = figures.of_group(page, "branches"), contents.branches_measure(page)
    filters.indicator(page.selection, page.say, page.known, page.labels["indicators"], indicators, measure)
    filters.time(
        page.selection, page.say, page.known, figures.moments(page, measure), figures.moment(page, measure)
    )

for build in contents.shown(page).values():
    cards.draw(page, build)
details.draw(page)

frame.finish(page)
