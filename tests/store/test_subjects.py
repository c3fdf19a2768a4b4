from __future__ import annotations

import pytest

from cxmaturity.domain.errors import ConflictError
from cxmaturity.store.engine import Engine
from cxmaturity.store.subjects import (
    Subject,
    add_subjects,
    enrol,
    known_subjects,
    name_key,
    subjects_of,
    withdraw,
)
from tests.store.builders import NOW


def names(engine: Engine) -> list[str]:
    return [subject.name for subject in subjects_of(engine, "e1")]


def test_case_and_white_space_do_not_tell_names_apart() -> None:
    assert name_key("  Alder\t& Sons ") == name_key("alder & sons")


def test_a_subject_is_found_by_any_spelling_of_its_name(engine: Engine) -> None:
    assert known_subjects(engine, "vendor", ["  ALDER "])["alder"].id == "sAlder"


def test_the_same_name_of_another_kind_is_another_subject(engine: Engine) -> None:
    assert known_subjects(engine, "channel", ["Alder"]) == {}


def test_a_name_is_taken_only_once_within_its_kind(engine: Engine) -> None:
    with pytest.raises(ConflictError), engine.write() as transaction:
        add_subjects(transaction, [Subject("s9", "alder", "vendor", "none")], NOW)


def test_a_withdrawn_subject_leaves_the_evaluation(engine: Engine) -> None:
    with engine.write() as transaction:
        withdraw(transaction, "e1", "sBirch", NOW)
    assert names(engine) == ["Alder", "Cedar"]


def test_a_withdrawn_subject_can_come_back(engine: Engine) -> None:
    with engine.write() as transaction:
        withdraw(transaction, "e1", "sBirch", NOW)
        enrol(transaction, "e1", ["sBirch", "sAlder"], "p0", NOW)
    assert names(engine) == ["Alder", "Birch", "Cedar"]


def test_subjects_stand_in_the_order_in_which_they_were_named(engine: Engine) -> None:
    later = NOW.replace(year=NOW.year + 1)
    with engine.write() as transaction:
        add_subjects(
            transaction,
            [Subject("s8", "Zelkova", "vendor", "none"), Subject("s9", "Ash", "vendor", "none")],
            later,
        )
        enrol(transaction, "e1", ["s8", "s9"], "p0", later)
    assert names(engine)[-2:] == ["Zelkova", "Ash"]
