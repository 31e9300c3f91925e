"""."""

from dashboard import frame

page = frame.start("branches")
frame.finish(page)
