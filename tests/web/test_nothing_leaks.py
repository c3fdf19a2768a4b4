"""Blind for real, over HTTP and on the command line: two runs that differ only in other people's answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.cli.main import main
from cxmaturity.domain.workshop.steering import Lock, StartScoring
from cxmaturity.services import application
from cxmaturity.services.application import App
from cxmaturity.services.seats import HOST_COOKIE, JOIN_COOKIE
from cxmaturity.web import routes
from cxmaturity.web.protection import middleware
from cxmaturity.web.side_door import open_for_commands
from tests.services.hall import Hall, open_hall

SITE = Starlette(routes=routes.routes, middleware=middleware)
RANDOM = re.compile(r"[A-Za-z0-9_-]{43}(\.[0-9a-f]{64})?")  # tokens
VALUES: dict[str, tuple[int | str, ...]] = {"one": (0, "NA", 4), "other": (4, 2, "DK")}


@contextmanager
def running(app: App) -> Iterator[None]:
    """Let the routes find this app."""
    application._current.append(app)
    try:
        yield
    finally:
        application._current.clear()


def blind(folder: Path, name: str) -> Hall:
    """Return a room in a locked round in which everybody but Ana answered as this world says."""
    folder.mkdir()
    app = open_hall(folder, str(folder / "cx.duckdb"))
    hall = Hall.of(app)
    hall.come("Ana", "Ben", "Cyd", "Dan")
    hall.do(StartScoring)
    hall.give_all("Ana", 2)
    for person, what in zip(("Ben", "Cyd", "Dan"), VALUES[name], strict=True):
        hall.give_all(person, what)
    hall.do(Lock)
    return hall


def over_http(hall: Hall) -> list[tuple[object, ...]]:
    """Return what every route says to a stranger, a participant and the host."""
    seen: list[tuple[object, ...]] = []
    paths = ("/join", f"/j/{hall.doors.code}", "/j/XXXXXX", "/r/XXXXXXXXXX", "/h/none", "/healthz", "/o/none")
    jars: tuple[dict[str, str], ...] = (
        {},
        {JOIN_COOKIE + hall.id: hall.tokens["Ana"]},
        {HOST_COOKIE + hall.id: hall.doors.host_token},
    )
    with running(hall.app):
        for jar in jars:
            client = TestClient(SITE, follow_redirects=False, cookies=jar)
            for path in paths:
                answer = client.get(path)
                headers = sorted((k, normal(v, hall)) for k, v in answer.headers.items())
                seen.append((answer.status_code, headers, normal(answer.text, hall)))
    return seen


def on_the_command_line(hall: Hall, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    """Return what commands print and write while the app runs."""
    seen: list[object] = []
    place = ("--database", str(folder / "cx.duckdb"))
    files = folder / "ratings.csv"
    commands = (
        ("export", "--ratings", str(files)),
        ("export", "--all", str(folder / "all")),
        ("verify",),
    )
    with open_for_commands(hall.app):
        for words in commands:
            capsys.readouterr()
            code = main([*words, *place])
            said = capsys.readouterr()
            written = files.read_text() if files.exists() else ""
            seen.append((code, normal(said.out + said.err, hall).replace(str(folder), "FOLDER"), written))
    return seen


def normal(text: str, hall: Hall) -> str:
    """Return a text without what differs by chance in any two runs: keys, codes and tokens."""
    for name in (hall.id, hall.doors.code):
        text = text.replace(name, "KEY")
    return RANDOM.sub("TOKEN", text)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Hall, Hall]]:
    one, other = (blind(tmp_path / name, name) for name in VALUES)
    yield one, other
    for hall in (one, other):
        hall.app.close()


def test_no_route_tells_what_others_answered(two: tuple[Hall, Hall]) -> None:
    first, second = map(over_http, two)
    assert first == second


def test_no_command_tells_what_others_answered(
    two: tuple[Hall, Hall], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (
        on_the_command_line(hall, tmp_path / name, capsys) for name, hall in zip(VALUES, two, strict=True)
    )
    assert first == second


def test_everything_is_not_exported_while_a_round_is_open(
    two: tuple[Hall, Hall], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_for_commands(two[0].app):
        code = main(["export", "--all", str(tmp_path / "all"), "--database", str(tmp_path / "one/cx.duckdb")])
    assert (code, (tmp_path / "all").exists()) == (1, False)
    assert "“Partners” is in the middle of a round" in capsys.readouterr().err
