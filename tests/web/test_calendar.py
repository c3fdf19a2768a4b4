from __future__ import annotations

from starlette.testclient import TestClient

from cxmaturity.services.access import COOKIE, owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo


def company(app: App) -> str:
    owner = viewer_for(app, owner_key(app))
    assert owner is not None
    return load_demo(app, owner)[1]


def test_the_calendar_of_a_programme_is_a_file_for_whoever_may_read_it(app: App, browser: TestClient) -> None:
    browser.cookies.set(COOKIE, owner_key(app))
    answer = browser.get(f"/calendar/{company(app)}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    assert "First reply in messaging within five minutes" in answer.text


def test_a_stranger_and_a_wrong_address_learn_nothing(app: App, browser: TestClient) -> None:
    there = f"/calendar/{company(app)}.ics"
    stranger = browser.get(there)
    browser.cookies.set(COOKIE, owner_key(app))
    elsewhere = browser.get("/calendar/nothing.ics")
    assert (stranger.status_code, elsewhere.status_code) == (404, 404)
    assert stranger.text == elsewhere.text
