"""Three workshops to take pictures of: one scoring, one talking, one decided."""

from __future__ import annotations

from uuid import uuid4

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.workshop.commands import Command
from cxmaturity.domain.workshop.steering import Accept, Conclude, Discuss, Reveal, StartScoring
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.joining import arrive, connected, introduce
from cxmaturity.services.rooms import console_view, phone_view
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.services.voting import vote
from cxmaturity.services.workshop_views import Invitation, NewWorkshop
from cxmaturity.services.workshops import create_workshop, host_command

NAMES = ("Ana", "Ben", "Chi", "Dan", "Eli", "Fay", "Gus", "Han", "Ivo", "Jo", "Kim")
VENDORS = ("Northwind", "Contoso", "Fabrikam")


def demo_rooms(app: App, viewer: Viewer) -> dict[str, str]:
    """Return the screens of three rooms with their addresses; a join makes the phone a participant."""
    scoring, talking, decided = (
        _room(app, viewer, title) for title in ("Chat platform", "Call-back partner", "Survey tool")
    )
    _do(app, viewer, scoring, StartScoring)
    _answer(app, scoring, 9)
    _reveal(app, viewer, talking)
    first = console_view(app, viewer, talking.id).agenda.contested[0]
    _do(app, viewer, talking, Discuss, cell=first.cell)
    _reveal(app, viewer, decided)
    agreed = tuple(cell.cell for cell in console_view(app, viewer, decided.id).agenda.agreed)
    _do(app, viewer, decided, Accept, cells=agreed)
    _do(app, viewer, decided, Conclude)
    _answer(app, decided, len(NAMES))
    _do(app, viewer, decided, Reveal)
    return {
        "workshop": "/workshop",
        "workshop-share": f"/workshop?w={scoring.id}",
        "room-conflicts": scoring.join_path,
        "room-question": f"/score?w={scoring.id}&c=1",
        "room-echo": talking.join_path,
        "console": f"/console?w={scoring.id}",
        "console-talk": f"/console?w={talking.id}",
        "projector": f"/projector?w={scoring.id}",
        "projector-talk": f"/projector?w={talking.id}",
        "decision": f"/decision?w={decided.id}",
    }


def _room(app: App, viewer: Viewer, title: str) -> Invitation:
    subjects = tuple(NewSubject(name, "vendor", "candidate") for name in VENDORS)
    return create_workshop(app, viewer, NewWorkshop(title, "innovation-partner", subjects))


def _reveal(app: App, viewer: Viewer, room: Invitation) -> None:
    _do(app, viewer, room, StartScoring)
    _answer(app, room, len(NAMES))
    _do(app, viewer, room, Reveal)


def _do(app: App, viewer: Viewer, room: Invitation, command: type[Command], **what: object) -> None:
    seen = console_view(app, viewer, room.id).head.revision
    host_command(app, viewer, room.id, command(seen, **what))


def _answer(app: App, room: Invitation, people: int) -> None:
    """Let so many people answer all that they are asked, and two more only begin to."""
    for number, name in enumerate(NAMES[: people + 2]):
        person = connected(app, room.id, _ticket(app, room, name))
        introduce(app, person, room.id, name, "")
        questions = phone_view(app, person, room.id).questions
        for place, question in enumerate(questions if number < people else questions[:3]):
            given = GivenAnswer(Answer.LEVEL, _level(question.criterion, number, place))
            vote(app, person, room.id, question.cell, given, uuid4().hex)


def _level(criterion: Criterion, person: int, place: int) -> str:
    """Return a level on which most are near each other, and a few questions split the room."""
    levels = criterion.scale.levels
    is_split = place % 5 == 3
    value = (4 if person % 2 else 1) if is_split else 2 + (person * 7 + place * 3) % 3
    return levels[min(value, len(levels) - 1)].id


_tickets: dict[tuple[str, str], str] = {}


def _ticket(app: App, room: Invitation, name: str) -> str:
    """Return the ticket that somebody joined with, the same each time they come."""
    return _tickets.setdefault((room.id, name), arrive(app, room.id))
