"""The first visit: three doors into the product."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.ui.places import path_of


def welcome(app: App, viewer: Viewer) -> None:
    """Say what this is for and offer the ways to begin; the demo is labelled and can be removed."""
    st.title("Score partners and track how customer experience matures", anchor=False)
    st.markdown(
        "Choose what to ask, name what is scored, and let people rate on their phones. "
        "You get a ranking or a maturity score, what holds it back, and what would change it, cycle after cycle.",
        width=620,
    )
    st.space("small")
    if _door(
        "Start an evaluation",
        "Vendors, a self-assessment, a channel audit. Takes a minute.",
        "Begin",
        "new",
        "primary",
    ):
        st.switch_page(path_of("new"))
    if _door(
        "Bring ratings you already have",
        "A CSV or Parquet file, checked before anything is stored.",
        "Import",
        "imports",
    ):
        st.switch_page(path_of("imports"))
    if _door(
        "Look around with demo data",
        "Four vendors and one company, clearly marked as demo.",
        "Load demo",
        "demo",
    ):
        with st.spinner("Loading the demo"):
            load_demo(app, viewer)
        st.rerun()


def _door(title: str, text: str, button: str, key: str, kind: str = "secondary") -> bool:
    with st.container(key=f"row-door-{key}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        left.markdown(f"**{title}**  \n:small[:gray[{text}]]")
        return right.button(
            button, key=f"door-{key}", type="primary" if kind == "primary" else "secondary", width="stretch"
        )
