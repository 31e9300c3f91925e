"""Changes: of each release the new documents, new and corrected rows, and findings that read otherwise."""

import streamlit as st

from dashboard.cards import history
from dashboard.model import link
from dashboard.view import elements, frame, nav_links
from dashboard.view.error_boundary import error_boundary

page = frame.start("changes")
say = page.say

with error_boundary(say):
    st.write(say("changes_intro"))
    st.caption(f"[{say('changes_feed')}](feed.atom?lang={say.language})")
for n, (release, before) in enumerate(history.releases()):
    with (
        st.expander(
            history.heading(say, release), expanded=n == 0, key=f"open-{release.name}", on_change="rerun"
        ) as shown,
        error_boundary(say),
    ):
        if shown.open:
            elements.statements(history.groups(say, release, before), key=f"release-{release.name}")
            nav_links.draw(
                [link.to_release(page, release.name, say("history_see"))], f"release-{release.name}"
            )

frame.finish(page)
