"""What a page is called in the browser's tab, its history and its bookmarks."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import shortened
from cxmaturity.ui.words import dotted

PRODUCT: Final = "cxmaturity"
WIDTH: Final = 60  # characters of one name


def name_page(*names: str) -> None:
    """Name the page: what it is about, which screen it is, the product. The last call of a run counts."""
    st.set_page_config(page_title=page_title(*names))


def page_title(*names: str) -> str:
    """Return ``Messaging platform · Result · cxmaturity``; plain text, as no tab reads Markdown."""
    return dotted(*(shortened(name, WIDTH) for name in names), PRODUCT)
