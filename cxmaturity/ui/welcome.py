"""The first visit: three doors into the product."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo, remove_demo
from cxmaturity.services.views import EvaluationCard
from cxmaturity.ui.cards import row
from cxmaturity.ui.places import path_of
from cxmaturity.ui.style import way_out
from cxmaturity.ui.words import plain


def welcome(app: App, viewer: Viewer) -> None:
    """Say what this is for and offer the ways to begin; the demo is labelled and can be removed."""
    if not viewer.may("arrange"):
        st.title("Nothing waits for you yet", anchor=False)
        st.markdown("You are in. What you are asked to rate or read will stand here.", width=560)
        return
    st.title("Score partners and track how customer experience matures", anchor=False)
    st.markdown(
        "Choose what to ask, name what is scored, and let people rate on their phones. "
        "You get a ranking or a maturity score, what holds it back and what would change it, cycle by cycle.",
        width=620,
    )
    st.space("small")
    with st.container(width=720, gap=None):
        if _door(
            "new", "Start an evaluation", "Vendors, a self-assessment, a channel audit.", "Begin", filled=True
        ):
            st.switch_page(path_of("new"))
        if _door(
            "imports", "Bring ratings you already have", "A CSV or Parquet file, checked first.", "Import"
        ):
            st.switch_page(path_of("imports"))
        if _door(
            "demo", "Look around with demo data", "Vendors and a company, marked as demo.", "Load demo data"
        ):
            with st.spinner("Loading the demo", show_time=True):
                load_demo(app, viewer)
            st.rerun()


def demo_remover(app: App, viewer: Viewer, cards: Sequence[EvaluationCard]) -> None:
    """Offer to take the demo away again, where it is loaded."""
    if not any(card.is_demo for card in cards):
        return
    with st.popover("Remove demo data", type="tertiary", icon=":material/delete:"):
        st.markdown("Everything in the demo goes, with what was answered, signed and shared in it.")
        if st.button("Remove it", key="remove-demo"):
            remove_demo(app, viewer)
            st.rerun()


def who_am_i(viewer: Viewer) -> None:
    """Say as whom this browser is signed in, and offer to sign out."""
    st.space("small")
    role = "" if viewer.role == viewer.name.casefold() else f" ({viewer.role})"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"You are signed in as {plain(viewer.name or 'nobody', 60)}{role}", width="content")
        way_out()


def _door(name: str, title: str, text: str, button: str, *, filled: bool = False) -> bool:
    return row(f"**{title}**  \n:small[:gray[{text}]]", button, f"door-{name}", filled=filled)
