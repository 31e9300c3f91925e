"""."""

from dashboard import frame

page = frame.start("province")
frame.finish(page)
