"""Blind for real: two runs that differ only in other people's answers show every viewer the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cxmaturity.domain.workshop.steering import (
    Conclude,
    End,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.joining import declare
from cxmaturity.services.results import result
from cxmaturity.services.safekeeping import export_all
from cxmaturity.services.workshop_results import results_view
from tests.services.hall import Hall
from tests.services.worlds import World

ROOMS: dict[str, dict[str, Any]] = {
    "named": {},
    "anonymous": {"naming": "anonymous"},
    "masked": {"is_masked": True},
    "block by block": {"blocks": "per subject"},
}


@pytest.fixture(params=ROOMS, ids=lambda name: name.replace(" ", "-"))
def worlds(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[World, World]:
    how = ROOMS[request.param]
    one, other = (World.new(tmp_path / f"world-{seed}", seed, **how) for seed in (1, 2))
    return one, other


def differences(worlds: tuple[World, World]) -> set[str]:
    """Return the names of everything that was ever shown differently."""
    one, other = worlds
    assert len(one.seen) == len(other.seen) > 0
    return {
        name
        for before, after in zip(one.seen, other.seen, strict=True)
        for name in before
        if before[name] != after[name]
    }


def first_round(world: World, seed: int | None = None) -> None:
    world.do(StartScoring)
    world.others_answer(seed)
    world.watcher_answers()
    world.do(Lock)


def test_nothing_that_anybody_is_shown_before_a_reveal_depends_on_other_peoples_answers(
    worlds: tuple[World, World],
) -> None:
    for world in worlds:
        first_round(world)
        world.do(OpenAgain)
        world.others_answer()
    assert differences(worlds) == set()


def test_after_the_reveal_the_answers_are_seen(worlds: tuple[World, World]) -> None:
    """So that the test above could fail."""
    for world in worlds:
        first_round(world)
        world.do(Reveal)
    assert {"phone", "console", "projector"} <= differences(worlds)


@pytest.mark.parametrize("worlds", ["named", "anonymous"], indirect=True)
def test_a_second_round_is_as_blind_as_the_first(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(ScoreAgain, reason="we talked", scope="all")
        world.others_answer()
        world.watcher_answers()
        world.do(Lock)
    assert differences(worlds) == set()


@pytest.mark.parametrize("worlds", ["anonymous"], indirect=True)
def test_a_round_that_was_taken_back_is_never_seen(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(ScoreAgain, reason="we talked", scope="all")
        world.others_answer()
        world.do(Withdraw, reason="wrong question")
        world.do(ScoreAgain, reason="once more", scope="all")
        world.others_answer(seed=8)
        world.do(Reveal, missing=9)
    assert differences(worlds) == set()


@pytest.mark.parametrize("worlds", ["named"], indirect=True)
def test_the_overall_judgement_is_blind_too(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(Conclude)
        world.others_answer()
        world.watcher_answers()
    assert differences(worlds) == set()


OWN = {"phone", "results on a phone"}  # where the watcher's own answers stand
KEYS = {"grants.parquet", "settings.parquet"}  # drawn anew in every store


def whole_workshop(folder: Path, low: str) -> World:
    """An anonymous room in which one person, ``low``, said 0 about Northwind and all the others 3.

    Everybody knows that Ana has a stake in Southgate, that Eve missed the second round, that Fay came late.
    """
    world = World.new(folder, 1, naming="anonymous")
    hall = world.hall
    northwind, southgate = (hall.cell(name, "field").subject for name in ("Northwind", "Southgate"))
    declare(hall.app, hall.people["Ana"], hall.id, frozenset({southgate}))
    world.do(StartScoring)
    everybody_answers(hall, northwind, low)
    world.do(Reveal)
    hall.come("Fay")
    world.do(ScoreAgain, reason="we talked", scope="all")
    for name in ("Ana", "Ben", "Cyd", "Dan", "Fay"):
        hall.give_all(name, 2)
    world.do(Reveal, missing=1)
    world.do(Conclude)
    everybody_answers(hall, northwind, low)
    world.do(Reveal)
    world.do(End)
    return world


def everybody_answers(hall: Hall, northwind: str, low: str) -> None:
    for name in hall.people:
        for question in hall.phone(name).questions:
            is_low = name == low and question.cell.subject == northwind
            hall.give(name, question.cell, 0 if is_low else 3, note="low" if is_low else "")


def test_no_screen_and_no_file_of_an_anonymous_room_depends_on_who_said_what(tmp_path: Path) -> None:
    worlds = tuple(whole_workshop(tmp_path / low, low) for low in ("Ana", "Ben"))
    assert differences((worlds[0], worlds[1])) <= OWN
    for name, world in zip(("ana", "ben"), worlds, strict=True):
        export_all(world.hall.app, world.hall.host, tmp_path / name)
    files = {path.name for path in (tmp_path / "ana").glob("*.parquet")} - KEYS
    assert [file for file in files if not same_rows(tmp_path / "ana" / file, tmp_path / "ben" / file)] == []


def same_rows(one: Path, other: Path) -> bool:
    rows = (sorted(map(repr, pq.read_table(path).to_pylist())) for path in (one, other))
    return next(rows) == next(rows)


def test_in_an_anonymous_room_nobody_is_told_by_the_one_answer_that_is_missing(tmp_path: Path) -> None:
    """Ana alone did not rate Southgate, and what she said stands beside answers about Southgate."""
    hall = whole_workshop(tmp_path / "Ana", "Ana").hall
    rows = list(csv.DictReader(io.StringIO(ratings_file(hall.app, hall.host).decode())))
    by_number: dict[str, set[str]] = {}
    for row in rows:
        by_number.setdefault(row["assessor"], set()).add(row["subject"])
    low = {row["assessor"] for row in rows if (row["level"], row["criterion"]) == ("none", "field")}
    assert any("Southgate" in by_number[number] for number in low)


def test_the_evaluation_says_afterwards_what_an_anonymous_room_had_come_to(tmp_path: Path) -> None:
    hall = whole_workshop(tmp_path / "Ana", "Ana").hall
    room = results_view(hall.app, hall.host, hall.id).final
    kept = result(hall.app, hall.host, hall.doors.evaluation_id).result
    assert [(s.subject, s.score, s.criteria) for s in room.subjects] == [
        (s.subject, s.score, s.criteria) for s in kept.subjects
    ]
    assert (room.agreement, room.robustness) == (kept.agreement, kept.robustness)
