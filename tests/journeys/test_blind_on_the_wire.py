"""Blind for real, over the websocket: two rooms that differ only in other people's answers send the same.

Both servers run on copies of one database and on one port, so keys, codes, names and addresses are the same;
what is left to even out are session ids, hashes and times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
import re
import shutil
import socket

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cxmaturity.services.access import COOKIE, owner_key, viewer_for
from cxmaturity.services.application import open_app
from cxmaturity.services.joining import arrive, connected, introduce
from cxmaturity.services.seats import JOIN_COOKIE
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.services.workshops import create_workshop
from tests.coroutines import finished
from tests.journeys.server import running
from tests.journeys.tab import Tab

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Ana", "Ben", "Chi")
EVENED_OUT = (
    (re.compile(r"[0-9a-f]{16,}"), "hash"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "uuid"),
    (re.compile(r"\b\d\d:\d\d\b"), "time"),
)
Sent = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Prepared:
    """A workshop in its lobby with three people in it, and everybody's cookies."""

    database: Path
    workshop: str
    people: tuple[str, ...]
    owner: str

    def tab(self, origin: str, name: str, value: str) -> Tab:
        jar = CookieJar()
        jar.set_cookie(
            Cookie(
                0,
                name,
                value,
                None,
                False,
                "127.0.0.1",
                False,
                False,
                "/",
                True,
                False,
                None,
                False,
                None,
                None,
                {},
            )
        )
        return Tab(origin, jar, keeps_messages=True)

    def phone(self, origin: str, number: int) -> Tab:
        return self.tab(origin, JOIN_COOKIE + self.workshop, self.people[number])

    def staff(self, origin: str) -> Tab:
        return self.tab(origin, COOKIE, self.owner)


@pytest.fixture(params=["named", "anonymous"])
def prepared(request: pytest.FixtureRequest, tmp_path: Path) -> Prepared:
    path = tmp_path / "lobby" / "room.duckdb"
    app = open_app(str(path))
    key = owner_key(app)
    host = viewer_for(app, key)
    assert host is not None
    form = NewWorkshop("Choice", "progress-questions", (NewSubject("Call-back"),), naming=request.param)
    room = create_workshop(app, host, form)
    tickets = tuple(arrive(app, room.id) for _ in NAMES)
    for ticket, name in zip(tickets, NAMES, strict=True):
        introduce(app, connected(app, room.id, ticket), room.id, name, "")
    app.close()
    return Prepared(path, room.id, tickets, key)


@contextmanager
def serving(prepared: Prepared, folder: Path, port: int) -> Iterator[str]:
    """Run a server on a copy of the prepared database."""
    folder.mkdir()
    for path in prepared.database.parent.glob("room.*"):
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / path.name)
    with running(folder / "room.duckdb", port) as link:
        yield link.split("/o/")[0]


async def played(prepared: Prepared, origin: str, others_say: int, *, reveals: bool) -> Sent:
    """Play one round in which the others give one level throughout; return all that the watchers got."""
    ana, ben, chi = (prepared.phone(origin, number) for number in range(3))
    console, wall = prepared.staff(origin), prepared.staff(origin)
    watchers = {"phone": ana, "console": console, "projector": wall}
    pages = {ana: "score", ben: "score", chi: "score", console: "console", wall: "projector"}
    for tab, page in pages.items():
        await tab.open(f"/{page}?w={prepared.workshop}")
    await console.press("StartScoring")
    await all_look(watchers)
    for tab in (ben, chi):
        await rate(tab, others_say)
        await all_look(watchers)
    await rate(ana, 1)
    await all_look(watchers)
    await console.press("Reveal" if reveals else "Lock")
    await all_look(watchers)
    for tab in pages:
        assert tab.errors == []
        await tab.close()
    return {name: evened_out(tab.received) for name, tab in watchers.items()}


async def rate(tab: Tab, option: int) -> None:
    await tab.poll()
    await tab.press("no-conflict")
    while tab.all("radio"):
        await tab.choose(option)
        await tab.press("next")


async def all_look(watchers: Mapping[str, Tab]) -> None:
    for tab in watchers.values():
        await tab.poll()


def evened_out(received: list[bytes]) -> frozenset[str]:
    """Return the different messages as text, without what differs from run to run anyway.

    How often a message came is left out: whether a page looks once or twice in a second is chance. Where each
    element stands is part of its message.
    """
    return frozenset(_evened_out(str(ForwardMsg.FromString(data))) for data in received)


def _evened_out(text: str) -> str:
    for pattern, word in EVENED_OUT:
        text = pattern.sub(word, text)
    return text


def both(prepared: Prepared, folder: Path, *, reveals: bool = False) -> tuple[Sent, Sent]:
    found = []
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for others_say in (0, 4):
        with serving(prepared, folder / f"others-say-{others_say}", port) as origin:
            found.append(finished(played(prepared, origin, others_say, reveals=reveals)))
    return found[0], found[1]


def differing(one: Sent, other: Sent) -> dict[str, list[str]]:
    """Return, by watcher, the messages that were sent in one of two runs only."""
    return {name: sorted(one[name] ^ other[name]) for name in one}


def test_before_the_reveal_nobody_is_sent_what_depends_on_other_peoples_answers(
    prepared: Prepared, tmp_path: Path
) -> None:
    assert differing(*both(prepared, tmp_path)) == {"phone": [], "console": [], "projector": []}


@pytest.mark.parametrize("prepared", ["named"], indirect=True)
def test_after_the_reveal_everybody_is_sent_the_rooms_answers(prepared: Prepared, tmp_path: Path) -> None:
    """So that the test above could fail."""
    found = differing(*both(prepared, tmp_path, reveals=True))
    assert all(found.values())
