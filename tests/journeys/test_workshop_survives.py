"""A server killed or a network cut in mid-round: the phone comes back by itself, with its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
import os
from pathlib import Path
import re
import signal
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.access import owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.services.live_rooms import read_state
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import Invitation, NewWorkshop
from cxmaturity.services.workshops import create_workshop, open_room
from tests.coroutines import finished
from tests.journeys.conftest import settle
from tests.journeys.network import network_to
from tests.journeys.server import free_port
from tests.journeys.tab import Tab

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
REASON = re.compile("Your reason")
SOON = 30_000  # ms in which a phone finds the server again
CROWD = 20
ENOUGH = 100  # saved answers before the kill, of 240 that the crowd would give
LEVELS = ("helps", "helps-some", "no-change")  # the first three on the ladder


@contextmanager
def serving(database: Path | str, port: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; then kill it without a warning."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "CXMATURITY_DATABASE": str(database), **settings}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for(port)
            yield server
        finally:
            server.send_signal(signal.SIGKILL)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"nothing answers on port {port}")


def opened(place: Path | str) -> Invitation:
    """Open a workshop's first round in a database."""
    app = open_app(str(place))
    host = viewer_for(app, owner_key(app))
    assert host is not None
    doors = create_workshop(app, host, NewWorkshop("Choice", "progress-questions", (NewSubject("Pilot"),)))
    open_room(app, host, doors.id)
    app.close()
    return doors


@pytest.fixture
def room(tmp_path: Path) -> tuple[Path, str]:
    """Open a workshop's first round in a database; return the database and the join path."""
    path = tmp_path / "room.duckdb"
    return path, opened(path).join_path


def tap(page: Page, level: int) -> None:
    page.locator(".st-key-ladder [data-testid=stRadioOption]").nth(level).click()
    expect(page.locator(".st-key-place")).to_contain_text("Saved", timeout=SOON)


def sessions_of(page: Page) -> list[str]:
    """Return a list that grows by the server's session whenever it begins to draw the page."""
    found: list[str] = []

    def note(data: bytes | str) -> None:
        message = ForwardMsg.FromString(data) if isinstance(data, bytes) else ForwardMsg()
        if message.WhichOneof("type") == "new_session":
            found.append(message.new_session.initialize.session_id)

    page.on("websocket", lambda line: line.on("framereceived", note))
    return found


def test_after_a_killed_server_a_phone_is_back_at_its_question_by_itself(
    browser: Browser, room: tuple[Path, str]
) -> None:
    database, path = room
    port = free_port()
    page = browser.new_context(viewport={"width": 390, "height": 664}, is_mobile=True).new_page()
    with serving(database, port):
        page.goto(f"http://127.0.0.1:{port}{path}")
        settle(page)
        page.get_by_role("button", name="No, go on").click()
        tap(page, 0)
        page.locator(".st-key-next button").click()
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4", timeout=SOON)
        tap(page, 1)
        page.get_by_role("button", name="Add a reason").click()
        page.get_by_role("textbox", name=REASON).press_sequentially("It worked in the pilot.", delay=70)
        page.wait_for_timeout(2_000)
    with serving(database, port):
        expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=SOON)
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4", timeout=SOON)
        expect(page.locator(".st-key-ladder [data-testid=stRadioOption] input").nth(1)).to_be_checked()
        page.reload()
        settle(page)
        page.get_by_role("button", name="Your reason").click()
        expect(page.get_by_role("textbox", name=REASON)).to_have_value("It worked in the pilot.")
        expect(page.locator("body")).to_contain_text("2 of 4 saved")
    page.context.close()


