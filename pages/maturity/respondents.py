"""People: who is asked, who is missing, how groups differ, what was settled together."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.consensus import settled_together
from cxmaturity.services.loop.respondents import groups, who_is_asked
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.room import show_groups, show_room
from cxmaturity.ui.loop.together import settle_together
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the room of the newest cycle, and how it sees one subject."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = evaluation(app, viewer, asked)
    room = who_is_asked(app, viewer, asked)
    show_room(app, viewer, view, room)
    subject = pick_in_address([subject.name for subject in view.subjects], "respondents-subject")
    show_groups(groups(app, viewer, asked, subject), subject, asked=len(room.people))
    subject_id = next(each.id for each in view.subjects if each.name == subject)
    kept = settled_together(app, viewer, asked, subject)
    settle_together(app, viewer, view, subject_id, kept)


main()
