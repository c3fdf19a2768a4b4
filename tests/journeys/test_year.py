"""A year in the product: four quarters, three respondents in two groups, a new rubric, a pivot, a revision.

The last page's numbers are recomputed here from what was tapped, without the product.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
import re
from statistics import mean
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as Late
import pytest

from tests.journeys.conftest import Visitor, problems_for_people, settle

pytestmark = pytest.mark.journey

RUBRIC = """schema: cxmaturity.rubric/1
id: care-year
version: "{version}"
title: Care through the year
purpose: maturity
subject: business unit
scales:
  steps:
    levels:
      - {{value: 0, id: none, label: "Nothing"}}
      - {{value: 1, id: some, label: "Something"}}
      - {{value: 2, id: most, label: "Mostly"}}
      - {{value: 3, id: all, label: "Everywhere"}}
      - {{value: 4, id: best, label: "Better each time"}}
defaults: {{scale: steps}}
sections:
  - id: plan
    title: Planning
    criteria:
      - {{id: vision, title: Vision}}
      - {{id: goals, title: Goals}}
  - id: execute
    title: Executing
    criteria:
      - {{id: team, title: Team}}
{more}
"""
MORE = "      - {id: training, title: Training}"
LABELS = ("Nothing", "Something", "Mostly", "Everywhere", "Better each time")
SECTIONS = {"Planning": ("vision", "goals"), "Executing": ("team", "training")}
FIRST = {  # what each person says in the first quarter
    "Owner": {"vision": 1, "goals": 1, "team": 2},
    "Priya Shah": {"vision": 2, "goals": 1, "team": 1},
    "Tom Reed": {"vision": 0, "goals": 1, "team": 0},
}


class Year:
    """What was tapped so far, by person: the independent side of the test."""

    def __init__(self) -> None:
        self.said = {person: dict(levels) for person, levels in FIRST.items()}

    def score(self, criteria: tuple[str, ...] = ("vision", "goals", "team", "training")) -> float:
        """Return the score by hand: the mean of the sections' means of the people's means, of 100."""
        parts = []
        for inside in SECTIONS.values():
            values = [
                mean(levels[name] for levels in self.said.values())
                for name in inside
                if name in criteria and name in self.said["Owner"]
            ]
            parts.append(mean(values) / 4 * 100)
        return mean(parts)


def level(page: Page, value: int) -> None:
    page.get_by_role("radio", name=re.compile(re.escape(LABELS[value]))).check(force=True)


def rate_first(page: Page, levels: dict[str, int]) -> None:
    """Answer one question a screen, as for the first time."""
    for value in levels.values():
        level(page, value)
        page.get_by_text("Saved").wait_for()
        page.locator(".st-key-next button").click()
        settle(page)


def go(page: Page, place: str, evaluation: str, **more: str) -> None:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    page.goto(urljoin(page.url, f"/{place}?e={evaluation}{query}"))
    settle(page)


def tap(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    settle(page)


def confirm_everything(page: Page, evaluation: str) -> None:
    """Confirm what is to be looked at one by one, and the rest a section at a time."""
    go(page, "confirm", evaluation)
    for name in ("Still so", "in this section"):
        button = page.get_by_role("button", name=re.compile(name)).locator("visible=true")
        while left := button.count():
            button.first.click()
            expect(button).to_have_count(left - 1)
            settle(page)


def change(page: Page, criterion: str, value: int, reason: str) -> None:
    """Give another answer to a criterion that is settled already, and say what changed."""
    page.get_by_text(re.compile("answers? settled")).click()
    page.locator(f".st-key-again-{criterion} button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile(re.escape(LABELS[value]))).check(force=True)
    dialog.get_by_label("What changed?").fill(reason)
    dialog.get_by_label("What changed?").press("Tab")
    since = dialog.locator(".st-key-changed-since")
    since.locator("input, [role=spinbutton]").first.click()
    page.keyboard.type("01112025")
    page.keyboard.press("Tab")
    page.wait_for_timeout(600)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    settle(page)


def sign(page: Page, evaluation: str) -> None:
    go(page, "close", evaluation)
    page.get_by_label("Signed by").fill("Dana Weiss")
    page.get_by_label("Signed by").press("Tab")
    tap(page, "Close and sign")
    expect(page.get_by_role("heading", level=1)).to_contain_text("is closed and signed")


def open_next(page: Page) -> None:
    tap(page, "Open it")
    page.wait_for_url("**/programme?**")
    settle(page)


def upload(page: Page, folder: Path, version: str, more: str = "") -> None:
    file = folder / f"care-{version}.yaml"
    file.write_text(RUBRIC.format(version=version, more=more), encoding="utf-8")
    page.goto(urljoin(page.url, "/library"))
    settle(page)
    keep = page.get_by_role("button", name=re.compile("Add to the library|Keep this version")).first
    for _ in range(3):  # a page that is still being put together loses the file
        page.locator("input[type=file]").set_input_files(file)
        with suppress(Late):
            keep.wait_for(timeout=15_000)
            keep.click()
            settle(page)
            return
    # a second try of the story finds the version in the library already


def invited(page: Page, evaluation: str, name: str, group: str) -> str:
    """Ask somebody and return the personal link that is shown this once."""
    go(page, "respondents", evaluation)
    form = page.locator(".st-key-invite-name")
    form.locator("input").fill(name)
    if group != "executive":
        page.locator(".st-key-invite-group").get_by_role("combobox").click()
        page.get_by_role("option", name=group).click()
    tap(page, "Make a personal link")
    text = page.get_by_text("Your personal link: http").inner_text()
    found = re.search(r"http\S+/l/\S+", text)
    assert found is not None
    return found[0]


def planned(page: Page, evaluation: str) -> None:
    """Take the next levels as targets, and set off with an action that passes the four questions."""
    go(page, "plan", evaluation)
    page.get_by_text("Add a goal").click()
    page.get_by_label("Goal", exact=True).fill("Solved at the first contact")
    tap(page, "Add it")
    tap(page, "Take the next level everywhere")
    tap(page, "New action")
    page.wait_for_url("**/action?**")
    settle(page)
    page.get_by_label("What will be done").fill("Call-back pilot")
    page.get_by_label("Owner, accountable").fill("Dana Weiss")
    page.get_by_label("Executive sponsor").fill("Priya Shah")
    page.get_by_label("Process that it replaces").fill("Calling twice")
    choose(page, "plan-goal", "Solved at the first contact")
    choose(page, "plan-lifts", "Vision: Everywhere")
    page.keyboard.press("Escape")
    page.locator("[class*='st-key-plan-due']").locator("input, [role=spinbutton]").first.click()
    page.keyboard.type("01012030")
    tap(page, "Save the plan")
    page.get_by_text("Answer the four questions").click()
    for about in ("it", "today"):
        for name in ("customers", "team", "bottom-line", "freshness"):
            choose(page, f"question-{about}-{name}", "Helps some" if about == "it" else "Changes nothing")
    tap(page, "Save")
    tap(page, "Accept")
    tap(page, "Start")


def choose(page: Page, key: str, option: str) -> None:
    box = page.locator(f"[class*='st-key-{key}']").get_by_role("combobox")
    box.scroll_into_view_if_needed()
    box.click()
    box.press_sequentially(option)
    page.get_by_role("option", name=option, exact=True).wait_for()
    box.press("Enter")


def pivot(page: Page) -> None:
    page.get_by_text("The plan", exact=True).click()
    page.get_by_label("What will be done").fill("Call-back by text first")
    page.get_by_label("Why this pivot?").fill("Nobody answers unknown numbers")
    tap(page, "Pivot")
    expect(page.get_by_role("heading", level=1)).to_have_text("Call-back by text first")
    expect(page.get_by_text("Nobody answers unknown numbers")).to_be_visible()


def signed_scores(page: Page) -> list[float]:
    """Return the scores of all revisions, the newest first."""
    return [
        float(found)
        for text in page.locator("[class*=st-key-row-revision-]").all_inner_texts()
        for found in re.findall(r"Service (\d+\.\d)", text)
    ]


@dataclass
class Story:
    """The year as it goes: the owner's page, the guests' pages, and what was tapped so far."""

    page: Page
    folder: Path
    year: Year = field(default_factory=Year)
    guests: dict[str, Page] = field(default_factory=dict)
    scores: list[float] = field(default_factory=list)
    evaluation: str = ""

    @property
    def people(self) -> dict[str, Page]:
        """Return everybody's page by name."""
        return {"Owner": self.page, **self.guests}

    def sign(self) -> None:
        """Keep the score that was tapped, and close the quarter."""
        self.scores.append(self.year.score())
        sign(self.page, self.evaluation)

    def begin(self) -> None:
        """Bring the rubric and start the programme."""
        upload(self.page, self.folder, "1.0.0")
        self.page.goto(urljoin(self.page.url, "/new?rubric=care-year"))
        settle(self.page)
        self.page.get_by_label("One business unit a line").fill("Service")
        tap(self.page, "Start rating")
        self.page.wait_for_url("**/rate?**")
        settle(self.page)
        self.evaluation = self.page.url.split("e=")[1].split("&")[0]

    def first_quarter(self, browser: Browser) -> str:
        """Let three people in two groups answer, each alone, and set off with an action; return its id."""
        rate_first(self.page, self.year.said["Owner"])
        for name, group in (("Priya Shah", "executive"), ("Tom Reed", "front line")):
            link = invited(self.page, self.evaluation, name, group)
            viewport = {"width": 390, "height": 664}
            guest = browser.new_context(viewport=viewport, locale="en-GB").new_page()  # type: ignore[arg-type]  # a plain dict is fine
            guest.goto(link)
            settle(guest)
            rate_first(guest, self.year.said[name])
            self.guests[name] = guest
        go(self.page, "respondents", self.evaluation)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("All 3 have answered")
        planned(self.page, self.evaluation)
        action = self.page.url.split("a=")[1].split("&")[0]
        self.sign()
        return action

    def confirm_all(self) -> None:
        """Open the next quarter, in which everybody confirms by section."""
        go(self.page, "close", self.evaluation)
        open_next(self.page)
        for person in self.people.values():
            confirm_everything(person, self.evaluation)

    def second_quarter(self, action: str) -> None:
        """Change one level with its reason, and turn the action by a pivot."""
        self.confirm_all()
        change(self.page, "vision", 3, "The board signed it")
        self.year.said["Owner"]["vision"] = 3
        go(self.page, "action", self.evaluation, a=action)
        pivot(self.page)
        self.sign()

    def third_quarter(self) -> None:
        """Go on with a version of the rubric that asks one thing more, which everybody answers."""
        upload(self.page, self.folder, "1.1.0", MORE)
        self.confirm_all()
        for name, person in self.people.items():
            person.locator(".st-key-change-training button").click()
            dialog = person.get_by_role("dialog")
            dialog.get_by_role("radio", name=re.compile("Everywhere")).check(force=True)
            person.wait_for_timeout(600)
            dialog.get_by_role("button", name="Save").click()
            expect(dialog).to_have_count(0)
            self.year.said[name]["training"] = 3
        self.sign()
        go(self.page, "programme", self.evaluation)
        expect(self.page.get_by_text("Rubric change", exact=True)).to_be_visible()

    def fourth_quarter(self) -> None:
        """Close, reopen with a reason, change a level, and close again as another revision."""
        self.confirm_all()
        self.sign()
        self.page.get_by_text("Reopen as a revision").click()
        self.page.get_by_label("Why is it reopened?").fill("A level was tapped by mistake")
        self.page.get_by_label("Why is it reopened?").press("Tab")
        tap(self.page, "Reopen")
        go(self.page, "confirm", self.evaluation)
        change(self.page, "goals", 2, "Goals are on the wall now")
        self.year.said["Owner"]["goals"] = 2
        self.sign()


