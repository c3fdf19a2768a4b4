from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.workshop.hosting import (
    Admit,
    LockDoor,
    LockWeights,
    Observe,
    OpenDoor,
    Remove,
    SetTimer,
)
from cxmaturity.domain.workshop.steering import (
    Accept,
    Brief,
    Conclude,
    Discuss,
    End,
    Lock,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from cxmaturity.services.people import erase
from tests.services.builders import everything, somebody
from tests.services.hall import Hall, open_hall


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall.of(open_hall(tmp_path))
    hall.come("Ana", "Ben")
    return hall


def words(hall: Hall) -> list[str]:
    """Return what the record says, oldest first."""
    return [happening.words for happening in reversed(hall.console().history)]


def test_the_record_tells_a_whole_workshop_in_words(hall: Hall) -> None:
    hall.do(Brief)
    hall.do(LockWeights)
    hall.do(StartScoring)
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.do(Lock)
    hall.do(Reveal)
    first, second = (item.cell for item in hall.console().agenda.contested[:2])
    hall.do(Discuss, cell=first)
    hall.do(Accept, cells=(first, second))
    hall.do(ScoreAgain, reason="a call", scope="cells", cells=(first,))
    hall.do(Withdraw, reason="no time")
    hall.do(Conclude)
    hall.do(Reveal, missing=2)
    hall.do(End)
    assert words(hall) == [
        "set up “Partners”",
        "moved on: the room is being briefed",
        "locked the weights",
        "opened round 1 with 6 questions",
        "moved on: the room is locked before the reveal",
        "revealed the round",
        f"took up {named(hall, first)}",
        f"accepted {named(hall, first)} and 1 more",
        "opened round 2 with 1 question: a call",
        "took a round back: no time",
        "asked for the overall judgement",
        "revealed the round, 2 missing",
        "ended the workshop",
    ]


def named(hall: Hall, cell: tuple[str, str]) -> str:
    head = hall.console().head
    return f"{head.criterion(cell[1]).title} · {head.subject(cell[0]).name}"


def test_the_record_tells_who_came_in_who_watched_and_how_the_clock_ran(hall: Hall) -> None:
    hall.do(LockDoor)
    hall.come("Eve")
    hall.do(Admit, people=(hall.people["Eve"].person_id,))
    hall.do(OpenDoor)
    hall.do(Observe, person=hall.people["Ben"].person_id)
    hall.do(Observe, person=hall.people["Ben"].person_id, is_on=False)
    hall.do(SetTimer, seconds=90)
    hall.do(SetTimer, seconds=0)
    hall.do(StartScoring)
    hall.do(SetTimer, seconds=60, locks=True)
    assert words(hall)[1:] == [
        "locked the room",
        "admitted Eve",
        "opened the room",
        "let Ben only watch",
        "let Ben rate again",
        "set the clock to 1:30",
        "stopped the clock",
        "locked the weights",
        "opened round 1 with 6 questions",
        "set the clock to 1:00, locking",
    ]


def test_the_record_says_who_did_it(hall: Hall) -> None:
    hall.do(LockDoor)
    assert {happening.by for happening in hall.console().history} == {"Owner"}


def test_the_reasons_of_an_erased_host_are_gone_and_the_room_goes_on(hall: Hall) -> None:
    owner, hall.host = hall.host, somebody(hall.app, "Ines", "facilitator")
    hall.score({"Ana": 4})
    hall.do(ScoreAgain, reason="ZZagain", scope="all")
    hall.do(Withdraw, reason="ZZback")
    hall.do(Remove, person=hall.people["Ana"].person_id, reason="ZZremoved")
    erase(hall.app, owner, hall.host.person_id)
    hall.host = owner
    hall.do(ScoreAgain, reason="Once more", scope="all")
    assert "ZZ" not in everything(hall.app) + str(hall.console())
    assert "took a round back" in str(hall.console())
