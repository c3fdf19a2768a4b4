from __future__ import annotations

from pathlib import Path
import re
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import Page, expect
import pytest

from tests.journeys.conftest import Visitor, problems_for_people, settle

pytestmark = pytest.mark.journey

GOOD = "subject,criterion,level,assessor,cycle\n" + "".join(
    f"{subject},{criterion},{level},{assessor},{cycle}\n"
    for cycle in ("Q3 2026", "Q4 2026")
    for assessor in ("Ana", "Ben", "Cho", "Dev")
    for subject, level in (("Northwind", 3), ("Contoso", 2))
    for criterion in ("field", "business", "our-goals", "their-roadmap", "drives-us", "we-drive-them")
)
BAD = "subject,criterion,level\nNorthwind,field,9\nNorthwind,unknown,2\n"


def start_evaluation(page: Page, *names: str) -> None:
    page.goto(urljoin(page.url, "/new?rubric=innovation-partner"))
    settle(page)
    page.get_by_label("One vendor a line").fill("\n".join(names))
    page.get_by_role("button", name="Start rating").click()
    page.wait_for_url("**/rate?**")
    settle(page)


def rate_all(page: Page, level: str) -> None:
    """Answer every question of the subject that is open, then finish."""
    for _ in range(7):
        page.get_by_role("radio").nth(int(level)).check(force=True)
        page.get_by_text("Saved").wait_for()
        page.locator(".st-key-next button").click()
        settle(page)


def test_a_phone_goes_from_the_owners_link_to_a_result(visitor: Visitor) -> None:
    page = visitor("phone")
    start_evaluation(page, "Northwind", "Contoso")
    page.get_by_role("button", name="Rate").first.click()
    settle(page)
    rate_all(page, "2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northwind is rated")
    page.get_by_role("button", name="Rate Contoso").click()
    settle(page)
    rate_all(page, "1")
    page.get_by_role("button", name="See the result").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contoso leads")
    expect(page).to_have_title(re.compile(r"\w.* · Result · cxmaturity"))


def test_a_reload_keeps_the_question_and_the_answer(visitor: Visitor) -> None:
    page = visitor("phone")
    start_evaluation(page, "Fabrikam")
    page.get_by_role("radio").nth(1).check(force=True)
    page.get_by_text("Saved").wait_for()
    asked = page.get_by_role("heading", level=1).inner_text()
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(asked)
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_arrow_keys_move_on_the_ladder(visitor: Visitor) -> None:
    page = visitor()
    start_evaluation(page, "Tailspin")
    page.get_by_role("radio").nth(2).check(force=True)
    page.get_by_text("Saved").wait_for()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_nothing_is_asked_of_any_other_server(visitor: Visitor, owner_link: str) -> None:
    origin = owner_link.split("/o/", maxsplit=1)[0]
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in ("/", "/new", "/imports"):
        page.goto(origin + place)
        settle(page)
    elsewhere = [url for url in asked if not url.startswith((origin, "data:", "blob:"))]
    assert asked
    assert elsewhere == []


def import_good(page: Page, origin: str, folder: Path) -> str:
    """Import ratings of two cycles and return the evaluation's id from the result's address."""
    good = folder / "good.csv"
    good.write_text(GOOD, encoding="utf-8")
    if "/imports" not in page.url:
        page.goto(f"{origin}/imports?rubric=innovation-partner")
        settle(page)
    page.locator("input[type=file]").set_input_files(good)
    page.get_by_role("button", name="Import 96 ratings").click()
    page.wait_for_url("**/result?**")
    settle(page)
    return parse_qs(urlsplit(page.url).query)["e"][0]


def test_a_bad_file_is_explained_and_a_good_one_becomes_results_over_cycles(
    visitor: Visitor, owner_link: str, tmp_path: Path
) -> None:
    origin = owner_link.split("/o/", maxsplit=1)[0]
    bad = tmp_path / "bad.csv"
    bad.write_text(BAD, encoding="utf-8")
    page = visitor()
    page.goto(f"{origin}/imports?rubric=innovation-partner")
    settle(page)
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_role("heading", name="2 things to put right first")).to_be_visible()
    import_good(page, origin, tmp_path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind")
    page.get_by_role("link", name="Progress").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind leads as before")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("device", ["desk", "phone"])
def test_every_screen_is_accessible(
    device: str, dark: bool, visitor: Visitor, owner_link: str, tmp_path: Path
) -> None:
    origin = owner_link.split("/o/", maxsplit=1)[0]
    page = visitor(device, dark=dark)
    evaluation = import_good(page, origin, tmp_path)
    screens = (
        "/",
        "/new",
        "/imports",
        *(f"/{name}?e={evaluation}" for name in ("rate", "result", "progress")),
    )
    found: dict[str, list[str]] = {}
    for place in screens:
        page.goto(origin + place)
        settle(page)
        found[place] = problems_for_people(page)
    assert {place: problems for place, problems in found.items() if problems} == {}


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_no_screen_scrolls_sideways(device: str, visitor: Visitor, owner_link: str) -> None:
    origin = owner_link.split("/o/", maxsplit=1)[0]
    page = visitor(device)
    for place in ("/", "/new", "/imports"):
        page.goto(origin + place)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
