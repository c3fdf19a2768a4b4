from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.ui.places import PLACES
from tests.pages.conftest import Visit


def said(page: AppTest) -> str:
    """Return every text on a page."""
    kinds = (page.title, page.header, page.caption, page.markdown, page.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


CODE, HOST_LINK = "Type the code from the screen", "Open the workshop with its host link"
CLOSED = "This link does not open"
WAYS_IN = {"score": CODE, "decision": CODE, "console": HOST_LINK, "projector": HOST_LINK, "shared": CLOSED}


@pytest.mark.parametrize("place", [place.name for place in PLACES])
def test_a_stranger_sees_how_to_get_in_and_nothing_else(place: str, visit: Visit) -> None:
    page = visit(place)
    assert [title.value for title in page.title] == [WAYS_IN.get(place, "Open with your own link")]
    assert not page.button


@pytest.mark.parametrize("place", ["rate", "result", "progress"])
@pytest.mark.usefixtures("owner")
def test_a_screen_of_no_evaluation_leads_home(place: str, visit: Visit) -> None:
    page = visit(place)
    assert page.title[0].value == "Choose an evaluation first"


@pytest.mark.parametrize("place", ["rate", "result", "progress"])
@pytest.mark.usefixtures("owner")
def test_an_unknown_evaluation_is_one_clear_sentence(place: str, visit: Visit) -> None:
    page = visit(place, e="nothing")
    assert not page.exception
    assert len(page.error) == 1


@pytest.mark.usefixtures("owner")
def test_an_empty_home_offers_three_doors(visit: Visit) -> None:
    page = visit("home")
    assert [button.label for button in page.button] == ["Begin", "Import", "Load demo data"]


@pytest.mark.usefixtures("owner")
def test_the_demo_loads_from_the_empty_home(visit: Visit) -> None:
    page = visit("home")
    page.button(key="door-demo").click().run()
    assert not page.exception
    assert "demo" in said(page)


@pytest.mark.parametrize("place", ["rate", "result", "progress"])
@pytest.mark.parametrize("which", [0, 1], ids=["vendors", "maturity"])
def test_every_screen_of_the_demo_shows_a_headline(
    place: str, which: int, app: App, owner: Viewer, visit: Visit
) -> None:
    evaluation = load_demo(app, owner)[which]
    page = visit(place, e=evaluation)
    assert not page.exception
    assert not page.error
    assert page.title[0].value


def test_an_older_cycle_can_be_looked_at(app: App, owner: Viewer, visit: Visit) -> None:
    evaluation = load_demo(app, owner)[0]
    page = visit("result", e=evaluation)
    older = page.selectbox[0].options[-1]
    page.selectbox[0].select(older).run()
    assert page.query_params["c"]
    assert not page.exception


def test_the_next_cycle_opens_on_the_quarter_after(app: App, owner: Viewer, visit: Visit) -> None:
    evaluation = load_demo(app, owner)[0]  # a programme opens its next quarter where it closes one
    page = visit("progress", e=evaluation)
    page.button(key="open-next-cycle").click().run()
    assert page.text_input(key="next-label").value == "Q1 2027"


def test_the_demo_can_be_taken_away_again(app: App, owner: Viewer, visit: Visit) -> None:
    load_demo(app, owner)
    page = visit("home")
    page.button(key="remove-demo").click().run()
    assert page.button(key="door-demo").label == "Load demo data"
