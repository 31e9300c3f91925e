"""The overview: how much is known, what stands out, headline figures, and the limitations that most name."""

import streamlit as st

if __name__ != "__main__":
    # `streamlit run app.py` imports this file once to serve it, and runs it as a script for each reader.
    from dashboard.web import server

    # Streamlit looks for a call of st.App in the text of this file.
    app = st.App(__file__, lifespan=server.warm_start, middleware=server.middleware(), routes=server.routes())
else:
    from dashboard.cards import evidence, findings, province_map
    from dashboard.model import link
    from dashboard.release import queries
    from dashboard.view import card_view, choosers, details, elements, frame, nav_links
    from dashboard.view.error_boundary import error_boundary

    LATEST = 4

    page = frame.start("overview")
    say, selection = page.say, page.selection

    st.write(say("intro"))

    with error_boundary(say):
        counts = queries.overview(page.release, selection.filters)
        items = [
            evidence.count_item(
                page,
                "organizations",
                counts.n_organizations,
                say("organizations_known", n=counts.n_organizations_known),
            ),
            evidence.count_item(
                page,
                "provinces",
                counts.n_provinces,
                say("provinces_of", n=len(page.valid_codes[selection.filters.boundaries])),
            ),
            evidence.count_item(page, "terms", counts.n_terms),
            evidence.count_item(page, "documents", counts.n_documents),
        ]
        elements.figures({"items": items, "words": {}, "layout": "counts"}, key="counts")

    with error_boundary(say):
        if findings.findings(page):
            st.header(say("findings"), anchor=False)
            nav_links.draw(findings.findings(page), "findings")

    with error_boundary(say):
        choosers.terms(page)
    cards = card_view.cards_of(page)
    for name in ("headlines", "spread"):
        if name in cards:
            card_view.draw(page, cards[name])
    with error_boundary(say):
        nav_links.draw([link.to_page(page, "limitations", say("see_limitations"))], "limitations")
    details.draw(page)

    with error_boundary(say):
        st.header(say("map_small"), anchor=False)
        st.caption(province_map.summary(page))
        elements.province_map(
            province_map.content(page),
            selected="",
            on_open=nav_links.on_province_opened(page),
            key="small-map",
        )

    with error_boundary(say):
        latest = queries.all_documents(page.release, selection.filters)[:LATEST]
        if latest:
            st.header(say("documents_latest"), anchor=False)
            elements.statements([evidence.documents_group(page, latest) | {"heading": ""}], key="documents")
            nav_links.draw([link.to_page(page, "sources", say("see_documents"))], "sources")

    if "indicators" in cards:
        card_view.draw(page, cards["indicators"])
    frame.finish(page)
