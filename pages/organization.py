"""."""

from dashboard import frame

page = frame.start("organization")
frame.finish(page)
