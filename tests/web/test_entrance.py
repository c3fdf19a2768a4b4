from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from cxmaturity.services.access import COOKIE, Viewer, owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.links import NewLink, create_link, pause_link
from cxmaturity.services.views import NewEvaluation, NewSubject


@pytest.fixture
def owner(app: App) -> Viewer:
    viewer = viewer_for(app, owner_key(app))
    assert viewer is not None
    return viewer


def choice(app: App, owner: Viewer) -> str:
    form = NewEvaluation("Choice", "innovation-partner", (NewSubject("Northwind"),), "Q4 2026")
    return create_evaluation(app, owner, form)


def test_a_named_link_lets_in_and_leaves_the_address_bar(
    app: App, owner: Viewer, browser: TestClient
) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    answer = browser.get(made.path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.cookies[COOKIE] == made.path.removeprefix("/l/")


@pytest.mark.parametrize(
    ("role", "page"),
    [("reader", "result"), ("facilitator", "result"), ("assessor", "rate"), ("participant", "rate")],
)
def test_a_link_for_one_evaluation_leads_straight_to_what_it_is_for(
    app: App, owner: Viewer, browser: TestClient, role: str, page: str
) -> None:
    evaluation = choice(app, owner)
    made = create_link(app, owner, NewLink(role, "Ines", evaluation_id=evaluation))  # type: ignore[arg-type]  # one of the roles
    assert browser.get(made.path).headers["location"] == f"/{page}?e={evaluation}"


def test_a_paused_link_opens_nothing(app: App, owner: Viewer, browser: TestClient) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    pause_link(app, owner, made.id)
    answer = browser.get(made.path)
    assert (answer.status_code, COOKIE in browser.cookies) == (404, False)


def test_an_expired_link_opens_nothing(app: App, owner: Viewer, browser: TestClient) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    with app.store.write() as transaction:
        transaction.run("update grants set expires_at = $1", [app.now() - timedelta(days=1)])
    assert browser.get(made.path).status_code == 404


def test_a_second_link_asks_before_it_takes_the_place_of_the_first(
    app: App, owner: Viewer, browser: TestClient
) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines <b>"))
    key = owner_key(app)
    browser.get(f"/o/{key}")
    asked = browser.get(made.path)
    assert (asked.status_code, browser.cookies[COOKIE]) == (200, key)
    assert "Go on as Ines &lt;b&gt;" in asked.text


def test_who_says_so_goes_on_as_the_other_person(app: App, owner: Viewer, browser: TestClient) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    browser.get(f"/o/{owner_key(app)}")
    answer = browser.post(made.path, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, browser.cookies[COOKIE]) == (303, made.path.removeprefix("/l/"))


def test_another_site_cannot_say_so_for_the_visitor(app: App, owner: Viewer, browser: TestClient) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    key = owner_key(app)
    browser.get(f"/o/{key}")
    browser.post(made.path, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.cookies[COOKIE] == key


def test_the_same_link_again_asks_nothing(app: App, owner: Viewer, browser: TestClient) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    browser.get(made.path)
    assert browser.get(made.path).status_code == 303


def test_a_cookie_that_opens_nothing_any_more_does_not_stand_in_the_way(
    app: App, owner: Viewer, browser: TestClient
) -> None:
    old, new = (create_link(app, owner, NewLink("reader", name)) for name in ("Ines", "Jo"))
    browser.get(old.path)
    pause_link(app, owner, old.id)
    assert browser.get(new.path).status_code == 303
