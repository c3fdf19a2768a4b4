"""A participant's hands: everything that a phone can do in its room, each saved at once or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import streamlit as st

from cxmaturity.domain.workshop.roster import LONGEST_NAME
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.services import joining, rooms, workshop_views
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.views import GivenAnswer
from cxmaturity.services.voting import vote
from cxmaturity.services.workshop_results import results_view
from cxmaturity.services.workshop_screens import PhoneView, ResultsView
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.workshop.doors import show_qr
from cxmaturity.ui.workshop.host import Host

CUT: Final = "cut"  # whether a name or role was longer than fits


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in a room; ``key`` below names the widgets of one question."""

    app: App
    viewer: Viewer
    workshop_id: str

    def view(self) -> PhoneView:
        """Return this person's screen as the room is now."""
        return rooms.phone_view(self.app, self.viewer, self.workshop_id)

    def pulse(self) -> str:
        """Return what changes whenever the screen may have changed; cheap."""
        return rooms.pulse(self.app, self.viewer, self.workshop_id)

    def results(self) -> ResultsView:
        """Return what the room came to."""
        return results_view(self.app, self.viewer, self.workshop_id)

    def give(
        self, head: workshop_views.RoomHead, asked: workshop_views.Question, given: GivenAnswer, key: str
    ) -> None:
        """Save one answer to a question as it was shown, with the reason for a change if one was chosen."""
        shown_in = None if head.is_overall else head.round
        chosen = st.session_state.get(f"reason-{key}")
        reason = ChangeReason(chosen) if chosen else None
        place = self.app, self.viewer, self.workshop_id, asked.cell
        attempt(lambda: vote(*place, given, uuid4().hex, reason, shown_in))

    def introduce(self) -> None:
        """Save the name and the role as typed, as far as they fit."""
        typed = {field: str(st.session_state.get(field) or "") for field in ("name", "role")}
        name, role = (text[:LONGEST_NAME] for text in typed.values())
        st.session_state[CUT] = (name, role) != tuple(typed.values())
        if st.session_state[CUT]:
            st.session_state["name"], st.session_state["role"] = name, role
        attempt(lambda: joining.introduce(self.app, self.viewer, self.workshop_id, name, role))

    def declare(self, view: PhoneView) -> None:
        """Save on which subjects this person has a conflict of interest."""
        boxes = enumerate(view.stakes)
        named = frozenset(subject for i, (subject, _) in boxes if st.session_state.get(f"stake-{i}"))
        attempt(lambda: joining.declare(self.app, self.viewer, self.workshop_id, named))

    def show_resume_code(self) -> None:
        """Show the code that takes this person's place up on another device."""
        made = attempt(lambda: joining.resume_code(self.app, self.viewer, self.workshop_id))
        if made is None:
            return
        address = Host.address(made.path)
        show_qr(address, width=180)
        st.markdown(f"Scan this with the other device, or type **{made.code}** in the place of a code.")
        st.caption("It opens your place, with your answers, for 15 minutes: show it to nobody.")
