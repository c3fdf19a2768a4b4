"""Share this: the step after the set-up, with everything that opens the room's doors."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.services.workshop_views import Invitation
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.doors import code_words, projector_link, show_qr
from cxmaturity.ui.workshop.host import Host

HOST_LINK: Final = "host-link"


def show_invitation(host: Host, view: ConsoleView) -> None:
    """Show code, QR and links, and what to try before the room comes; the host link is shown only now."""
    head = view.head
    address = host.join_address(head)
    st.title("Share this with the room", anchor=False)
    st.caption(f"{plain(head.title, 120)} · whoever has the code is in; no account needed")
    if host.is_loopback(address):
        st.warning(
            "This address works on this computer only. Start with `cxmaturity run --lan`, or open the app "
            "by the address that the phones use.",
            icon=":material/wifi_off:",
        )
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        show_qr(address, width=280)
        with st.container(key="code-large"):
            st.header(code_words(head), anchor=False)
    with right:
        _steps(host, address, st.session_state.get(HOST_LINK, ""))
        with st.container(horizontal=True):
            if st.button("Open the console", type="primary", key="to-console"):
                st.switch_page(path_of("console"), query_params={"w": head.id})
            projector_link(head, "Projector screen")


def keep_host_link(made: Invitation) -> None:
    """Keep the host link for the next screen: it is known now and never again."""
    st.session_state[HOST_LINK] = made.host_path


def _steps(host: Host, address: str, host_path: str) -> None:
    st.markdown(
        "**Try it with your own phone**  \n:small[:gray[Scan the code. You should see “You are in”.]]"
    )
    st.markdown("**The link for everybody**")
    st.code(address, language=None, wrap_lines=True)
    if host_path:
        st.markdown("**Your way back to the console** :small[:gray[from any device; keep it to yourself]]")
        st.code(host.address(host_path), language=None, wrap_lines=True)
