from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.scoring import score
from cxmaturity.intake import read_ratings
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.imports import commit_import
from cxmaturity.services.results import result
from cxmaturity.services.views import GivenAnswer
from tests.services.builders import PARTNER, Room, new_app, owner_of, rubric_in, somebody


@pytest.fixture
def rated(room: Room) -> Room:
    """Return an evaluation with every kind of answer."""
    room.rate("Alder", "field", "good", note='Said "yes",\nthen left.')
    room.rate("Alder", "field", "weak", somebody(room.app, "Jo"))
    room.rate("Birch", "field", "none", somebody(room.app, "Jo"))
    room.give("Birch", "drive", GivenAnswer(Answer.DONT_KNOW))
    room.give("Alder", "drive", GivenAnswer(Answer.NOT_APPLICABLE, note="They do not drive."))
    room.give("Alder", "cost", GivenAnswer(Answer.LEVEL, value=12.5))
    room.give("Birch", "cost", GivenAnswer(Answer.LEVEL, value=100))
    return room


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_levels_numbers_and_what_is_missing_are_written_as_an_import_takes_them(rated: Room) -> None:
    written = rows(ratings_file(rated.app, rated.owner))
    found = {(row["subject"], row["criterion"], row["assessor"]): row["level"] for row in written}
    assert found == {
        ("Alder", "field", "Owner"): "good",
        ("Alder", "field", "Jo"): "weak",
        ("Birch", "field", "Jo (2)"): "none",
        ("Birch", "drive", "Owner"): "DK",
        ("Alder", "drive", "Owner"): "NA",
        ("Alder", "cost", "Owner"): "12.5",
        ("Birch", "cost", "Owner"): "100",
    }


@pytest.mark.parametrize("kind", [".csv", ".parquet"])
def test_an_exported_file_scores_as_the_app_does(rated: Room, kind: str) -> None:
    data = ratings_file(rated.app, rated.owner, kind)
    ratings, problems = read_ratings(data, f"out{kind}", rubric_in(PARTNER))
    assert problems == ()
    alone = {one.subject: one.score for one in score(rubric_in(PARTNER), ratings).subjects}
    shown = result(rated.app, rated.owner, rated.id).result
    assert alone == {one.subject: one.score for one in shown.subjects}


def test_what_was_exported_can_be_imported_and_exported_again_unchanged(rated: Room, tmp_path: Path) -> None:
    open_next_cycle(rated.app, rated.owner, rated.id, "Q4 2027")
    rated.rate("Alder", "field", "good")
    data = ratings_file(rated.app, rated.owner)
    other = new_app(tmp_path)
    commit_import(other, owner_of(other), data, "out.csv", "partner", "Spring choice")
    assert ratings_file(other, owner_of(other)) == data


def test_one_evaluation_can_be_named(rated: Room) -> None:
    assert rows(ratings_file(rated.app, rated.owner, evaluation="Spring choice"))
    with pytest.raises(NotFoundError, match="There are: “Spring choice”"):
        ratings_file(rated.app, rated.owner, evaluation="Autumn choice")


def test_a_parquet_file_holds_the_same_columns(rated: Room) -> None:
    table = pq.read_table(io.BytesIO(ratings_file(rated.app, rated.owner, ".PARQUET")))
    assert table.column_names == list(rows(ratings_file(rated.app, rated.owner))[0])


def test_columns_that_would_say_nothing_are_left_out(room: Room) -> None:
    room.rate("Alder", "field", "good")
    (row,) = rows(ratings_file(room.app, room.owner))
    assert list(row) == ["evaluation", "cycle", "subject", "criterion", "level", "assessor"]


def test_only_the_owner_takes_everything_out(room: Room) -> None:
    with pytest.raises(AccessError):
        ratings_file(room.app, somebody(room.app, "Jo", "facilitator"))
