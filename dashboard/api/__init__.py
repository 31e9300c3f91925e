"""Machines are answered by the query string of the page: cards as data, pages, releases, health and counts. Draws nothing.

`questions` reads what is asked, `answers` says what is answered and `problems` what cannot be, `endpoints` sends it, `counts` what was sent;
`specification` describes it all.
"""
