"""A shared page as recipients meet it: on a desk, on a phone, on paper, fetching nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
import re
import shutil
import subprocess
import sys

from playwright.sync_api import Browser, Page
import pytest

from cxmaturity.domain.sharing import Kind, Scope
from cxmaturity.services.application import open_app
from cxmaturity.services.demo import load_demo
from cxmaturity.services.sharing import NewShare, create_share
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.services.workshops import create_workshop
from tests.journeys.conftest import DESK, PHONE, ROOT, problems_for_people
from tests.journeys.server import running
from tests.services.builders import owner_of

pytestmark = pytest.mark.journey
KINDS: tuple[Kind, ...] = ("frozen", "live")


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


@pytest.mark.parametrize(
    "shape", [DESK, PHONE, {**PHONE, "color_scheme": "dark"}], ids=["desk", "phone", "phone after dark"]
)
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


@pytest.mark.parametrize(("paper", "across"), [("A4", 680), ("A5", 446)])
def test_on_paper_nothing_is_cut(browser: Browser, frozen: str, paper: str, across: int) -> None:
    page, _ = opened(browser, frozen, viewport={"width": across, "height": 900})
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('h1,h2,p,li,svg,th,td')]"
        ".filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent)"
    )
    assert cut == []
    assert page.pdf(format=paper).startswith(b"%PDF")


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


@dataclass(frozen=True)
class Stock:
    """A database that no server has opened yet, with a link of each kind that works."""

    database: Path
    frozen: str
    live: str
    join: str


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    database = tmp_path_factory.mktemp("stock") / "cx.duckdb"
    app = open_app(str(database))
    owner = owner_of(app)
    evaluation_id = load_demo(app, owner)[0]
    scope, last = Scope(evaluation_id, "result", files=frozenset()), app.now().date() + timedelta(days=1)
    frozen, live = (create_share(app, owner, NewShare(scope, kind, "Board", last)).path for kind in KINDS)
    vendors = tuple(NewSubject(name, "vendor", "candidate") for name in ("Alder", "Birch"))
    room = create_workshop(app, owner, NewWorkshop("Choice", "innovation-partner", vendors))
    app.close()
    return Stock(database, frozen, live, room.join_path)


@contextmanager
def cold(stock: Stock, folder: Path) -> Iterator[str]:
    """Start a server that nobody has asked anything yet, on a copy, and yield its address."""
    for file in stock.database.parent.iterdir():
        shutil.copy(file, folder)
    with running(folder / stock.database.name) as owner:
        yield owner.partition("/o/")[0]


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
    browser: Browser, stock: Stock, tmp_path: Path, path: str, heading: str
) -> None:
    """A server that nobody has asked anything yet: a deep link must not come past the router."""
    with cold(stock, tmp_path) as origin:
        page, _ = opened(browser, origin + path)
        page.locator("h1").first.wait_for()
        assert page.locator("h1").first.inner_text() == heading


@pytest.mark.parametrize("first", ["frozen", "live"])
def test_a_link_that_works_opens_nothing_else_also_as_the_very_first_request(
    browser: Browser, stock: Stock, tmp_path: Path, first: str
) -> None:
    """One browser with a share link, then with a join link, then at a page that neither of them is for."""
    with cold(stock, tmp_path) as origin:
        page = browser.new_page()
        for path, shown in ((getattr(stock, first), "leads"), (stock.join, "Choice")):
            page.goto(origin + path)
            page.get_by_text(shown).first.wait_for()
        for path in ("/people", "/record", "/health"):
            page.goto(origin + path)
            page.get_by_role("heading", name="Open with your own link").wait_for()


def test_no_token_is_in_the_log(site: Site, browser: Browser, frozen: str) -> None:
    opened(browser, frozen)
    opened(browser, site.origin + "/s/" + "y" * 43)
    log = site.errors.read_text()
    assert frozen.rpartition("/")[2] not in log
    assert "y" * 43 not in log
