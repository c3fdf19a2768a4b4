"""Home for everybody who can come: it fits their link, and nothing that it offers is refused."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Role, Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import create_evaluation, evaluation, evaluations
from cxmaturity.services.links import NewLink
from cxmaturity.services.rating import save_answer
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from tests.pages.conftest import Visit
from tests.pages.test_screens import said
from tests.pages.test_settings import come_as

ROLES: tuple[Role, ...] = ("facilitator", "assessor", "participant", "reader")
RATERS: tuple[Role, ...] = ("facilitator", "assessor", "participant")


@pytest.fixture
def choice(app: App, owner: Viewer) -> str:
    subjects = (NewSubject("Northwind"), NewSubject("Contoso"))
    return create_evaluation(app, owner, NewEvaluation("Choice", "innovation-partner", subjects, "Q4 2026"))


@pytest.fixture(params=["everything", "one evaluation"])
def scope(request: pytest.FixtureRequest, choice: str) -> str:
    return "" if request.param == "everything" else choice


def opened(visit: Visit, key: str) -> AppTest:
    return visit("home").button(key=key).click().run()


def keys(page: AppTest) -> list[str]:
    return [str(button.key) for button in page.button]


@pytest.mark.parametrize("role", ROLES)
def test_home_is_calm_for_every_role(
    role: Role, scope: str, app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink(role, "Ines", evaluation_id=scope))
    page = visit("home")
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_home_offers_is_refused(
    role: Role, scope: str, app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink(role, "Ines", evaluation_id=scope))
    offered = keys(visit("home"))
    assert offered
    assert {key: said(opened(visit, key)) for key in offered if opened(visit, key).error} == {}


@pytest.mark.parametrize("role", RATERS)
@pytest.mark.usefixtures("choice")
def test_who_rates_sees_first_what_is_left(
    role: Role, app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink(role, "Ines"))
    assert visit("home").title[0].value == "14 answers of yours are missing in Choice"


@pytest.mark.usefixtures("choice")
def test_a_reader_sees_what_there_is_to_read_and_nothing_to_rate(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("reader", "Ines"))
    page = visit("home")
    assert page.title[0].value == "1 result to read"
    assert [button.label for button in page.button] == ["Open"]


@pytest.mark.parametrize("place", ["result", "progress"])
def test_a_reader_of_an_evaluation_without_ratings_is_not_told_to_rate(
    place: str, choice: str, app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("reader", "Ines", evaluation_id=choice))
    page = visit(place, e=choice)
    assert (len(page.title), len(page.button)) == (1, 0)


@pytest.mark.parametrize("place", ["new", "imports"])
@pytest.mark.parametrize("role", ["assessor", "participant", "reader"])
@pytest.mark.usefixtures("choice")
def test_a_form_that_is_not_theirs_says_so_before_it_is_filled_in(
    role: Role, place: str, app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink(role, "Ines"))
    page = visit(place)
    assert "Your link does not allow this" in page.error[0].value
    assert not page.title


def test_only_who_arranges_is_offered_the_next_cycle(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = load_demo(app, owner)[0]
    assert "open-next-cycle" in keys(visit("progress", e=demo))
    come_as(app, owner, monkeypatch, NewLink("reader", "Ines"))
    assert "open-next-cycle" not in keys(visit("progress", e=demo))


def test_a_demo_is_there_to_look_around_and_never_due(app: App, owner: Viewer, visit: Visit) -> None:
    load_demo(app, owner)
    assert [card.my_left for card in evaluations(app, owner)] == [0, 0, 0]
    page = visit("home")
    assert page.title[0].value.startswith("Maturity is ")
    assert "nothing waits for you" not in said(page)


def test_a_demo_can_still_be_rated(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("rate", e=load_demo(app, owner)[0])
    assert not page.error
    assert any(button.label == "Rate" for button in page.button)


def test_one_cycle_makes_no_line_on_home(choice: str, app: App, owner: Viewer, visit: Visit) -> None:
    subject = evaluation(app, owner, choice).subjects[0].id
    given = GivenAnswer(Answer.LEVEL, "proven")
    save_answer(app, owner, choice, subject, "field", given, "once")
    assert not visit("home").get("vega_lite_chart")
