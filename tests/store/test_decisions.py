from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cxmaturity.domain.errors import ConflictError
from cxmaturity.domain.workshop.decisions import Basis
from cxmaturity.store.decisions import Decision, add_decision, broken_seals, decisions_of, wrote
from cxmaturity.store.engine import Engine
from tests.store.builders import NOW

BASIS = Basis("Fit", "1.0.0", "a" * 64, 2, 6, ("sAlder",), "too close", 0.56, 10_000, 1, {"field": 2})
DECISION = Decision(
    workshop_id="w1",
    revision=1,
    outcome="chosen",
    subjects=("sBirch",),
    deciders=("p1", "p2"),
    reason=wrote("t1", "Ärger gab den Ausschlag"),
    conditions=wrote("t2", ""),
    dissent=wrote("t3", "Ben would wait"),
    look_again_on=date(2027, 6, 1),
    basis=BASIS,
    person_id="p1",
    recorded_at=NOW,
)


def written(engine: Engine, *decisions: Decision) -> None:
    seal = ""
    for decision in decisions:
        seal = decision.sealed_after(seal)
        with engine.write() as transaction:
            add_decision(transaction, replace(decision, seal=seal))


def test_a_decision_comes_back_as_it_was_written_and_its_seal_holds(engine: Engine) -> None:
    written(engine, DECISION)
    kept = decisions_of(engine, "w1")
    assert kept == (DECISION,)
    assert broken_seals(kept) == ()


def test_a_correction_seals_the_revision_before_it_too(engine: Engine) -> None:
    again = replace(DECISION, revision=2, reason=wrote("t4", "Better"), dissent=wrote("", ""))
    written(engine, DECISION, again)
    with engine.write() as transaction:
        transaction.run("update decisions set sha256 = 'b' where revision = 1")
    assert broken_seals(decisions_of(engine, "w1")) == (1, 2)


def test_a_revision_is_written_once(engine: Engine) -> None:
    written(engine, DECISION)
    with pytest.raises(ConflictError):
        written(engine, replace(DECISION, reason=wrote("t5", "Other")))
