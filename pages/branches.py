"""How organizations are built: branches, member associations, units, each ranked and over the terms, and all of them side by side."""

from dashboard import cards, details, figures, filters, frame

page = frame.start("branches")
indicators = figures.of_group(page, "branches")
measure = page.selection.measure if page.selection.measure in indicators else figures.most_reported(page, indicators)
at = figures.moment(page, measure)

with frame.part(page.say):
    filters.indicator(page.selection, page.say, page.known, page.labels["indicators"], indicators, measure)
    filters.time(page.selection, page.say, page.known, figures.moments(page, measure), at)

cards.draw(page, figures.ranking, measure, at)
cards.draw(page, figures.series, measure)
cards.draw(page, figures.structure, indicators, "branches")
if figures.change_of(page, measure):
    cards.draw(page, figures.ranking, figures.change_of(page, measure), at, "change")
cards.draw(page, figures.regions, measure)
details.draw(page)

frame.finish(page)
