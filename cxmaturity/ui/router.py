"""The main script: every visit to any address runs through here, so nothing can slip past it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.ui.naming import PRODUCT, name_page
from cxmaturity.ui.places import BY_NAME, PLACES, Place
from cxmaturity.ui.session import current_app, tokens, viewer
from cxmaturity.ui.style import dress
from cxmaturity.ui.words import plain


def main() -> None:
    """Dress the page, find the screen that is asked for and run it."""
    icon = Path(__file__).with_name("static") / "favicon.png"
    st.set_page_config(page_title=PRODUCT, page_icon=str(icon), layout="wide")
    dress(tokens())
    try:
        app = current_app()
        bare = _is_bare()
        places = tuple(place for place in PLACES if place.is_near_a_room) if bare else PLACES
        screen = st.navigation(_menu(viewer(app), places), position="hidden" if bare else "top")
        _run(app, screen)
    except CXMaturityError as error:
        st.error(plain(str(error), 2000), icon=":material/error:")


def _is_bare() -> bool:
    """Tell whether the screen asked for stands without a menu."""
    asked = BY_NAME.get((st.context.url or "").rstrip("/").rsplit("/", 1)[-1])
    return asked is not None and asked.is_bare


def _menu(visitor: Viewer | None, places: Sequence[Place]) -> list[StreamlitPage]:
    """Return the screens; those that are not the visitor's are there, but not shown.

    Of screens that belong together the menu holds the first that the visitor may use, under the name of all.
    """
    entered: set[str] = set()
    pages = []
    for place in places:
        shown = place.is_shown_to(visitor) and place.section not in entered
        if shown and place.section:
            entered.add(place.section)
        pages.append(_page(place, shown=shown))
    return pages


def _page(place: Place, *, shown: bool) -> StreamlitPage:
    return st.Page(
        place.path,
        title=place.section if shown and place.section else place.title,
        url_path=place.name,
        default=place.name == "home",
        visibility="visible" if shown else "hidden",
    )


def _run(app: App, screen: StreamlitPage) -> None:
    """Run a screen and remember how long it took, also where it leads on to another one."""
    begun = perf_counter()
    name_page(BY_NAME[screen.url_path or "home"].title)
    try:
        screen.run()
    finally:
        app.timings.add(screen.url_path or "home", perf_counter() - begun)


main()
