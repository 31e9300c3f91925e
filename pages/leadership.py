"""."""

from dashboard import frame

page = frame.start("leadership")
frame.finish(page)