def test_after_150_seconds_without_network_a_phone_is_back_at_its_question_by_itself(
    browser: Browser, room: tuple[Path, str]
) -> None:
    """What was saved is there; what was tapped in the dark is not shown as saved and can be tapped again.

    Nobody waits for 150 seconds here. What happens in them: the server's pings get no answer, so it drops the
    connection; a session without one is forgotten after `disconnectedSessionTTL`, ten minutes as shipped; the
    phone hears nothing until the network is back, and then that its connection is dead. In this test the
    server is told at once, and forgets the session after a second. So the phone comes back to a server that
    knows nothing of it but its cookie: as after a cut of any length, also one that outlasts the ten minutes.
    """
    database, path = room
    port = free_port()
    page = browser.new_context(viewport={"width": 390, "height": 664}, is_mobile=True).new_page()
    sessions = sessions_of(page)
    forgetful = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}
    with serving(database, port, **forgetful), network_to(port) as network:
        page.goto(f"http://127.0.0.1:{network.port}{path}")
        settle(page)
        page.get_by_role("button", name="No, go on").click()
        tap(page, 0)
        page.locator(".st-key-next button").click()
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4", timeout=SOON)
        network.cut()
        page.locator(".st-key-ladder [data-testid=stRadioOption]").nth(1).click()
        page.wait_for_timeout(3_000)
        expect(page.locator(".st-key-place")).not_to_contain_text("Saved")
        network.restore()
        expect(page.locator(".st-key-ladder [data-testid=stRadioOption] input:checked")).to_have_count(
            0, timeout=SOON
        )
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4")
        tap(page, 1)
        page.locator(".st-key-back button").click()
        expect(page.locator(".st-key-place")).to_contain_text("1 of 4", timeout=SOON)
        expect(page.locator(".st-key-ladder [data-testid=stRadioOption] input").nth(0)).to_be_checked()
        expect(page.locator("body")).to_contain_text("2 of 4 saved")
    assert len(set(sessions)) == 2  # the server had forgotten the first
    page.context.close()


@pytest.fixture(params=["duckdb", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if request.param == "duckdb":
        return str(tmp_path / "crowd.duckdb")
    return str(request.getfixturevalue("postgres").fresh())


async def answer(tab: Tab, told: list[str], heard: asyncio.Semaphore) -> None:
    """Tap level after level and go on; keep each that the page shows as saved, until the server is gone."""
    with suppress(ConnectionClosed):
        await tab.press("no-conflict")
        while tab.all("radio"):
            for place, level in enumerate(LEVELS):
                await tab.choose(place)
                if any("Saved" in text for text in tab.texts()):
                    told.append(level)
                    heard.release()
            await tab.press("next")


async def killed(server: subprocess.Popen[bytes], address: str, path: str) -> list[list[str]]:
    """Let a crowd answer and kill the server; return what each, as they came, was told is saved."""
    told: list[list[str]] = [[] for _ in range(CROWD)]
    heard = asyncio.Semaphore(0)
    tabs = [Tab(address) for _ in told]
    for tab in tabs:
        await tab.open(path)
    answering = [asyncio.create_task(answer(*each, heard)) for each in zip(tabs, told, strict=True)]
    for _ in range(ENOUGH):
        await heard.acquire()
    server.kill()
    await asyncio.gather(*answering)
    return told


def kept_of(app: App, person: str) -> list[str]:
    """Return the levels that somebody tapped, in the order in which they came."""
    rows = app.store.read(
        "select level from workshop_answers where person_id = $1 order by recorded_at, revision", [person]
    )
    return [level for (level,) in rows]


def test_a_server_killed_while_twenty_people_answer_has_kept_every_answer_that_it_said_was_saved(
    place: str,
) -> None:
    doors, port = opened(place), free_port()
    with serving(place, port) as server:
        told = finished(killed(server, f"http://127.0.0.1:{port}", doors.join_path))
    app = open_app(place)
    state = read_state(app.store, doors.id)
    kept = [kept_of(app, person.id) for person in state.people]
    app.close()
    assert [levels[: len(said)] for levels, said in zip(kept, told, strict=True)] == told
    assert (state.room.phase, sum(map(len, told)) >= ENOUGH) == (Phase.SCORE, True)
