"""Answers to machines by the query string of a page: cards, pages, releases, health, counts. Draws nothing.

`questions` reads the query, `answers` makes the answer and `problems` says why there is none, `endpoints`
sends it as the client accepts it (`negotiation`), `counts` counts what was sent, `specification` describes it
all.
"""