def test_a_year_of_four_quarters_ends_with_the_numbers_that_were_tapped(
    visitor: Visitor, browser: Browser, tmp_path: Path
) -> None:
    story = Story(visitor(), tmp_path)
    story.begin()
    action = story.first_quarter(browser)
    story.second_quarter(action)
    story.third_quarter()
    story.fourth_quarter()
    first, second, third, fourth, revised = story.scores
    expect(story.page.locator("[class*=st-key-row-revision-]")).to_have_count(len(story.scores))
    assert signed_scores(story.page) == pytest.approx([revised, fourth, third, second, first], abs=0.051)

    page = story.page
    go(page, "progress", story.evaluation)
    moved = f"{revised - third:+.1f}".replace("-", "−")
    expect(page.locator(".st-key-figures")).to_contain_text(moved)
    page.get_by_text("Table").first.click()
    numbers = [float(cell) for cell in re.findall(r"\d+(?:\.\d+)?", page.locator("table").first.inner_text())]
    alike = story.year.score(("vision", "goals", "team"))
    for score in (first, second, third, revised, alike):
        assert any(number == pytest.approx(score, abs=0.06) for number in numbers), (score, numbers)
    places = ("programme", "confirm", "plan", "actions", "evidence", "kpis", "respondents", "close")
    found = {place: problems_of(page, place, story.evaluation) for place in places}
    assert not any(found.values()), found
    for guest in story.guests.values():
        guest.context.close()


def problems_of(page: Page, place: str, evaluation: str) -> list[str]:
    """Return what a screen makes hard for people, by WCAG 2.2 AA."""
    go(page, place, evaluation)
    return problems_for_people(page)
