"""A room's screens: phone, console, projector. Each is made of what `sight` lets its seat see.

Cheap enough to be asked every second by a hundred phones; `pulse` is cheaper still.
"""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from cxmaturity.domain.errors import AccessError
from cxmaturity.domain.workshop.commands import Seat, is_possible
from cxmaturity.domain.workshop.events import Revealed, TakenUp
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.roster import Participant, is_in, is_late
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Sight
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.ballots import can_rate, own_votes, questions
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_agenda import agenda_view
from cxmaturity.services.room_heads import (
    decided,
    declared_conflicts,
    head_of,
    pulse_for,
    subject_progress,
)
from cxmaturity.services.room_history import history
from cxmaturity.services.room_log import state_of
from cxmaturity.services.room_sight import sight_of
from cxmaturity.services.room_weights import weight_views
from cxmaturity.services.seats import host_seat, seat_of
from cxmaturity.services.workshop_screens import (
    ConsoleView,
    Me,
    PersonView,
    PhoneView,
    ProjectorView,
)
from cxmaturity.services.workshop_views import AgendaView, CellView, Presence, RoomHead
from cxmaturity.services.workshops import COMMANDS

WALL = Seat("projector")


def pulse(app: App, viewer: Viewer, workshop_id: str) -> str:
    """Return what changes whenever this viewer's screen may have changed; compare it and do no more."""
    state = state_of(app, workshop_id)
    return pulse_for(state, seat_of(viewer, state.workshop))


def phone_view(app: App, viewer: Viewer, workshop_id: str) -> PhoneView:
    """Return a participant's screen.

    Raises:
        AccessError: the viewer is no participant of this room.
    """
    state, now = state_of(app, workshop_id), app.now()
    seat = seat_of(viewer, state.workshop)
    me = state.participant(seat.person) if seat.kind == "participant" else None
    if me is None:
        raise AccessError("You are not in this workshop yet. Open its join link, or scan the code.")
    seen = sight_of(state, seat)
    head = head_of(app, state, seat, seen, now)
    agenda = agenda_view(app, state, head, seen)
    return PhoneView(
        head=head,
        me=_me(state, me),
        questions=questions(state, head, me),
        can_rate=can_rate(state, me, now),
        agenda=agenda,
        mine=own_votes(state, me.id),
        taken_up=_talked_about(state, agenda),
        results_open=seen.results,
        stakes=_stakes(state),
        decisions=decided(app, state, head, seen),
    )


def console_view(app: App, viewer: Viewer, workshop_id: str) -> ConsoleView:
    """Return the facilitator's screen.

    Raises:
        AccessError: the viewer may not host this room.
    """
    state, now = state_of(app, workshop_id), app.now()
    seat = host_seat(viewer, state.workshop)
    seen, head = _seen(app, state, seat, now)
    agenda = agenda_view(app, state, head, seen)
    return ConsoleView(
        head=head,
        people=tuple(_person(state, head, person, is_named=seen.names) for person in state.people),
        conflicts=declared_conflicts(state, head, seen),
        by_subject=subject_progress(state, head.subjects, seen),
        agenda=agenda,
        taken_up=_talked_about(state, agenda),
        discussed=discussed(state),
        possible=frozenset(name for name, kind in COMMANDS.items() if is_possible(state.room, kind)),
        weights=weight_views(app, state),
        weights_are_locked=state.room.weights_locked_at is not None,
        history=history(app, state, head),
        results_open=seen.results,
        decisions=decided(app, state, head, seen),
    )


def projector_view(app: App, viewer: Viewer, workshop_id: str) -> ProjectorView:
    """Return the screen on the wall; who may host the room may put it there.

    Raises:
        AccessError: the viewer may not host this room.
    """
    state, now = state_of(app, workshop_id), app.now()
    host_seat(viewer, state.workshop)
    seen, head = _seen(app, state, WALL, now)
    agenda = agenda_view(app, state, head, seen)
    return ProjectorView(
        head=head,
        by_subject=subject_progress(state, head.subjects, seen),
        agenda=agenda,
        taken_up=_talked_about(state, agenda),
        results_open=seen.results,
    )


def _stakes(state: RoomState) -> tuple[tuple[str, str], ...]:
    settings = state.room.settings
    by_name = sorted(settings.subjects, key=lambda subject: subject.name.casefold())
    return tuple((subject.id, subject.name) for subject in by_name) if settings.asks_conflicts else ()


def discussed(state: RoomState) -> frozenset[Cell]:
    """Return what has been taken up since the latest reveal."""
    since = takewhile(lambda event: not isinstance(event, Revealed), reversed(state.events))
    return frozenset(event.cell for event in since if isinstance(event, TakenUp))


def _talked_about(state: RoomState, agenda: AgendaView) -> CellView | None:
    """Return what the room talks about at this moment; nothing once it looks at all the answers again."""
    return agenda.find(state.room.taken_up) if state.room.phase is Phase.DISCUSS else None


def _seen(app: App, state: RoomState, seat: Seat, now: datetime) -> tuple[Sight, RoomHead]:
    seen = sight_of(state, seat)
    return seen, head_of(app, state, seat, seen, now)


def _me(state: RoomState, me: Participant) -> Me:
    return Me(
        person_id=me.id,
        number=me.number,
        label=state.called.get(me.id, me.label),
        name=me.name,
        role=me.role,
        presence=presence(state, me),
        conflicts=frozenset(me.conflicts),
        is_late=_is_late(state, me),
        shares_name=state.called.get(me.id, me.label) != me.label,
    )


def _person(state: RoomState, head: RoomHead, person: Participant, *, is_named: bool) -> PersonView:
    """Return somebody; where no name stands with answers, none stands with a conflict of interest either."""
    conflicts = sorted(person.conflicts) if is_named else ()
    removal = state.room.removed.get(person.id)
    return PersonView(
        id=person.id,
        number=person.number,
        label=state.called[person.id],
        role=person.role,
        presence=presence(state, person),
        is_late=_is_late(state, person),
        left=state.left.get(person.id),
        conflicts=tuple(head.subject(subject).name for subject in conflicts),
        removal_reason=removal.reason if removal else "",
    )


def presence(state: RoomState, person: Participant) -> Presence:
    """Return where somebody is."""
    if person.id in state.room.removed:
        return "removed"
    if person.connected_at is None:
        return "never connected"
    if not is_in(state.room, person):
        return "waits at the door"
    return "observes" if state.room.observes(person.id, state.room.next_round_index) else "in"


def _is_late(state: RoomState, person: Participant) -> bool:
    return bool(state.room.rounds) and is_late(state.room, person, state.room.rounds[-1])
