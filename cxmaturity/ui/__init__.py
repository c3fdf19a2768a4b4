"""Streamlit pieces that pages share: the app at hand, the look, the ladder, the answers to "why?"."""
