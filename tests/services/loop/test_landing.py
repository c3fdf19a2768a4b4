from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.lift import PlanAccuracy
from cxmaturity.domain.planning import Promise
from cxmaturity.services.loop.plan_view import plan_view
from cxmaturity.services.loop.planning import pivot, take_step
from tests.services.loop.programme import Programme

DUE = date(2026, 6, 1)


def accuracy(care: Programme) -> PlanAccuracy | None:
    return plan_view(care.app, care.owner, care.id).accuracy


def share(care: Programme) -> float:
    found = accuracy(care)
    assert found is not None
    assert found.accuracy is not None
    return found.accuracy


def promised(care: Programme, criterion: str, value: float) -> str:
    return care.accepted(title=criterion, due=DUE, promises=(Promise(criterion, value),))


def step(care: Programme, action: str, move: str, reason: str = "") -> None:
    take_step(care.app, care.owner, care.id, action, move, reason)  # type: ignore[arg-type]  # the words of the tests


def test_promises_never_started_and_given_up_count_as_not_kept(care: Programme) -> None:
    care.rate_all("1111")
    landed, _, given_up = (promised(care, name, 3.0) for name in ("goals", "team", "owners"))
    step(care, landed, "started")
    step(care, given_up, "started")
    care.next("Q2 2026")
    care.rate_all("1311")
    step(care, given_up, "stopped", "No money")
    assert share(care) == pytest.approx(1 / 3)


def test_what_was_given_up_before_the_quarter_is_not_held_against_it(care: Programme) -> None:
    care.rate_all("1111")
    step(care, promised(care, "goals", 3.0), "stopped", "No money")
    care.next("Q2 2026")
    care.rate_all("1211")
    assert accuracy(care) is None


def test_a_pivot_afterwards_does_not_move_the_goalposts(care: Programme) -> None:
    care.rate_all("1111")
    action = promised(care, "goals", 4.0)
    step(care, action, "started")
    care.next("Q2 2026")
    care.rate_all("1211")
    less = care.plan(title="goals", due=date(2027, 6, 1), promises=(Promise("goals", 2.0),))
    pivot(care.app, care.owner, care.id, action, less, "Less will do")
    assert share(care) == pytest.approx(1 / 3)


def test_a_promise_first_made_within_the_quarter_is_held_to_as_it_was_accepted(care: Programme) -> None:
    care.rate_all("1111")
    care.next("Q2 2026")
    promised(care, "goals", 3.0)
    care.rate_all("1211")
    assert share(care) == pytest.approx(1 / 2)


def test_no_accuracy_is_claimed_while_people_have_still_to_confirm(care: Programme) -> None:
    guest = care.person("Priya")
    care.rate_all("1111")
    care.rate_all("1111", guest)
    promised(care, "goals", 3.0)
    care.next("Q2 2026")
    care.confirm(*care.criteria())
    assert accuracy(care) is None
    care.confirm(*care.criteria(), who=guest)
    assert share(care) == 0.0
