from __future__ import annotations

import pytest

from cxmaturity.store.engine import Engine
from cxmaturity.store.integrity import flaws
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.texts import Text, add_texts
from tests.store.builders import NOW, RUBRIC, Rater


@pytest.fixture
def whole(engine: Engine, rater: Rater) -> Engine:
    """Return a store in which everything fits together."""
    with engine.write() as transaction:
        add_people(transaction, [Person("p1", "Ines", "member", NOW)])
        add_texts(transaction, [Text("t1", "p1", "note", "They showed us the plan.", NOW)])
    rater.gives(3)
    rater.gives(2, base=1)
    return engine


def broken(engine: Engine, sql: str) -> list[str]:
    with engine.write() as transaction:
        transaction.run(sql)
    return list(flaws(engine))


def test_a_whole_store_has_no_flaw(whole: Engine) -> None:
    assert list(flaws(whole)) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("delete from evaluations", "answers of an evaluation that does not exist: 2"),
        ("delete from cycles", "answers in a cycle that does not exist: 2"),
        ("delete from subjects where id = 'sAlder'", "answers about a subject that does not exist: 2"),
        ("delete from people", "answers by a person that does not exist: 2"),
        ("update rating_events set note_id = 'gone'", "note or evidence does not exist: 2"),
        ("update rating_events set value = null where revision = 1", "without points, or points without"),
        ("delete from rating_events where revision = 1", "revision that is missing or doubled: 1"),
        ("update cycles set rubric_sha256 = 'gone'", "cycles whose rubric version does not exist: 1"),
        ("update texts set body = 'They did not.'", "The text t1 is not what was written"),
    ],
)
def test_what_does_not_fit_together_is_told(whole: Engine, damage: str, told: str) -> None:
    assert told in " ".join(broken(whole, damage))


def test_a_rubric_version_that_was_changed_afterwards_is_told(whole: Engine) -> None:
    with whole.write() as transaction:
        keep_rubric(transaction, RUBRIC, NOW)
    assert list(flaws(whole)) == ["The rubric Partner 1.0.0 is not what it was when it was kept."]


def test_an_erased_text_is_no_flaw(whole: Engine) -> None:
    assert broken(whole, "update texts set body = '', erased_at = created_at") == []
