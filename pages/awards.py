"""."""

from dashboard import frame

page = frame.start("awards")
frame.finish(page)
