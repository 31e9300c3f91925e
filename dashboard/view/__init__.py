"""What draws with Streamlit: frame, filters, cards, details."""
