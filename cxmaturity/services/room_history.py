"""The record of a room in words: what happened, when, by whom."""

from __future__ import annotations

from collections.abc import Mapping

from cxmaturity.domain.workshop import events
from cxmaturity.domain.workshop.events import Event
from cxmaturity.domain.workshop.room import DOING
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.workshop_screens import Happening
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.store.people import person

PLAIN: Mapping[type[Event], str] = {
    events.SettingsChanged: "changed the settings",
    events.WeightsLocked: "locked the weights",
    events.OverallOpened: "asked for the overall judgement",
    events.DoorLocked: "locked the room",
    events.DoorOpened: "opened the room",
    events.Ended: "ended the workshop",
}


class _Words:
    """What people, cells and events are called in a record."""

    def __init__(self, app: App, state: RoomState, head: RoomHead) -> None:
        self._app = app
        self._known = {"clock": "The clock", **state.called}
        self._head = head

    def name(self, person_id: str) -> str:
        """Return somebody's name; hosts are found among people."""
        if person_id not in self._known:
            found = person(self._app.store, person_id)
            self._known[person_id] = (found.name if found else "") or "Somebody"
        return self._known[person_id]

    def said(self, event: Event) -> str:
        """Return what an event was."""
        return PLAIN.get(type(event)) or self._round(event) or self._person(event) or self._step(event)

    def _round(self, event: Event) -> str:
        match event:
            case events.RoundOpened(number=number, cells=cells, reason=reason):
                asked = "question" if len(cells) == 1 else "questions"
                return _because(f"opened round {number} with {len(cells)} {asked}", reason)
            case events.RoundWithdrawn(reason=reason):
                return _because("took a round back", reason)
            case events.Revealed(missing=missing):
                return "revealed the round" + (f", {missing} missing" if missing else "")
            case events.Accepted(cells=cells):
                rest = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
                return f"accepted {self._cell(cells[0])}{rest}"
            case events.TakenUp(cell=cell):
                return f"took up {self._cell(cell)}"
        return ""

    def _person(self, event: Event) -> str:
        match event:
            case events.Admitted(people=people):
                return "admitted " + ", ".join(map(self.name, people))
            case events.Removed(person=gone, reason=reason):
                return _because(f"removed {self.name(gone)}", reason)
            case events.ObserverSet(person=who, is_on=is_on):
                return f"let {self.name(who)} " + ("only watch" if is_on else "rate again")
        return ""

    def _step(self, event: Event) -> str:
        match event:
            case events.Created(settings=settings):
                return f"set up “{settings.title}”"
            case events.PhaseChanged(after=phase):
                return f"moved on: the room is {DOING[phase]}"
            case events.TimerSet(ends_at=ends_at, at=at, locks=locks) if ends_at is not None:
                seconds = round((ends_at - at).total_seconds())
                return f"set the clock to {seconds // 60}:{seconds % 60:02d}" + (", locking" if locks else "")
        return "stopped the clock"

    def _cell(self, cell: Cell) -> str:
        return f"{self._head.criterion(cell.criterion).title} · {self._head.subject(cell.subject).name}"


def history(app: App, state: RoomState, head: RoomHead) -> tuple[Happening, ...]:
    """Return what happened in a room, newest first; for facilitators only, since it names people."""
    words = _Words(app, state, head)
    key = ("history", state.pulse.events, state.pulse.people)
    return state.memory.recall(
        key,
        lambda: tuple(
            Happening(event.at, words.name(event.by), words.said(event)) for event in reversed(state.events)
        ),
    )


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason}" if reason else what
