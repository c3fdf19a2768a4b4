"""The main script: every visit to any address runs through here, so nothing can slip past it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.ui.places import PLACES
from cxmaturity.ui.session import tokens
from cxmaturity.ui.style import dress
from cxmaturity.ui.words import plain


def main() -> None:
    """Dress the page, find the screen that is asked for and run it."""
    icon = Path(__file__).with_name("static") / "favicon.png"
    st.set_page_config(page_title="cxmaturity", page_icon=str(icon), layout="wide")
    dress(tokens())
    screen = st.navigation(
        [
            st.Page(
                place.path,
                title=place.title,
                url_path=place.name,
                default=place.name == "home",
                visibility="visible" if place.in_menu else "hidden",
            )
            for place in PLACES
        ],
        position="top",
    )
    try:
        screen.run()
    except CXMaturityError as error:
        st.error(plain(str(error), 2000), icon=":material/error:")


main()
