"""A server that is killed in the middle of a round: the phone comes back by itself, with its answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect
import pytest

from cxmaturity.services.access import owner_key, viewer_for
from cxmaturity.services.application import open_app
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.services.workshops import create_workshop, open_room
from tests.journeys.conftest import settle

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
SOON = 30_000  # ms in which a phone finds the server again


@contextmanager
def serving(database: Path, port: int) -> Iterator[None]:
    """Run a server until the block ends; then kill it without a warning."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "CXMATURITY_DATABASE": str(database)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for(port)
            yield
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


@pytest.fixture
def room(tmp_path: Path) -> tuple[Path, str]:
    """Open a workshop's first round in a database; return the database and the join path."""
    path = tmp_path / "room.duckdb"
    app = open_app(str(path))
    host = viewer_for(app, owner_key(app))
    assert host is not None
    doors = create_workshop(app, host, NewWorkshop("Choice", "progress-questions", (NewSubject("Pilot"),)))
    open_room(app, host, doors.id)
    app.close()
    return path, doors.join_path


def tap(page: Page, level: int) -> None:
    page.locator(".st-key-ladder [data-testid=stRadioOption]").nth(level).click()
    expect(page.locator(".st-key-place")).to_contain_text("Saved", timeout=SOON)


def test_after_a_killed_server_a_phone_is_back_at_its_question_by_itself(
    browser: Browser, room: tuple[Path, str]
) -> None:
    database, path = room
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = browser.new_context(viewport={"width": 390, "height": 664}, is_mobile=True).new_page()
    with serving(database, port):
        page.goto(f"http://127.0.0.1:{port}{path}")
        settle(page)
        page.get_by_role("button", name="No, go on").click()
        tap(page, 0)
        page.locator(".st-key-next button").click()
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4", timeout=SOON)
        tap(page, 1)
        page.get_by_role("button", name="Why?").click()
        page.get_by_label(re.compile("Your reason")).fill("It worked in the pilot.")
        page.wait_for_timeout(2_000)
    with serving(database, port):
        expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=SOON)
        expect(page.locator(".st-key-place")).to_contain_text("2 of 4", timeout=SOON)
        expect(page.locator(".st-key-ladder [data-testid=stRadioOption] input").nth(1)).to_be_checked()
        page.reload()
        settle(page)
        page.get_by_role("button", name="Why?").click()
        expect(page.get_by_label(re.compile("Your reason"))).to_have_value("It worked in the pilot.")
        expect(page.locator("body")).to_contain_text("2 of 4 saved")
    page.context.close()
