"""No two evaluations have one title, so a title always names one."""

from __future__ import annotations

from datetime import datetime

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import archive, evaluation, rename_evaluation
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.forms import LONGEST_NAME
from cxmaturity.services.imports import commit_import
from cxmaturity.store.evaluations import Evaluation, add_evaluation
from tests.services.builders import Room

FILE = b"subject,criterion,level\nAlder,field,good\n"
NOW = datetime(2026, 11, 22)  # noqa: DTZ001 - the store keeps naive UTC


def title(app: App, owner: Viewer, evaluation_id: str) -> str:
    return evaluation(app, owner, evaluation_id).title


@pytest.mark.usefixtures("room")
def test_a_second_evaluation_of_one_title_gets_a_number(app: App, owner: Viewer) -> None:
    again = [Room.of(app, title=words).id for words in ("Spring choice", " spring  CHOICE ")]
    assert [title(app, owner, each) for each in again] == ["Spring choice (2)", "spring CHOICE (3)"]


def test_a_second_import_under_one_title_gets_a_number(app: App, owner: Viewer) -> None:
    made = [commit_import(app, owner, FILE, "a.csv", "partner", "Panel") for _ in range(2)]
    assert [title(app, owner, each) for each in made] == ["Panel", "Panel (2)"]


def test_a_title_that_was_put_away_is_still_taken(app: App, owner: Viewer, room: Room) -> None:
    archive(app, owner, room.id)
    assert title(app, owner, Room.of(app, title="Spring choice").id) == "Spring choice (2)"


def test_an_evaluation_may_keep_its_own_title(app: App, owner: Viewer, room: Room) -> None:
    rename_evaluation(app, owner, room.id, "Spring Choice")
    assert title(app, owner, room.id) == "Spring Choice"


@pytest.mark.usefixtures("room")
def test_renaming_to_a_title_that_is_taken_numbers_it(app: App, owner: Viewer) -> None:
    other = Room.of(app, title="Autumn choice")
    rename_evaluation(app, owner, other.id, "Spring choice")
    assert title(app, owner, other.id) == "Spring choice (2)"


def test_a_numbered_title_still_fits(app: App, owner: Viewer) -> None:
    long = "x" * LONGEST_NAME
    made = [Room.of(app, title=long).id for _ in range(2)]
    assert title(app, owner, made[1]) == long[:-4] + " (2)"


@pytest.mark.usefixtures("room")
def test_an_export_of_a_title_that_two_have_is_refused(app: App, owner: Viewer) -> None:
    with app.store.write() as transaction:
        old = Evaluation("e", "Spring choice", "partner", "vendor", "open", False, owner.person_id, NOW)
        add_evaluation(transaction, old)
    with pytest.raises(RefusedError, match="2 evaluations are called “Spring choice”"):
        ratings_file(app, owner, evaluation="Spring choice")
