"""A real server on a fresh database and a real browser; without a browser these tests skip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
import shutil

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
import pytest

from tests.journeys.server import running

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"viewport": {"width": 390, "height": 664}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
AXE = Path(__file__).with_name("axe.min.js")
Visitor = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every journey a second try: a browser on a busy machine may be late where the product is not."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def owner_link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the product as a person would and give the link that it prints."""
    with running(tmp_path_factory.mktemp("journeys") / "fresh.duckdb") as link:
        yield link


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if executable is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, owner_link: str) -> Iterator[Visitor]:
    """Open a page that came in by the owner's link: ``visitor("phone", dark=True)``."""
    contexts: list[BrowserContext] = []

    def come(device: str = "desk", *, dark: bool = False) -> Page:
        shape = PHONE if device == "phone" else DESK
        context = browser.new_context(**shape, color_scheme="dark" if dark else "light", locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto(owner_link)
        settle(page)
        return page

    yield come
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until the screen has its headline and nothing is running."""
    page.locator("[data-testid=stMainBlockContainer] h1").first.wait_for()
    page.wait_for_timeout(300)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(300)


def problems_for_people(page: Page) -> list[str]:
    """Return what axe finds wrong by WCAG 2.2 AA, as rule and first place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]
