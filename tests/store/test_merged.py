"""Subjects that turned out to be one: read as one, stored as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cxmaturity.domain.errors import ConflictError, NotFoundError
from cxmaturity.store.engine import Engine
from cxmaturity.store.ratings import answered_by, own_ratings, record
from cxmaturity.store.subjects import (
    Subject,
    add_alias,
    identities,
    known_subjects,
    merge_subjects,
    one_subject,
    registry,
    rename_subject,
    set_parent,
    subjects_of,
    withdraw,
)
from cxmaturity.store.tallies import ratings_as_of, tallies
from tests.store.builders import BLANK, COUNTS_BLANKS, NOW, RUBRIC

ALDER = Subject("sAlder", "Alder", "vendor", "candidate")


def given(engine: Engine, subject_id: str, value: float, *, minutes: int = 0, **changed: object) -> None:
    at = NOW + timedelta(minutes=minutes)
    event = replace(BLANK, subject_id=subject_id, value=value, level=f"l{value:g}", recorded_at=at)
    with engine.write() as transaction:
        record(transaction, [replace(event, **changed)])  # type: ignore[arg-type]  # tests change fields at will


def merge(engine: Engine, gone: str = "sBirch", survivor: str = "sAlder") -> None:
    with engine.write() as transaction:
        merge_subjects(transaction, gone, survivor)


def levels(engine: Engine, subject: str = "Alder") -> list[float]:
    found = tallies(engine, RUBRIC, "e1", "c1")
    mine = found.subject == found.subjects.index(subject)
    return sorted(np.repeat(found.value[mine], found.count[mine]).tolist())


def test_answers_about_both_are_counted_for_the_survivor(engine: Engine) -> None:
    given(engine, "sAlder", 3)
    given(engine, "sBirch", 1, assessor_id="p2")
    merge(engine)
    assert (levels(engine), tallies(engine, RUBRIC, "e1", "c1").subjects) == ([1, 3], ("Alder", "Cedar"))


@pytest.mark.parametrize("later", ["sAlder", "sBirch"])
def test_of_one_assessors_two_answers_the_later_is_counted(engine: Engine, later: str) -> None:
    earlier = {"sAlder": "sBirch", "sBirch": "sAlder"}[later]
    given(engine, earlier, 1)
    given(engine, later, 4, minutes=1)
    merge(engine)
    assert levels(engine) == [4]


def test_a_later_round_counts_whichever_name_it_was_given_under(engine: Engine) -> None:
    given(engine, "sBirch", 4, round=2)
    given(engine, "sAlder", 1, minutes=9)
    merge(engine)
    assert levels(engine) == [4]


def test_who_rated_either_is_one_rater(engine: Engine) -> None:
    given(engine, "sAlder", 3)
    given(engine, "sBirch", 1)
    given(engine, "sBirch", 1, assessor_id="p2")
    merge(engine)
    assert tallies(engine, COUNTS_BLANKS, "e1", "c1").raters.tolist() == [2, 0]


def test_ratings_are_read_under_the_survivors_name_once(engine: Engine) -> None:
    given(engine, "sAlder", 1)
    given(engine, "sBirch", 4, minutes=1)
    merge(engine)
    assert [(r.subject, r.value) for r in ratings_as_of(engine, "e1", "c1")] == [("Alder", 4.0)]


def test_ones_own_answer_is_the_later_one(engine: Engine) -> None:
    given(engine, "sAlder", 1)
    given(engine, "sBirch", 4, minutes=1)
    merge(engine)
    assert own_ratings(engine, "e1", "c1", "sAlder", "p1")["field"].value == 4
    assert answered_by(engine, "p1") == {("e1", "c1"): 1}


def test_what_was_merged_before_follows(engine: Engine) -> None:
    merge(engine)
    merge(engine, "sAlder", "sCedar")
    assert identities(engine, ["sCedar"]) == {"sAlder": "sCedar", "sBirch": "sCedar", "sCedar": "sCedar"}
    assert known_subjects(engine, "vendor", ["birch"])["birch"].id == "sCedar"


def test_withdrawing_the_survivor_withdraws_what_it_stands_for(engine: Engine) -> None:
    merge(engine)
    with engine.write() as transaction:
        withdraw(transaction, "e1", "sAlder", NOW)
    assert [subject.name for subject in subjects_of(engine, "e1")] == ["Cedar"]


def test_a_renamed_subject_goes_by_both_names(engine: Engine) -> None:
    with engine.write() as transaction:
        rename_subject(transaction, ALDER, "Alder Group", NOW)
    found = one_subject(engine, "sAlder")
    assert (found.subject.name, found.aliases, found.evaluations) == (
        "Alder Group",
        ("Alder", "Alder Group"),
        1,
    )


def test_an_alias_in_another_spelling_takes_the_place_of_the_first(engine: Engine) -> None:
    with engine.write() as transaction:
        add_alias(transaction, ALDER, "ALDER", NOW)
    assert one_subject(engine, "sAlder").aliases == ("ALDER",)


def test_an_alias_of_another_subject_is_a_conflict(engine: Engine) -> None:
    with pytest.raises(ConflictError), engine.write() as transaction:
        add_alias(transaction, ALDER, "birch", NOW)


def test_children_of_the_one_that_goes_belong_to_the_survivor(engine: Engine) -> None:
    with engine.write() as transaction:
        set_parent(transaction, "sCedar", "sBirch")
    merge(engine)
    assert [(one.subject.name, one.parent_id) for one in registry(engine)][2] == ("Cedar", "sAlder")


def test_a_subject_that_does_not_exist_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        one_subject(engine, "nothing")
