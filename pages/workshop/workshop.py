"""Set up a workshop: what is asked about whom, who sees what; then share it with the room."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.rubrics import rubrics
from cxmaturity.services.weighting import weighting
from cxmaturity.services.workshops import create_workshop, workshop_cards
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.workshop.doorway import ASKED, host_of
from cxmaturity.ui.workshop.form import TRIED, called_in, filled_workshop
from cxmaturity.ui.workshop.invitation import keep_host_link, show_invitation
from cxmaturity.ui.workshop.rooms import room_rows


def main() -> None:
    """Show the form; a room that is open shows how to share it."""
    app = current_app()
    asked, is_open = st.query_params.get("e", ""), bool(st.query_params.get(ASKED))
    viewer = guard(app, None if is_open else "arrange", asked)
    if is_open:
        host = host_of(app)
        show_invitation(host, host.console())
        return
    st.title("Set up a workshop", anchor=False)
    st.caption("A room scores on its own phones, blind, talks where it disagrees, and scores again.")
    st.space("small")
    with st.container(width=720):
        room_rows(workshop_cards(app, viewer))
        known = evaluation(app, viewer, asked) if asked else None
        stand = weighting(app, viewer, asked) if asked else None
        offered = rubrics(app, viewer)
        form = filled_workshop(offered, st.query_params.get("rubric", ""), known, stand)
        st.space("small")
        if st.button("Open the room", type="primary", key="open-room"):
            made = attempt(lambda: create_workshop(app, viewer, form), called=called_in(offered, form))
            st.session_state[TRIED] = form
            if made:
                keep_host_link(made)
                st.query_params[ASKED] = made.id
                st.rerun()
        if st.session_state.get(TRIED) == form:  # what was wrong may be right by now
            refusals()


main()
