"""From an invitation to the invited person's own result, and the end of the link."""

from __future__ import annotations

from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.journeys.conftest import PHONE, Visitor, problems_for_people, settle
from tests.journeys.test_first_path import start_evaluation

SCREENS = ("links", "people", "subjects", "record", "health", "library", "evaluations")
pytestmark = pytest.mark.journey


def invited(page: Page, name: str, role: str) -> str:
    """Make a link on the links screen and return it."""
    page.goto(urljoin(page.url, "/links"))
    settle(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("combobox", name="They may").click()
    page.get_by_role("option", name=role).click()
    page.get_by_role("button", name="Make the link").click()
    made = page.locator(".st-key-made code")
    made.wait_for()
    return made.inner_text()


def test_an_invited_person_comes_in_by_phone_and_not_after_the_link_is_revoked(
    visitor: Visitor, browser: Browser
) -> None:
    owner = visitor()
    start_evaluation(owner, "Adatum")
    link = invited(owner, "Ines Vidal", "Assessor")
    context = browser.new_context(**PHONE, locale="en-GB")  # type: ignore[arg-type]  # a shape as Playwright names it
    phone = context.new_page()
    phone.goto(link)
    settle(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("missing in")
    expect(phone.get_by_text("You are signed in as Ines Vidal")).to_be_visible()
    owner.get_by_role("button", name="Done").click()
    settle(owner)
    owner.locator("[class*=st-key-row-]", has_text="Ines Vidal").get_by_role("button", name="Change").click()
    owner.get_by_role("button", name="Revoke for good").click()
    owner.get_by_role("button", name="Yes, revoke").click()
    owner.get_by_text("revoked", exact=True).wait_for()
    phone.reload()
    expect(phone.get_by_role("heading", name="Open with your own link")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "screen", ["links", "people", "subjects", "record", "health", "library", "evaluations"]
)
def test_screens_of_the_house_are_usable_by_everybody(visitor: Visitor, screen: str) -> None:
    page = visitor("phone", dark=True)
    page.goto(urljoin(page.url, f"/{screen}"))
    settle(page)
    assert problems_for_people(page) == []


def test_no_screen_of_the_house_scrolls_sideways_on_a_small_phone(visitor: Visitor) -> None:
    page = visitor("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    for screen in SCREENS:
        page.goto(urljoin(page.url, f"/{screen}"))
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, screen
