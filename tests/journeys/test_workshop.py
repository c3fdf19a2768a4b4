"""A whole workshop in real browsers: a host and five phones, from the set-up to the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import re

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
import pytest

from tests.journeys.conftest import Visitor, problems_for_people, settle

pytestmark = pytest.mark.journey

NAMES = ("Ana", "Ben", "Chi", "Dan")
SMALL: ViewportSize = {"width": 390, "height": 664}
SOON = 15_000  # ms within which a page follows the room
BEST, GOOD, POOR = 0, 1, 4  # places on the ladder, best first
QUESTIONS = 8  # four about each of two


@dataclass(frozen=True)
class Phone:
    """One participant's browser."""

    page: Page

    def see(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text stands on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=SOON)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).first.click(timeout=SOON)

    def introduce(self, name: str) -> None:
        """Type a name."""
        field = self.page.get_by_label("Your name")
        field.fill(name, timeout=SOON)
        field.press("Tab")

    def tap(self, level: int) -> None:
        """Tap a level and wait for the server's tick."""
        self.page.locator(".st-key-ladder [data-testid=stRadioOption]").nth(level).click()
        expect(self.page.locator(".st-key-place")).to_contain_text("Saved", timeout=SOON)

    def go_on(self) -> None:
        """Go to the next question, or to the end of the round."""
        place = self.page.locator(".st-key-place")
        before = place.inner_text()
        self.page.locator(".st-key-next button").click()
        settle(self.page)  # else the next tap may meet the question that is just leaving
        expect(self.page.get_by_text(before.split("\n")[0], exact=True)).to_have_count(0, timeout=SOON)

    def rate(self, levels: Sequence[int]) -> None:
        """Answer one question after the other."""
        for level in levels:
            self.tap(level)
            self.go_on()


@dataclass(frozen=True)
class Room:
    """The facilitator's console and everybody's phones."""

    desk: Phone
    link: str
    browser: Browser
    contexts: list[BrowserContext]

    def join(self, address: str = "") -> Phone:
        """Open the link for everybody, or another address, on another phone."""
        context = self.browser.new_context(viewport=SMALL, is_mobile=True, has_touch=True, locale="en-GB")
        self.contexts.append(context)
        page = context.new_page()
        page.goto(address or self.link)
        settle(page)
        return Phone(page)


@pytest.fixture
def room(browser: Browser, visitor: Visitor) -> Iterator[Room]:
    """Set a workshop up by the form and open its console."""
    host = visitor("desk")
    host.goto(re.sub(r"(//[^/]+).*", r"\1/workshop?rubric=progress-questions", host.url))
    settle(host)
    host.get_by_label("a line").fill("Call-back\nWeb chat")
    host.get_by_label("a line").press("Tab")
    host.get_by_role("button", name="Open the room").click()
    link = host.locator("code", has_text="/j/").inner_text(timeout=SOON)
    host.get_by_role("button", name="Open the console").click()
    opened = Room(Phone(host), link, browser, [])
    opened.desk.see("Nobody is here yet")
    yield opened
    for context in opened.contexts:
        context.close()


def test_a_room_scores_talks_scores_again_and_decides(room: Room) -> None:
    phones = four_join(room)
    chi_elsewhere = all_score(room, phones)
    late = reveal_and_talk(room, phones[0])
    everybody = [phones[0], phones[1], chi_elsewhere, phones[3], late]
    score_again(room, everybody)
    judge_and_decide(room, everybody)


def four_join(room: Room) -> list[Phone]:
    phones = []
    for name in NAMES:
        phone = room.join()
        phone.see("You are in")
        phone.introduce(name)
        phones.append(phone)
    room.desk.see("4 people here")
    room.desk.press("Start round 1")
    for phone in phones:
        phone.press("No, go on")
    return phones


def all_score(room: Room, phones: list[Phone]) -> Phone:
    """Let all answer; Chi and Dan see the first question about Call-back quite differently."""
    ana, ben, chi, dan = phones
    ana.rate([BEST] * QUESTIONS)
    ana.see(f"All {QUESTIONS} answers are saved")
    reload_in_the_middle(ben)
    chi.rate([POOR] + [BEST] * (QUESTIONS - 1))
    elsewhere = go_on_elsewhere(room, chi)
    room.desk.see("3 of 4 done")
    room.desk.see("Dan · 8 left")
    dan.rate([BEST] * 4 + [POOR] + [BEST] * 3)
    room.desk.see("4 of 4 done")
    return elsewhere


def reload_in_the_middle(ben: Phone) -> None:
    ben.rate([BEST] * 2)
    ben.tap(GOOD)
    place = ben.page.locator(".st-key-place")
    before = place.inner_text()
    ben.page.reload()
    settle(ben.page)
    assert place.inner_text() == before
    assert ben.page.locator(".st-key-ladder input:checked").count() == 1
    ben.go_on()
    ben.rate([BEST] * (QUESTIONS - 3))


def go_on_elsewhere(room: Room, chi: Phone) -> Phone:
    chi.page.get_by_text("Go on with another device").click()
    chi.press("Show my code")
    code = chi.page.locator("strong", has_text=re.compile(r"^\w{5}-\w{5}$")).inner_text(timeout=SOON)
    elsewhere = room.join(f"{room.link.split('/j/')[0]}/r/{code}")
    elsewhere.see(f"All {QUESTIONS} answers are saved")
    return elsewhere


def reveal_and_talk(room: Room, ana: Phone) -> Phone:
    """Reveal; who comes only now sees what the room has seen, and starts with the next round."""
    room.desk.press("Reveal")
    room.desk.see("1 question to talk about")
    late = room.join()
    late.see("You and the room")
    room.desk.press("Talk about")
    room.desk.see("Ask one from each end: Ana (2) and Chi (−2)")
    ana.see("We are talking about")
    settle(ana.page)
    assert problems_for_people(ana.page) == []
    return late


def score_again(room: Room, everybody: list[Phone]) -> None:
    host = room.desk.page
    host.get_by_role("button", name="Score again").click()
    reason = host.get_by_label("Why? It will stand in the record")
    reason.fill("We heard the pilot’s figures.")
    reason.press("Tab")
    room.desk.press("Open round 2")
    ana = everybody[0]
    ana.see("your round 1")
    ana.tap(GOOD)
    ana.page.get_by_role("radio", name="Persuaded").click()
    ana.go_on()
    everybody[-1].press("No, go on")  # who came late is asked about conflicts now
    for phone in everybody[1:]:
        phone.see("of 1 saved")
        phone.rate([GOOD])
    room.desk.see("5 of 5 done")
    room.desk.press("Reveal")
    room.desk.see("Round 2 is revealed")


def judge_and_decide(room: Room, everybody: list[Phone]) -> None:
    room.desk.press("Final judgement")
    for phone in everybody:
        phone.see("All things considered")
        phone.rate([GOOD, GOOD])
    room.desk.see("5 of 5 done")
    room.desk.press("Reveal")
    room.desk.see("The result is open")
    ana, late = everybody[0], everybody[-1]
    ana.press("See the result")
    ana.see(re.compile("^(The talk left|After the talk) "))
    ana.see("Judged as a whole")
    ana.see("1 persuaded")
    room.desk.press("End the workshop")
    room.desk.press("Yes, end it")
    late.see("The workshop has ended")
