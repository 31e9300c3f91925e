"""Membership: ranking, change over terms, members per branch and association, regions."""

from dashboard.cards import figures, registry
from dashboard.view import card_view, choosers, details, frame
from dashboard.view.error_boundary import error_boundary

page = frame.start("membership")

with error_boundary(page.say):
    at = figures.moment(page, registry.MEMBERS)
    choosers.time(page, figures.moments(page, registry.MEMBERS), at)

for build in card_view.cards_of(page).values():
    card_view.draw(page, build)
details.draw(page)

frame.finish(page)
