"""Builders of cards, one file per subject, and the registry of which page has which. No Streamlit."""
