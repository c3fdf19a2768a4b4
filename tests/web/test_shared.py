from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
import re

import pytest
from starlette.testclient import TestClient

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.sharing import Kind, Scope, Verb
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import create_evaluation, evaluation
from cxmaturity.services.opens import write_down
from cxmaturity.services.rating import save_answer
from cxmaturity.services.shared import LIVE_COOKIE, proof_cookie
from cxmaturity.services.sharing import NewShare, change_share, create_share, publish_edition, shares
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from cxmaturity.web import shared
from cxmaturity.web.guesses import ALLOWED, Guesses
from cxmaturity.web.opens import opens_written_down

HORSE = "correct horse"
PERSON = {"User-Agent": "Mozilla/5.0"}
Make = Callable[..., str]


@pytest.fixture(autouse=True)
def nobody_guessed_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "misses", Guesses())
    monkeypatch.setattr(shared, "wrong_passwords", Guesses(allowed=5))
    monkeypatch.setattr(shared, "all_wrong_passwords", Guesses(allowed=30))


@pytest.fixture
def owner(app: App) -> Viewer:
    viewer = viewer_for(app, owner_key(app))
    assert viewer is not None
    return viewer


@pytest.fixture
def rated(app: App, owner: Viewer) -> str:
    names = (NewSubject("Alder"), NewSubject("Birch"))
    made = create_evaluation(
        app, owner, NewEvaluation("Spring choice", "innovation-partner", names, "Q4 2026")
    )
    view = evaluation(app, owner, made)
    for number, subject in enumerate(view.subjects):
        for criterion in view.rubric.criteria():
            level = criterion.scale.levels[-1 - number].id
            given = GivenAnswer(Answer.LEVEL, level, note="they showed us")
            save_answer(app, owner, made, subject.id, criterion.id, given, f"{subject.id}-{criterion.id}")
    return made


@pytest.fixture
def make(app: App, owner: Viewer, rated: str) -> Make:
    """Return a function that makes a link and gives its path."""

    def made(kind: Kind = "frozen", password: str = "", **scope: object) -> str:
        meant = Scope(rated, "result", **{"files": frozenset({"csv"}), **scope})  # type: ignore[arg-type]
        last_day = app.now().date() + timedelta(days=30)
        return create_share(app, owner, NewShare(meant, kind, "board", last_day, password)).path

    return made


def change(app: App, owner: Viewer, verb: Verb) -> None:
    change_share(app, owner, shares(app, owner)[0].id, verb)


@pytest.mark.parametrize("start", ["/s", "/v"])
@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/",
        "/:token",
        "/%00",
        "/*",
        "/%25",
        "/_",
        "/' or '1'='1",
        "/x' union select token_hash from grants --",
        "/" + "x" * 43,
        "/" + "x" * 3000,
        "/../healthz/..",
        "/undefined?token=1",
        "/null?id=1&scope=everything",
    ],
)
def test_what_is_no_token_is_not_found_and_tells_nothing(
    browser: TestClient, make: Make, start: str, rest: str
) -> None:
    make()
    answer = browser.get(start + rest)
    assert answer.status_code == 404
    assert not [word for word in ("Alder", "Spring", "grants", "Traceback") if word in answer.text]


def test_every_unknown_token_gets_the_same_answer(browser: TestClient, make: Make) -> None:
    make()
    assert browser.get("/s/:token").content == browser.get("/s/" + "y" * 43).content


def test_the_token_without_its_last_symbol_opens_nothing(browser: TestClient, make: Make) -> None:
    path = make()
    assert browser.get(path[:-1]).status_code == 404
    assert browser.get(path.upper()).status_code == 404


@pytest.mark.parametrize(("verb", "status"), [("pause", 410), ("revoke", 410), ("resume", 200)])
def test_a_changed_link_answers_as_it_now_is(
    app: App, owner: Viewer, browser: TestClient, make: Make, verb: Verb, status: int
) -> None:
    path = make()
    assert browser.get(path).status_code == 200
    change(app, owner, verb)
    assert browser.get(path).status_code == status
    assert browser.get(f"{path}?file=values.csv").status_code == status


