"""Many people at once, through the services, on each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from tests.databases import Server
from tests.services.builders import Room, new_app, somebody

PEOPLE = 40


@pytest.fixture(params=["duckdb", "postgres"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    """Return an evaluation, once on each engine."""
    place = ":memory:"
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        place = server.fresh()
    app = new_app(tmp_path, database=place)
    yield Room.of(app)
    app.close()


@pytest.fixture
def people(room: Room) -> list[Viewer]:
    return [somebody(room.app, f"P{number}") for number in range(PEOPLE)]


def at_once(work: Callable[[Viewer], object], people: list[Viewer]) -> list[object]:
    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(work, people))


def events(app: App) -> int:
    return int(app.store.read("select count(*) from rating_events")[0][0])


def test_forty_first_answers_at_once_all_count_and_pin_one_rubric(room: Room, people: list[Viewer]) -> None:
    at_once(lambda viewer: room.rate("Alder", "field", "good", viewer), people)
    pinned = room.app.store.read("select count(*) from cycles where rubric_sha256 is not null")
    assert (events(room.app), pinned) == (PEOPLE, [(1,)])


def test_one_person_in_forty_tabs_loses_no_tap(room: Room) -> None:
    at_once(lambda viewer: room.rate("Alder", "field", "good", viewer), [room.owner] * PEOPLE)
    assert events(room.app) == PEOPLE


def test_of_answers_that_come_while_the_next_cycle_opens_none_is_lost(
    room: Room, people: list[Viewer]
) -> None:
    def work(viewer: Viewer) -> bool:
        if viewer is people[10]:
            open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
            return False
        try:
            room.rate("Alder", "field", "good", viewer)
        except RefusedError:
            return False
        return True

    assert at_once(work, people).count(True) == events(room.app)


def test_two_who_open_the_next_cycle_at_once_do_not_make_two_of_one_place(
    room: Room, people: list[Viewer]
) -> None:
    at_once(
        lambda viewer: open_next_cycle(room.app, room.owner, room.id, f"Next for {viewer.name}"), people[:8]
    )
    cycles = room.app.store.read("select count(*), count(distinct position) from cycles")
    assert cycles == [(9, 9)]
