"""The overview: how much is known, what stands out, the headline figures with their coverage, and the limitations that most organizations name."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:
    # `streamlit run app.py` imports this file once to serve it, and runs it for each reader.
    from dashboard import server

    app = st.App(__file__, **server.serving())
else:
    from dashboard import (
        cached,
        cards,
        components,
        contents,
        details,
        elements,
        findings,
        frame,
        geography,
        links,
    )
    from dashboard.page import part

    LATEST = 4

    page = frame.start("overview")
    say, selection = page.say, page.selection
    asked = selection.asked()

    st.write(say("intro"))

    with part(say):
        counts = cached.answer("overview", asked)
        items = [
            components.count_item(
                page,
                "organizations",
                counts["n_organizations"],
                say("organizations_known", n=counts["n_organizations_known"]),
            ),
            components.count_item(
                page,
                "provinces",
                counts["n_provinces"],
                say("provinces_of", n=len(page.known[selection.boundaries])),
            ),
            components.count_item(page, "terms", counts["n_terms"]),
            components.count_item(page, "documents", counts["n_documents"]),
        ]
        elements.figures({"items": items, "words": {}, "layout": "counts"}, key="counts")

    with part(say):
        if findings.findings(page):
            st.header(say("findings"), anchor=False)
            links.draw(findings.findings(page), "findings")

    shown = contents.shown(page)
    for name in ("headlines", "spread"):
        if name in shown:
            cards.draw(page, shown[name])
    with part(say):
        links.draw([links.to_page(page, "limitations", say("see_limitations"))], "limitations")
    details.draw(page)

    with part(say):
        st.header(say("map_small"), anchor=False)
        st.caption(geography.summary(page))
        elements.province_map(
            geography.drawn(page, "tiles"), selected="", on_open=links.map_opener(page), key="small-map"
        )

    with part(say):
        latest = cached.rows("all_documents", asked)[:LATEST]
        if latest:
            st.header(say("documents_latest"), anchor=False)
            elements.statements([components.documents_group(page, latest) | {"heading": ""}], key="documents")
            links.draw([links.to_page(page, "sources", say("see_documents"))], "sources")

    if "indicators" in shown:
        cards.draw(page, shown["indicators"])
    frame.finish(page)
