"""A shared page as recipients meet it: on a desk, on a phone, on paper, fetching nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
import re
import subprocess
import sys

from playwright.sync_api import Browser, Page
import pytest

from tests.journeys.conftest import DESK, PHONE, ROOT, problems_for_people
from tests.journeys.server import running

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Site:
    """A server of its own with demo data, started afresh; ``errors`` is where it logs."""

    origin: str
    owner: str
    database: Path
    errors: Path

    def share(self, *words: str) -> str:
        """Make a link by the command line, through the running app."""
        command = [
            sys.executable,
            "-m",
            "cxmaturity",
            "share",
            "create",
            "Messaging platform",
            "--for",
            "Board",
        ]
        command += ["--base-url", self.origin, "--database", str(self.database), *words]
        made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return made.stdout.splitlines()[0]


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Start a server on a new database with demo data."""
    database, errors = folder / "cx.duckdb", folder / "log"
    run = [sys.executable, "-m", "cxmaturity"]
    subprocess.run([*run, "demo", "--database", str(database)], check=True, capture_output=True, cwd=ROOT)
    with errors.open("w") as log, running(database, errors=log) as owner:
        yield Site(owner.partition("/o/")[0], owner, database, errors)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("sharing")) as started:
        yield started


@pytest.fixture(scope="module")
def frozen(site: Site) -> str:
    return site.share()


def opened(browser: Browser, address: str, **shape: object) -> tuple[Page, list[str]]:
    """Open an address in a browser of its own; return the page and every address it asked for."""
    page = browser.new_context(**{**DESK, **shape}).new_page()  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return page, asked


@pytest.mark.parametrize("shape", [DESK, PHONE], ids=["desk", "phone"])
def test_a_shared_page_can_be_used_by_everybody(
    browser: Browser, frozen: str, shape: dict[str, object]
) -> None:
    page, _ = opened(browser, frozen, **shape, bypass_csp=True)
    assert problems_for_people(page) == []


def test_a_shared_page_asks_for_nothing_from_elsewhere(site: Site, browser: Browser, frozen: str) -> None:
    page, asked = opened(browser, frozen)
    page.wait_for_load_state("networkidle")
    assert len(asked) >= 2
    assert not [url for url in asked if not url.startswith(site.origin)]


def test_a_shared_page_runs_no_script_and_violates_no_rule_of_its_own(browser: Browser, frozen: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(frozen)
    page.wait_for_load_state("networkidle")
    assert page.locator("script").count() == 0
    assert said == []


def test_a_phone_gets_narrow_charts_and_nothing_sticks_out(browser: Browser, frozen: str) -> None:
    page, _ = opened(browser, frozen, **PHONE)
    assert page.locator(".narrow svg").first.is_visible()
    assert not page.locator(".wide svg").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_paper_every_table_is_open(browser: Browser, frozen: str) -> None:
    page, _ = opened(browser, frozen)
    page.emulate_media(media="print")
    tables = page.locator("table")
    assert all(table.is_visible() for table in tables.all())
    assert not page.locator(".files").is_visible()


def test_a_password_is_typed_on_a_page_that_everybody_can_use(site: Site, browser: Browser) -> None:
    command = [sys.executable, "-m", "cxmaturity", "share", "create", "Messaging platform", "--for", "Board"]
    command += ["--password", "--base-url", site.origin, "--database", str(site.database)]
    made = subprocess.run(
        command, input="correct horse\n", capture_output=True, text=True, check=True, cwd=ROOT
    )
    page, _ = opened(browser, made.stdout.splitlines()[0], bypass_csp=True)
    assert problems_for_people(page) == []
    page.fill("input", "wrong horse")
    page.click("button")
    assert "not the password" in page.inner_text("main")
    page.fill("input", "correct horse")
    page.click("button")
    assert "leads" in page.inner_text("h1")


def test_a_live_page_is_read_only_and_its_address_holds_no_token(site: Site, browser: Browser) -> None:
    address = site.share("--kind", "live", "--masked")
    page, _ = opened(browser, address)
    page.locator("h1").first.wait_for()
    page.get_by_text("Would other weights change it?").wait_for()
    assert re.fullmatch(r".*/shared\?link=[a-z0-9]+", page.url)
    assert "Northwind" not in page.inner_text("body")
    assert page.get_by_role("button", name="Rate").count() == 0
    assert problems_for_people(page) == []


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/s/" + "x" * 43, "There is nothing here"),
        ("/shared?link=nothing", "This link does not open"),
        ("/result?e=nothing", "Open with your own link"),
        ("/people", "Open with your own link"),
        ("/score?room=nothing", "Type the code from the screen"),
    ],
)
def test_the_first_request_after_a_start_meets_its_guard(
    browser: Browser, tmp_path: Path, path: str, heading: str
) -> None:
    """A server that nobody has asked anything yet: a deep link must not come past the router."""
    with serving(tmp_path) as cold:
        page, _ = opened(browser, cold.origin + path)
        page.locator("h1").first.wait_for()
        assert page.locator("h1").first.inner_text() == heading


def test_no_token_is_in_the_log(site: Site, browser: Browser, frozen: str) -> None:
    opened(browser, frozen)
    opened(browser, site.origin + "/s/" + "y" * 43)
    log = site.errors.read_text()
    assert frozen.rpartition("/")[2] not in log
    assert "y" * 43 not in log
