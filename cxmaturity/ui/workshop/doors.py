"""The way into a room: code, QR and link, as they stand on every screen that others can see."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno
import streamlit as st

from cxmaturity.services.workshop_views import RoomHead

QUIET = 3  # modules of white around the code, so that it scans on a dark page


@lru_cache(maxsize=64)
def qr_code(address: str) -> bytes:
    """Return the PNG of an address, black on white in both modes."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=12, border=QUIET, light="white")
    return out.getvalue()


def show_qr(address: str, width: int) -> None:
    """Show the code to scan."""
    with st.container(key=f"qr-{width}", width="content"):
        st.image(qr_code(address), width=width, alt=f"QR code of {address}")


def projector_link(head: RoomHead, label: str) -> None:
    """Offer the screen for the wall, in a window of its own: the console stays where it is."""
    st.link_button(
        label,
        f"/projector?w={head.id}",
        icon=":material/present_to_all:",
        type="tertiary",
    )


def spoken_address(address: str) -> str:
    """Return where people type the code, as it is read out: without scheme."""
    return f"{address.split('://', 1)[-1].split('/', 1)[0]}/join"


def code_words(head: RoomHead) -> str:
    """Return the code in two halves, as it is read out."""
    return head.code.replace("-", "\u2009")