def test_a_link_whose_time_is_over_is_gone(app: App, browser: TestClient, make: Make) -> None:
    path = make()
    with app.store.write() as transaction:
        transaction.run("update grants set expires_at = $1 where kind = 'share'", [app.now()])
    answer = browser.get(path)
    assert (answer.status_code, "Alder" in answer.text) == (410, False)


def test_a_page_shows_the_result_without_script_or_foreign_address(browser: TestClient, make: Make) -> None:
    answer = browser.get(make())
    assert "Alder" in answer.text
    assert "<script" not in answer.text
    assert not re.findall(r"(?:src|href|url)\W{1,2}(?:https?:)?//", answer.text)


def test_a_page_is_light(browser: TestClient, make: Make) -> None:
    assert len(browser.get(make()).content) <= 150_000


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ],
)
@pytest.mark.parametrize("query", ["", "?file=values.csv", "?file=nothing"])
def test_every_answer_is_guarded_by_its_headers(
    browser: TestClient, make: Make, header: str, value: str, query: str
) -> None:
    assert browser.get(make() + query).headers[header] == value


def test_a_page_may_load_nothing_but_its_own(browser: TestClient, make: Make) -> None:
    policy = browser.get(make()).headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy


def test_a_page_travels_packed_and_plain(browser: TestClient, make: Make) -> None:
    path = make()
    packed = browser.get(path, headers={"Accept-Encoding": "gzip"})
    plain = browser.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_a_file_is_a_download_under_its_name(browser: TestClient, make: Make) -> None:
    path = make()
    for answer in (browser.get(f"{path}?file=values.csv"), browser.get(f"{path}/values.csv")):
        assert answer.headers["content-disposition"] == 'attachment; filename="values.csv"'
        assert "Alder" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "?file=report.pdf",
        "?file=../values.csv",
        "?file=VALUES.csv",
        "?file=%00",
        "?edition=9",
        "?edition=0%20or%201",
        "/page.html",
    ],
)
def test_what_the_link_does_not_carry_is_not_found(browser: TestClient, make: Make, query: str) -> None:
    assert browser.get(make() + query).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?comments=1", "?names=true", "?masked=0", "?scope=everything", "?cycle=other", "?parts=heat,answers"],
)
def test_no_parameter_widens_what_a_link_shows(browser: TestClient, make: Make, query: str) -> None:
    path = make(is_masked=True, parts=frozenset({"standing"}))
    assert browser.get(path + query).content == browser.get(path).content
    assert "Alder" not in browser.get(path + query).text


