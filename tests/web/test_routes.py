from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cxmaturity.services.access import COOKIE, VISIT, new_owner_key, owner_key, viewer_in
from cxmaturity.services.application import App
from cxmaturity.web.guesses import ALLOWED


def test_the_owners_link_lets_in_and_leads_home(app: App, browser: TestClient) -> None:
    answer = browser.get(f"/o/{owner_key(app)}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(app: App, browser: TestClient) -> None:
    cookie = browser.get(f"/o/{owner_key(app)}").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={owner_key(app)};")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    ("base", "headers"),
    [("https://testserver", {}), ("http://testserver", {"X-Forwarded-Proto": "https"})],
)
def test_over_https_the_cookie_never_travels_without(
    app: App, browser: TestClient, base: str, headers: dict[str, str]
) -> None:
    answer = browser.get(f"{base}/o/{owner_key(app)}", headers=headers)
    assert "Secure" in answer.headers["set-cookie"]


def test_a_wrong_link_sets_no_cookie_and_says_what_to_do(browser: TestClient) -> None:
    answer = browser.get("/o/guess")
    assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)
    assert "ask for a new one" in answer.text


def test_a_replaced_key_opens_nothing(app: App, browser: TestClient) -> None:
    old = owner_key(app)
    new_owner_key(app)
    assert browser.get(f"/o/{old}").status_code == 404


def test_somebody_who_guesses_has_to_wait(browser: TestClient) -> None:
    codes = [browser.get(f"/o/guess-{number}").status_code for number in range(ALLOWED + 1)]
    assert codes == [404] * ALLOWED + [429]


def test_guessing_does_not_lock_the_owner_out(app: App, browser: TestClient) -> None:
    for number in range(ALLOWED + 5):
        browser.get(f"/o/guess-{number}")
    assert browser.get(f"/o/{owner_key(app)}").status_code == 303


def test_the_way_in_is_never_kept_by_a_cache(app: App, browser: TestClient) -> None:
    assert browser.get(f"/o/{owner_key(app)}").headers["cache-control"] == "no-store"


def test_signing_out_takes_the_cookie_away(app: App, browser: TestClient) -> None:
    browser.get(f"/o/{owner_key(app)}")
    answer = browser.post("/sign-out")
    assert answer.headers["location"] == "/"
    assert COOKIE not in browser.cookies


def test_a_link_alone_signs_nobody_out_and_asks(app: App, browser: TestClient) -> None:
    browser.get(f"/o/{owner_key(app)}")
    asked = browser.get("/sign-out")
    browser.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert (asked.status_code, '<form method="post">' in asked.text) == (200, True)
    assert viewer_in(app, browser.cookies) is not None


def test_whoever_is_signed_out_already_is_led_home(browser: TestClient) -> None:
    assert browser.get("/sign-out").headers["location"] == "/"


def test_a_page_left_open_is_signed_out_too_and_the_link_still_opens(app: App, browser: TestClient) -> None:
    browser.get(f"/o/{owner_key(app)}")
    held_open = dict(browser.cookies)
    browser.post("/sign-out")
    browser.get(f"/o/{owner_key(app)}")
    assert viewer_in(app, held_open) is None
    assert viewer_in(app, browser.cookies) is not None


def test_a_stranger_cannot_end_a_visit(app: App, browser: TestClient) -> None:
    browser.cookies.set(VISIT, "somebody's")
    browser.post("/sign-out")
    assert not app.memory.is_over("somebody's")


def test_a_healthy_app_says_so(browser: TestClient) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_an_app_without_its_database_says_so_without_a_traceback(app: App, browser: TestClient) -> None:
    app.store.close()
    answer = browser.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing"}


def test_no_answer_tells_where_things_lie(tmp_path: Path, browser: TestClient) -> None:
    assert str(tmp_path) not in browser.get("/o/guess").text
