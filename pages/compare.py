"""."""

from dashboard import frame

page = frame.start("compare")
frame.finish(page)