def test_a_password_is_asked_for_before_anything_is_shown(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    for query in ("", "?file=values.csv", "/values.csv", "?edition=1"):
        answer = browser.get(path + query)
        assert (answer.status_code, "Alder" in answer.text) == (401, False)


def test_the_right_password_opens_for_this_browser(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    answer = browser.post(path, data={"password": HORSE})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert browser.get(path).status_code == 200


def test_a_wrong_password_opens_nothing(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    answer = browser.post(path, data={"password": "wrong horse"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert browser.get(path).status_code == 401


def test_a_password_in_the_address_is_no_password(browser: TestClient, make: Make) -> None:
    assert browser.get(make(password=HORSE) + f"?password={HORSE}").status_code == 401


def test_the_right_password_opens_nothing_once_the_link_is_revoked(
    app: App, owner: Viewer, browser: TestClient, make: Make
) -> None:
    path = make(password=HORSE)
    browser.post(path, data={"password": HORSE})
    change(app, owner, "revoke")
    assert browser.get(path).status_code == 410
    assert browser.post(path, data={"password": HORSE}).status_code == 410


def test_the_password_of_one_link_opens_no_other(browser: TestClient, make: Make) -> None:
    first, second = make(password=HORSE), make(password=HORSE)
    browser.post(first, data={"password": HORSE})
    token, other = first.rpartition("/")[2], second.rpartition("/")[2]
    browser.cookies.set(proof_cookie(other), browser.cookies[proof_cookie(token)])
    assert browser.get(second).status_code == 401


def test_who_tries_passwords_has_to_wait_even_with_the_right_one(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    codes = [browser.post(path, data={"password": f"guess {n:04}"}).status_code for n in range(6)]
    assert codes == [401] * 5 + [429]
    assert browser.post(path, data={"password": HORSE}).status_code == 429


def test_a_form_that_is_too_large_is_not_read(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    answer = browser.post(path, content=b"x=" + b"y" * 10_000 + f"&password={HORSE}".encode())
    assert answer.status_code == 401


def test_too_many_misses_have_to_wait_and_right_links_do_not(browser: TestClient, make: Make) -> None:
    path = make()
    codes = [browser.get(f"/s/guess-{number}").status_code for number in range(ALLOWED + 1)]
    assert codes == [404] * ALLOWED + [429]
    assert browser.get(path).status_code == 200


def test_a_live_link_leaves_the_address_bar_with_its_token(browser: TestClient, make: Make) -> None:
    path = make("live")
    answer = browser.get(path)
    assert answer.status_code == 303
    assert re.fullmatch(r"/shared\?link=[a-z0-9-]+", answer.headers["location"])
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_two_live_links_have_cookies_of_their_own(browser: TestClient, make: Make) -> None:
    for path in (make("live"), make("live")):
        browser.get(path)
    assert len([name for name in browser.cookies if name.startswith(LIVE_COOKIE)]) == 2


def test_a_live_link_with_a_password_asks_for_it(browser: TestClient, make: Make) -> None:
    path = make("live", password=HORSE)
    assert browser.get(path).status_code == 401
    browser.post(path, data={"password": HORSE})
    assert browser.get(path).status_code == 303


@pytest.mark.parametrize(("kind", "wrong_door"), [("frozen", "/v/"), ("live", "/s/")])
def test_a_link_opens_at_its_own_door_only(
    browser: TestClient, make: Make, kind: Kind, wrong_door: str
) -> None:
    token = make(kind).rpartition("/")[2]
    assert browser.get(wrong_door + token).status_code == 404


def test_a_share_is_no_key_to_the_app(browser: TestClient, make: Make) -> None:
    token = make().rpartition("/")[2]
    assert browser.get(f"/o/{token}").status_code == 404
    assert browser.get(f"/l/{token}").status_code == 404


def test_an_earlier_edition_says_that_there_is_a_newer_one(
    app: App, owner: Viewer, browser: TestClient, make: Make
) -> None:
    path = make("edition")
    publish_edition(app, owner, shares(app, owner)[0].id)
    assert "earlier edition" in browser.get(f"{path}?edition=1").text
    assert "earlier edition" not in browser.get(path).text


def test_only_people_who_look_are_counted(app: App, owner: Viewer, browser: TestClient, make: Make) -> None:
    path = make()
    browser.get(path, headers=PERSON)
    browser.get(path, headers=PERSON)
    browser.head(path, headers=PERSON)
    browser.get(path, headers={"User-Agent": "Slackbot-LinkExpanding 1.0"})
    browser.get(f"{path}?file=values.csv", headers=PERSON)
    assert shares(app, owner)[0].opens == 2


def test_counts_are_written_down_when_the_app_ends(app: App, browser: TestClient, make: Make) -> None:
    path = make()
    with opens_written_down(app, every=600.0):
        browser.get(path, headers=PERSON)
    assert app.store.read("select times from opens") == [(1,)]


def test_counts_that_cannot_be_written_are_kept_for_the_next_time(
    app: App, owner: Viewer, make: Make
) -> None:
    make()
    link = shares(app, owner)[0].id
    app.opens.note(link, app.now())
    taken = app.opens.take(app.new_id)
    app.opens.note(link, app.now())
    app.opens.give_back(taken)
    write_down(app)
    assert app.store.read("select times from opens") == [(2,)]


def test_search_engines_are_asked_to_look_nowhere(browser: TestClient) -> None:
    assert browser.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_no_page_that_turns_away_holds_the_token(browser: TestClient, make: Make) -> None:
    path = make(password=HORSE)
    assert path.rpartition("/")[2] not in browser.get(path).text
