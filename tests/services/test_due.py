"""What home says is due: what the viewer has to rate here, and nothing that a file or a room brings."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import evaluation, evaluations
from cxmaturity.services.imports import commit_import
from cxmaturity.services.rating import save_answer
from cxmaturity.services.views import GivenAnswer
from tests.services.builders import Room, somebody
from tests.services.hall import Hall, open_hall

FILE = b"subject,criterion,level\nAlder,field,good\nAlder,drive,good\n"
OF_ANA = b"subject,criterion,level,assessor\nAlder,field,good,Ana\nAlder,drive,good,Ana\n"


def due(app: App, viewer: Viewer) -> list[int]:
    return [card.my_left for card in evaluations(app, viewer)]


def give(app: App, viewer: Viewer, evaluation_id: str, criterion: str) -> None:
    (subject,) = evaluation(app, viewer, evaluation_id).subjects
    good = GivenAnswer(Answer.LEVEL, "good")
    save_answer(app, viewer, evaluation_id, subject.id, criterion, good, f"r-{viewer.name}-{criterion}")


def test_who_starts_an_evaluation_by_the_form_owes_its_answers(room: Room) -> None:
    assert due(room.app, room.owner) == [8]


def test_who_imports_a_file_owes_nothing(app: App, owner: Viewer) -> None:
    commit_import(app, owner, FILE, "a.csv", "partner", "Panel")
    assert due(app, owner) == [0]


def test_who_imports_a_file_owes_nothing_when_somebody_else_answers_there(app: App, owner: Viewer) -> None:
    made = commit_import(app, owner, FILE, "a.csv", "partner", "Panel")
    give(app, somebody(app, "Ines"), made, "field")
    assert due(app, owner) == [0]


def test_who_begins_to_answer_beside_a_file_owes_the_rest(app: App, owner: Viewer) -> None:
    made = commit_import(app, owner, OF_ANA, "a.csv", "partner", "Panel")
    give(app, owner, made, "field")
    assert due(app, owner) == [3]


def test_a_workshop_is_answered_in_its_room(tmp_path: Path) -> None:
    app = open_hall(tmp_path)
    try:
        hall = Hall.of(app)
        assert due(app, hall.host) == [0]
    finally:
        app.close()
