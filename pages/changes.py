"""What has changed: of each release the new documents, the new and corrected rows, and the findings that read otherwise."""

import streamlit as st

from dashboard.view import elements
from dashboard.cards import history
from dashboard.view.error_boundary import error_boundary
from dashboard.view import frame, nav_links

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
                [nav_links.to_release(page, release.name, say("history_see"))], f"release-{release.name}"
            )

frame.finish(page)
