"""Sources: the state of every indicator in every term, the documents, and what each was coded into."""

import streamlit as st

from dashboard.cards import coverage, evidence
from dashboard.files.ask_list import ask_list
from dashboard.release import queries
from dashboard.view import card_view, choosers, details, elements, frame, left_out
from dashboard.view.error_boundary import error_boundary
from dashboard.words.text import plain

page = frame.start("sources")
say, selection, valid = page.say, page.selection, page.valid_codes


def open_cell(code: str) -> None:
    """Open the chosen cell of the grid, whose rows are organizations."""
    card_view.on_row_selected(page)("~".join(reversed(code.split("~"))))


with error_boundary(say):
    missing = [
        page.labels[selection.filters.boundaries][code]
        for code in queries.undocumented_provinces(page.release, selection.filters.boundaries)
    ]
    st.header(say("undocumented", n=len(missing), all=len(valid[selection.filters.boundaries])), anchor=False)
    st.write(plain(", ".join(missing)) if missing else say("undocumented_none"))

with error_boundary(say):
    st.header(say("coverage"), anchor=False)
    counts = queries.coverage(page.release, selection.filters)
    st.caption(say("coverage_of", share=say.percent(counts.coverage or 0), n=counts.n_figure))
    if said := coverage.without_figure(page):
        st.caption(said)
    grid = coverage.grid(page)
    left_out.say_organizations_left_out(page, len(grid.content["groups"]))
    opened = "~".join(reversed(selection.focus.cell)) if selection.focus.cell else ""
    elements.grid(grid.serialized, selected=opened, on_open=open_cell, key="coverage-grid")
    st.download_button(
        say("ask_download"),
        lambda: ask_list(page),
        file_name=say("ask_file"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )

details.draw(page)
for build in card_view.cards_of(page).values():
    card_view.draw(page, build)

with error_boundary(say):
    documents = queries.all_documents(page.release, selection.filters)
    n_documents = queries.overview(page.release, selection.filters).n_documents
    st.header(say("documents_n", n=n_documents), anchor=False)
    left_out.say_documents_left_out(page, len(documents))
    figures = queries.document_figures(page.release, selection.focus.document)
    statements = queries.document_statements(page.release, selection.focus.document)
    # The one that is open can be chosen too where it is not among the latest, or not of the selection.
    titles = {document.source_id: document.title for document in documents}
    titles |= {figure.source_id: figure.title for figure in figures}
    titles |= {statement.source_id: statement.title for statement in statements}
    choosers.document(page, titles)
    if selection.focus.document:
        groups = [evidence.figure_group(page, figures), *evidence.statement_groups(page, statements)]
        elements.statements([group for group in groups if group["items"]], key="coded-rows")
    else:
        elements.statements([evidence.documents_group(page, documents)], key="documents")

frame.finish(page)
