"""The dashboard's own elements, for which Streamlit has none: their contracts, scripts (js/) and styles (css/)."""
