"""The overview: how much is known, what stands out, the headline figures with their coverage, and the limitations that most organizations name."""

from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:
    # `streamlit run app.py` imports this file once to serve it, and runs it for each reader.
    from dashboard import server

    app = st.App(__file__, **server.serving())
else:
    from dashboard import cached, cards, components, details, elements, findings, frame, geography, links, themes
    from dashboard.frame import PAGES

    TOP_THEMES, LATEST = 8, 4

    page = frame.start("overview")
    say, selection = page.say, page.selection
    asked = selection.asked()

    st.write(say("intro"))

    with frame.part(say):
        counts = cached.answer("overview", asked)
        items = [
            components.count_item(page, "organizations", counts["n_organizations"], say("organizations_known", n=counts["n_organizations_known"])),
            components.count_item(page, "provinces", counts["n_provinces"], say("provinces_of", n=len(page.known[selection.boundaries]))),
            components.count_item(page, "terms", counts["n_terms"]),
            components.count_item(page, "documents", counts["n_documents"]),
        ]
        elements.figures(items, {}, layout="counts", key="counts")

    with frame.part(say):
        if findings.findings(page):
            st.header(say("findings"), anchor=False)
            links.draw(findings.findings(page), "findings", icon=":material/arrow_forward:")

    with frame.part(say):
        st.header(say("headlines"), anchor=False)
        st.caption(say("headlines_time"))
        elements.figures(components.headlines(page), {}, layout="cards", key="headlines")

    cards.draw(page, themes.spread, TOP_THEMES)
    with frame.part(say):
        query = selection.elsewhere().to_query()
        st.page_link(PAGES["limitations"], label=say("see_limitations"), icon=":material/arrow_forward:", query_params=query)
    details.draw(page)

    with frame.part(say):
        st.header(say("map_small"), anchor=False)
        st.caption(geography.summary(page))
        elements.province_map(
            geography.items(page), geography.islands(page), geography.legend(page), geography.words(page), marks=geography.marks(),
            view="tiles", shapes=None, selected="", on_open=partial(st.session_state.__setitem__, "place-to-open"), key="small-map",
        )  # fmt: skip
        place = st.session_state.pop("place-to-open", "")
        if place in page.known[selection.boundaries]:
            st.switch_page(PAGES["map"], query_params=replace(selection.elsewhere(), place=place).to_query())

    with frame.part(say):
        latest = cached.rows("all_documents", asked)[:LATEST]
        if latest:
            st.header(say("documents_latest"), anchor=False)
            elements.statements([components.documents_group(page, latest) | {"heading": ""}], key="documents")
            query = selection.elsewhere().to_query()
            st.page_link(PAGES["sources"], label=say("see_documents"), icon=":material/arrow_forward:", query_params=query)

    with frame.part(say):
        st.header(say("all_indicators"), anchor=False)
        st.caption(say("all_indicators_time"))
        words = {"indicator": say("column_indicator"), "total": say("column_total"), "coverage": say("column_coverage")}
        elements.figures(components.all_indicators(page), words, layout="rows", key="indicators")

    frame.finish(page)
