"""The doors of workshops, as browsers, phones, link previews and people who guess meet them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.domain.workshop.guesses import SLOW
from cxmaturity.domain.workshop.steering import End
from cxmaturity.services import application
from cxmaturity.services.application import App, close_current_app, current_app
from cxmaturity.services.joining import connected, resume_code
from cxmaturity.services.rooms import phone_view
from cxmaturity.services.seats import HOST_COOKIE, JOIN_COOKIE
from cxmaturity.web.protection import middleware
from cxmaturity.web.rooms import room_routes
from tests.services.hall import Clock, Hall

SITE = Starlette(routes=room_routes, middleware=middleware)
WRONG = "No workshop is open under this code."


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[App]:
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "cx.duckdb"))
    application._current[:] = [replace(current_app(), now=clock)]
    yield current_app()
    close_current_app()


@pytest.fixture(autouse=True)
def hall(app: App) -> Hall:
    return Hall.of(app, rubric_id="innovation-partner")


def browser(base: str = "http://testserver") -> TestClient:
    return TestClient(SITE, base_url=base, follow_redirects=False)


def guess_on(client: TestClient) -> None:
    """Try more wrong codes than a whole room mistypes."""
    for _ in range(SLOW.misses):
        client.get("/j/XXXXXX")


def rows(app: App) -> list[tuple[int, ...]]:
    return app.store.read("select (select count(*) from people), (select count(*) from grants)")


def test_a_code_leads_to_the_phone_page_with_a_cookie_for_this_workshop_alone(hall: Hall) -> None:
    answer = browser().get(f"/j/{hall.doors.code}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/score?w={hall.id}")
    assert answer.headers["set-cookie"].startswith(f"{JOIN_COOKIE}{hall.id}=")


def test_the_cookie_is_out_of_reach_for_scripts_and_over_https_never_travels_without(hall: Hall) -> None:
    plain = browser().get(f"/j/{hall.doors.code}").headers["set-cookie"]
    safe = browser("https://testserver").get(f"/j/{hall.doors.code}").headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert ("Secure" in plain, "Secure" in safe) == (False, True)


def test_a_link_preview_is_nobody(hall: Hall) -> None:
    before = rows(hall.app)
    for _ in range(3):
        browser().get(f"/j/{hall.doors.code}", headers={"User-Agent": "Slackbot-LinkExpanding 1.0"})
    assert (rows(hall.app), hall.console().people) == (before, ())


def test_a_head_gets_no_cookie(hall: Hall) -> None:
    answer = browser().head(f"/j/{hall.doors.code}")
    assert (answer.status_code, "set-cookie" in answer.headers) == (303, False)


def test_the_visit_itself_makes_a_participant_once_their_page_is_connected(hall: Hall) -> None:
    client = browser()
    client.get(f"/j/{hall.doors.code}")
    viewer = connected(hall.app, hall.id, client.cookies[JOIN_COOKIE + hall.id])
    assert phone_view(hall.app, viewer, hall.id).me.label == "Participant 1"


def test_who_scans_the_code_again_is_who_they_were(hall: Hall) -> None:
    client = browser()
    client.get(f"/j/{hall.doors.code}")
    token = client.cookies[JOIN_COOKIE + hall.id]
    connected(hall.app, hall.id, token)
    again = client.get(f"/j/{hall.doors.code}")
    assert (again.status_code, "set-cookie" in again.headers) == (303, False)


def test_a_forged_cookie_is_replaced_by_a_genuine_one(hall: Hall) -> None:
    client = browser()
    client.cookies.set(JOIN_COOKIE + hall.id, "forged.0000")
    answer = client.get(f"/j/{hall.doors.code}")
    assert answer.headers["set-cookie"].startswith(f"{JOIN_COOKIE}{hall.id}=")


def test_after_the_end_who_was_in_it_comes_back_and_nobody_else_comes_in(hall: Hall) -> None:
    client, late = browser(), browser()
    client.get(f"/j/{hall.doors.code}")
    connected(hall.app, hall.id, client.cookies[JOIN_COOKIE + hall.id])
    hall.do(End)
    assert client.get(f"/j/{hall.doors.code}").status_code == 303
    assert late.get(f"/j/{hall.doors.code}").status_code == 404


def test_two_workshops_in_one_browser_do_not_mix(hall: Hall) -> None:
    other = Hall.of(hall.app, "Westwind", rubric_id="innovation-partner")
    client = browser()
    for one in (hall, other):
        client.get(f"/j/{one.doors.code}")
    assert client.cookies[JOIN_COOKIE + hall.id] != client.cookies[JOIN_COOKIE + other.id]


@pytest.mark.parametrize("code", ["XXXXXX", "C7K-4MX"])
def test_a_wrong_code_is_told_in_one_sentence_on_the_page_to_type_it_again(code: str) -> None:
    answer = browser().get(f"/j/{code}")
    assert (answer.status_code, WRONG in answer.text) == (404, True)
    assert f'value="{code}"' in answer.text


def test_an_ended_workshops_code_sounds_like_one_that_never_was(hall: Hall) -> None:
    hall.do(End)
    ended = browser().get(f"/j/{hall.doors.code}").text
    assert ended.replace(hall.doors.code, "-") == browser().get("/j/XXXXXX").text.replace("XXXXXX", "-")


@pytest.mark.parametrize("code", ["hello", "1", "😀😀😀😀😀😀", "%00", "' or 1=1 --", "C7K4M", "*"])
def test_what_cannot_be_a_code_is_told_so(code: str) -> None:
    answer = browser().get(f"/j/{code}")
    told = "A code has 6 letters" in answer.text or "No code holds" in answer.text
    assert (answer.status_code, told) == (404, True)


def test_markup_in_a_code_is_text() -> None:
    answer = browser().get("/j/%3Cscript%3E")
    assert "<script>" not in answer.text


def test_a_code_of_ten_thousand_signs_breaks_nothing() -> None:
    answer = browser().get(f"/j/{'X' * 10_000}")
    assert (answer.status_code, len(answer.text) < 5_000) == (404, True)


def test_who_guesses_has_to_wait_and_is_told_for_how_long() -> None:
    client = browser()
    statuses = [client.get("/j/XXXXXX").status_code for _ in range(31)]
    answer = client.get("/j/XXXXXX")
    assert statuses == [404] * 30 + [429]
    assert re.search(r"try again in \d+ minutes", answer.text)


def test_a_right_code_opens_beside_people_who_mistype(hall: Hall) -> None:
    client = browser()
    for _ in range(40):
        client.get("/j/XXXXXX")
    assert client.get(f"/j/{hall.doors.code}").status_code == 303


def test_who_goes_on_guessing_is_not_told_whether_a_code_was_right(hall: Hall) -> None:
    client = browser()
    guess_on(client)
    right, wrong = client.get(f"/j/{hall.doors.code}"), client.get("/j/WWWWWW")
    assert right.text.replace(hall.doors.code, "-") == wrong.text.replace("WWWWWW", "-")


def test_who_sits_beside_a_guesser_is_in_by_a_page_that_tries_again_by_itself(
    hall: Hall, clock: Clock
) -> None:
    client = browser()
    guess_on(client)
    answer = client.get(f"/j/{hall.doors.code}")
    clock.pass_by(seconds=2)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert '<meta http-equiv="refresh" content="3">' in answer.text
    assert client.get(f"/j/{hall.doors.code}").status_code == 303


def test_a_guesser_of_join_codes_has_no_faster_way_at_the_door_for_other_devices(hall: Hall) -> None:
    hall.come("Ana")
    made = resume_code(hall.app, hall.people["Ana"], hall.id)
    client = browser()
    guess_on(client)
    assert client.get(made.path).status_code == 429


def test_who_is_in_already_is_not_kept_out_by_a_guesser_beside_them(hall: Hall) -> None:
    client = browser()
    client.get(f"/j/{hall.doors.code}")
    for _ in range(31):
        browser().get("/j/XXXXXX")
    assert client.get(f"/j/{hall.doors.code}").status_code == 303


def test_the_page_to_type_a_code_needs_no_script() -> None:
    page = browser().get("/join").text
    assert '<form action="/join" method="get">' in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("typed", "door"), [("c7k-4mx", "/j/c7k-4mx"), ("C7K4M XCDFH", "/r/C7K4M%20XCDFH"), ("a/b", "/j/a%2Fb")]
)
def test_a_typed_code_goes_to_its_door(typed: str, door: str) -> None:
    answer = browser().get("/join", params={"code": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, door)


def test_a_host_link_opens_the_console_of_its_workshop(hall: Hall) -> None:
    answer = browser().get(hall.doors.host_path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console?w={hall.id}")
    assert answer.headers["set-cookie"].startswith(f"{HOST_COOKIE}{hall.id}=")


@pytest.mark.parametrize("token", ["guess", "x" * 300])
def test_a_wrong_host_link_opens_nothing(token: str) -> None:
    answer = browser().get(f"/h/{token}")
    assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)


def test_a_participants_own_token_is_no_host_link(hall: Hall) -> None:
    hall.come("Ana")
    assert browser().get(f"/h/{hall.tokens['Ana']}").status_code == 404


def test_a_resume_code_brings_ones_own_place_to_another_device(hall: Hall) -> None:
    hall.come("Ana")
    made = resume_code(hall.app, hall.people["Ana"], hall.id)
    device = browser()
    answer = device.get(made.path)
    viewer = connected(hall.app, hall.id, device.cookies[JOIN_COOKIE + hall.id])
    assert (answer.status_code, viewer.person_id) == (303, hall.people["Ana"].person_id)


def test_a_preview_of_a_resume_link_does_not_use_it_up(hall: Hall) -> None:
    hall.come("Ana")
    made = resume_code(hall.app, hall.people["Ana"], hall.id)
    before = rows(hall.app)
    assert "set-cookie" not in browser().head(made.path).headers
    assert rows(hall.app) == before
    assert browser().get(made.path).status_code == 303


@pytest.mark.parametrize("code", ["XXXXXXXXXX", "short", "X" * 400])
def test_a_wrong_resume_code_is_told_in_one_sentence(code: str) -> None:
    answer = browser().get(f"/r/{code}")
    assert (answer.status_code, 'role="alert"' in answer.text) == (404, True)


def test_no_answer_is_kept_by_a_cache_or_handed_on_by_a_referrer(hall: Hall) -> None:
    for path in ("/join", f"/j/{hall.doors.code}", "/j/XXXXXX", hall.doors.host_path):
        headers = browser().get(path).headers
        assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
