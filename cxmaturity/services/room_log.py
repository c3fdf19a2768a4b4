"""Carrying out what is decided in a room: all events of a command are stored, or none."""

from __future__ import annotations

from contextlib import suppress

from cxmaturity.domain.errors import ConflictError, RefusedError
from cxmaturity.domain.workshop.commands import Command, Facts, Seat, decide
from cxmaturity.domain.workshop.events import Ended, after
from cxmaturity.domain.workshop.hosting import due
from cxmaturity.services.acts import Act, Actor, note
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState, read_state
from cxmaturity.services.publishing import publish
from cxmaturity.services.room_sight import sight_of, whole_agenda
from cxmaturity.store.workshops import append_events, close_workshop, held_workshop

CLOCK = Seat("facilitator", "clock")


def state_of(app: App, workshop_id: str) -> RoomState:
    """Return a room as it is now; where an armed clock has run out, its round is locked first.

    Raises:
        NotFoundError: there is no such room.
    """
    room, now = app.rooms.room(workshop_id), app.now()
    state = room.state(app.store, now)
    command = due(state.room, now)
    if command is None:
        return state
    with suppress(RefusedError, ConflictError):  # somebody else looked in the same moment and locked it
        carry_out(app, workshop_id, command, CLOCK)
    return room.state(app.store, now)


def carry_out(
    app: App, workshop_id: str, command: Command, seat: Seat, actor: Actor | None = None
) -> RoomState:
    """Decide on a command as the room is in the store at that moment, and store what follows.

    With the end of the workshop what it came to is published to its evaluation, and who ended it noted in the
    record of acts, in the same transaction. The clock, which ends none, is no ``actor``.

    Raises:
        AccessError: only a facilitator may.
        RefusedError: it is not possible now, or the room has changed since the facilitator looked.
    """
    live = app.rooms.room(workshop_id)
    with app.store.write(beside=True) as transaction:
        held = held_workshop(transaction, workshop_id)
        state = read_state(transaction, workshop_id, live.memory)
        happened = decide(state.room, command, seat, facts_of(app, state), app.now())
        stored = append_events(transaction, held, happened)
        if any(isinstance(event, Ended) for event in happened):
            room = state.room
            for event in happened:
                room = after(room, event)
            publish(app, transaction, state, room)
            stored = close_workshop(transaction, stored)
            if actor is not None:
                note(app, transaction, actor, Act("close", "workshop", workshop_id, held.evaluation_id))
    live.moved(stored, happened)
    return live.state(app.store, app.now())


def facts_of(app: App, state: RoomState) -> Facts:
    """Return what commands have to know beside the log."""
    contested = whole_agenda(app, state, sight_of(state, CLOCK)).contested_cells
    return Facts(state.people, state.marks, contested)
