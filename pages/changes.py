"""What has changed: of each release the new documents, the new and corrected rows, and the findings that read otherwise."""

import streamlit as st

from dashboard import elements, frame, history, links

page = frame.start("changes")
say = page.say

with frame.part(say):
    st.write(say("changes_intro"))
    st.caption(f"[{say('changes_feed')}](feed.atom?lang={say.language})")
    for entry in history.entries(say.language):
        st.header(say("history_release", date=say.date(entry.built_at.date()), name=entry.name), anchor=False)
        elements.statements(history.groups(say, entry), key=f"release-{entry.name}")
        links.draw([links.to_release(page, entry.name, say("history_see"))], f"release-{entry.name}")

frame.finish(page)
