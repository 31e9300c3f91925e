"""Elements that Streamlit lacks: their contracts, scripts (js/) and styles (css/)."""
