"""The facilitator's hands: commands, given on the room as it was shown, done or refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
import os

import streamlit as st

from cxmaturity.domain.workshop.commands import Command
from cxmaturity.services import joining, room_decisions, rooms, workshops
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.places import base_url
from cxmaturity.services.workshop_results import results_view
from cxmaturity.services.workshop_screens import ConsoleView, ProjectorView, ResultsView
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.ui.outcome import attempt


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who hosts a room."""

    app: App
    viewer: Viewer
    workshop_id: str

    def console(self) -> ConsoleView:
        """Return the console as the room is now."""
        return rooms.console_view(self.app, self.viewer, self.workshop_id)

    def wall(self) -> ProjectorView:
        """Return the projector's screen as the room is now."""
        return rooms.projector_view(self.app, self.viewer, self.workshop_id)

    def results(self) -> ResultsView:
        """Return what the room came to."""
        return results_view(self.app, self.viewer, self.workshop_id)

    def pulse(self) -> str:
        """Return what changes whenever a screen may have changed; cheap."""
        return rooms.pulse(self.app, self.viewer, self.workshop_id)

    def now(self) -> datetime:
        """Return the server's time."""
        return self.app.now()

    def do(self, head: RoomHead, command: type[Command], **what: object) -> None:
        """Give a command on the room as it was shown; where it has changed since, it is refused."""
        given = command(head.revision, **what)
        attempt(lambda: workshops.host_command(self.app, self.viewer, self.workshop_id, given))

    def people_to_name(self) -> tuple[str, ...]:
        """Return who was in the room, for naming whoever decides."""
        return room_decisions.people_to_name(self.app, self.viewer, self.workshop_id)

    def decide(self, new: room_decisions.NewDecision) -> bool:
        """Write a decision down; where it is refused, say why and return False."""
        return bool(
            attempt(lambda: room_decisions.record_decision(self.app, self.viewer, self.workshop_id, new))
        )

    def join_address(self, head: RoomHead) -> str:
        """Return the whole address that the QR leads to, as this browser reaches the app."""
        return self.address(head.join_path)

    @staticmethod
    def address(path: str) -> str:
        """Return the whole address of a path: as phones reach the app, else as this browser does.

        A facilitator who opened the app on its own computer would otherwise hand out an address of no use.
        """
        started = base_url(os.environ)
        page = st.context.url or started
        reachable = page if joining.is_loopback(started) else started
        return joining.join_address(reachable, path)

    def another_host_link(self, name: str) -> str:
        """Return the address of another host link, for somebody by name; it is shown now and never again."""
        made = attempt(lambda: workshops.new_host_link(self.app, self.viewer, self.workshop_id, name))
        return self.address(made.host_path) if made else ""

    @staticmethod
    def is_loopback(address: str) -> bool:
        """Return whether an address works on this computer only."""
        return joining.is_loopback(address)
