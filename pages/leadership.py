"""Whether committees are stable: elected and present size, retention, departures, additions, changes of head, and congress delegates."""

from dashboard import cards, details, figures, filters, frame

ELECTED = ("committee_elected", "committee_size", "standing_committee_elected", "standing_committee_size", "vice_chairs_elected")
MOVEMENTS = ("committee_departures", "committee_additions", "head_changes")

page = frame.start("leadership")
at = figures.moment(page, "committee_elected")

with frame.part(page.say):
    filters.time(page.selection, page.say, page.known, figures.moments(page, "committee_elected"), at)

cards.draw(page, figures.structure, ELECTED, "committee")
cards.draw(page, figures.ranking, "committee_elected", at)
cards.draw(page, figures.series, "committee_elected")
cards.draw(page, figures.ranking, "committee_retention", at, "retention")
cards.draw(page, figures.structure, MOVEMENTS, "movements")
cards.draw(page, figures.ranking, "congress_delegates", at, "delegates")
details.draw(page)

frame.finish(page)
