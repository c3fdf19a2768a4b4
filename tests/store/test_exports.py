from __future__ import annotations

from dataclasses import replace

from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import Cycle, add_cycle, add_evaluation
from cxmaturity.store.exports import exported_ratings
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.ratings import record
from cxmaturity.store.subjects import enrol, withdraw
from tests.store.builders import BLANK, EVALUATION, NOW, Rater


def test_names_stand_in_the_place_of_ids(engine: Engine, rater: Rater) -> None:
    with engine.write() as transaction:
        add_people(transaction, [Person("p1", "Ines", "member", NOW)])
    rater.gives(3)
    (rating,) = exported_ratings(engine)
    assert (rating.evaluation, rating.cycle, rating.subject, rating.assessor, rating.value) == (
        "Spring choice",
        "2026 Q4",
        "Alder",
        "Ines",
        3.0,
    )


def test_every_round_is_there_and_only_present_answers(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(2, base=1)
    rater.gives(4, round_number=2)
    assert [(rating.round, rating.value) for rating in exported_ratings(engine)] == [(1, 2.0), (2, 4.0)]


def test_two_people_of_one_name_stay_two(engine: Engine) -> None:
    with engine.write() as transaction:
        add_people(transaction, [Person("p1", "Jo", "member", NOW), Person("p2", "Jo", "member", NOW)])
    Rater(engine, "p1").gives(3)
    Rater(engine, "p2").gives(1)
    assert [rating.assessor for rating in exported_ratings(engine)] == ["Jo", "Jo (2)"]


def test_somebody_without_a_name_is_called_by_the_id(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    assert exported_ratings(engine)[0].assessor == "p1"


def test_two_evaluations_of_one_title_stay_two(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    with engine.write() as transaction:
        add_evaluation(transaction, replace(EVALUATION, id="e2"))
        add_cycle(transaction, Cycle("c2", "e2", "2026 Q4", 1, None, None, "open"))
        enrol(transaction, "e2", ["sAlder"], "p0", NOW)
        record(transaction, [replace(BLANK, evaluation_id="e2", cycle_id="c2")])
    assert [rating.evaluation for rating in exported_ratings(engine)] == [
        "Spring choice",
        "Spring choice (2)",
    ]


def test_withdrawn_subjects_stay_at_home(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    with engine.write() as transaction:
        withdraw(transaction, "e1", "sAlder", NOW)
    assert exported_ratings(engine) == []
