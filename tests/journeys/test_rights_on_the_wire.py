"""What a fresh server sends to somebody who may not see it: read from the raw messages, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
import shutil

import pytest

from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.services.evaluations import create_evaluation, evaluation
from cxmaturity.services.links import NewLink, create_link
from cxmaturity.services.people import change_person
from cxmaturity.services.rating import save_answer
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from cxmaturity.ui.places import PLACES
from tests.coroutines import finished
from tests.journeys.server import running
from tests.journeys.tab import Tab

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
TITLE, SUBJECT, NOTE = "Choice Quetzal", "Vendor Okapi", "Note Axolotl"
PERSON, CONTACT, LABEL = "Person Narwhal", "narwhal@example.org", "Label Wombat"
OF_PEOPLE = (NOTE, PERSON, CONTACT, LABEL)
OF_THE_EVALUATION = (TITLE, SUBJECT)
OWN_DOOR = {"shared"}  # asks for a shared link instead
PAGES = [place.name for place in PLACES if place.file.split("/")[0] != "workshop"]


@dataclass(frozen=True)
class House:
    """A filled database, and the ways into it by who has them."""

    database: Path
    evaluation: str
    subject: str
    ways: dict[str, str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    path = tmp_path_factory.mktemp("house") / "cx.duckdb"
    app = open_app(str(path))
    owner = viewer_for(app, owner_key(app))
    assert owner is not None
    mine, other = (started(app, owner, title, subject) for title, subject in ((TITLE, SUBJECT), ("B", "C")))
    rater = create_link(app, owner, NewLink("assessor", PERSON, label=LABEL, evaluation_id=mine))
    viewer = viewer_for(app, rater.path.removeprefix("/l/"))
    assert viewer is not None
    change_person(app, owner, viewer.person_id, PERSON, CONTACT)
    (subject,) = evaluation(app, owner, mine).subjects
    given = GivenAnswer(Answer.LEVEL, "shown", note=NOTE)
    save_answer(app, viewer, mine, subject.id, "field", given, "request")
    ways = {
        "reader": create_link(app, owner, NewLink("reader", "R")).path,
        "assessor of another": create_link(app, owner, NewLink("assessor", "A", evaluation_id=other)).path,
        "participant": create_link(app, owner, NewLink("participant", "P", evaluation_id=mine)).path,
        "owner": f"/o/{owner_key(app)}",
    }
    app.close()
    return House(path, mine, subject.id, ways)


def started(app: App, owner: Viewer, title: str, subject: str) -> str:
    form = NewEvaluation(title, "innovation-partner", (NewSubject(subject),), "Q4 2026")
    return create_evaluation(app, owner, form)


@contextmanager
def cold(house: House, folder: Path) -> Iterator[str]:
    """Start a server that nobody has asked for anything yet, on a copy of the database."""
    for path in house.database.parent.glob("cx.*"):
        shutil.copy(path, folder / path.name)
    with running(folder / "cx.duckdb") as link:
        yield link.split("/o/")[0]


async def sent(origin: str, pages: list[str], house: House, way: str = "") -> dict[str, bytes]:
    """Visit pages by deep links one after another; return everything that was sent, by page."""
    cookies, found = CookieJar(), {}
    if way:
        async with Tab(origin, cookies) as tab:
            await tab.open(way)
    for page in pages:
        async with Tab(origin, cookies, keeps_messages=True) as tab:
            await tab.open(f"/{page}?e={house.evaluation}&s={house.subject}&r=innovation-partner")
            assert tab.errors == []
            found[page] = b"".join(tab.received)
    return found


def told(found: dict[str, bytes], words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return which pages sent which of these words."""
    return {(page, word) for page, data in found.items() for word in words if word.encode() in data}


@pytest.mark.parametrize("first", ["result", "people", "setup"])
def test_a_stranger_gets_nothing_from_any_page_also_as_the_very_first_visitor(
    house: House, tmp_path: Path, first: str
) -> None:
    pages = [first, *(page for page in PAGES if page != first)]
    with cold(house, tmp_path) as origin:
        found = finished(sent(origin, pages, house))
    assert told(found, (*OF_PEOPLE, *OF_THE_EVALUATION)) == set()
    assert {page for page, data in found.items() if b"Open with your own link" not in data} == OWN_DOOR


def test_a_reader_gets_results_and_nothing_about_people(house: House, tmp_path: Path) -> None:
    with cold(house, tmp_path) as origin:
        found = finished(sent(origin, PAGES, house, house.ways["reader"]))
    assert told(found, OF_PEOPLE) == set()
    assert ("result", TITLE) in told(found, OF_THE_EVALUATION)


def test_an_assessor_of_another_evaluation_gets_nothing_of_this_one(house: House, tmp_path: Path) -> None:
    with cold(house, tmp_path) as origin:
        found = finished(sent(origin, PAGES, house, house.ways["assessor of another"]))
    assert told(found, (*OF_PEOPLE, *OF_THE_EVALUATION)) == set()


def test_a_participant_gets_questions_and_no_result(house: House, tmp_path: Path) -> None:
    with cold(house, tmp_path) as origin:
        found = finished(sent(origin, PAGES, house, house.ways["participant"]))
    assert told(found, OF_PEOPLE) == set()
    assert {page for page, _ in told(found, (SUBJECT,))} == {"rate", "confirm"}


def test_the_owner_gets_what_the_others_did_not(house: House, tmp_path: Path) -> None:
    """The words can be found where they may be: the tests above could fail."""
    with cold(house, tmp_path) as origin:
        found = finished(sent(origin, ["people", "links", "result"], house, house.ways["owner"]))
    assert {word for _, word in told(found, (PERSON, CONTACT, LABEL, TITLE))} == {
        PERSON,
        CONTACT,
        LABEL,
        TITLE,
    }
