"""A card as a file: tables, workbooks, provenance, citation, and the one list of formats. No Streamlit."""
