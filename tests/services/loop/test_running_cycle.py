from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from cxmaturity.domain.alarm_rules import AlarmKind
from cxmaturity.services.access import Viewer
from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.loop.closing import close_and_sign
from cxmaturity.services.loop.looking_back import looking_back
from cxmaturity.services.loop.programme import ProgrammeView, programme
from cxmaturity.services.results import progress, result
from tests.services.loop.programme import UNIT, Programme


def seen(care: Programme) -> ProgrammeView:
    return programme(care.app, care.owner, care.id)


def kinds(care: Programme) -> set[AlarmKind]:
    return {alarm.kind for alarm in seen(care).alarms}


def five_people(care: Programme) -> list[Viewer]:
    """One sees everything at “Some”, four at “Best”; then the next quarter opens with all of it."""
    people = [care.owner, *(care.person(name) for name in ("Ann", "Ben", "Cem", "Dee"))]
    care.rate_all("1111")
    for person in people[1:]:
        care.rate_all("4444", person)
    care.next("Q2 2026")
    return people


def test_a_quarter_that_waits_for_people_says_how_many_have_confirmed_and_claims_no_change(
    care: Programme,
) -> None:
    five_people(care)
    care.confirm(*care.criteria())
    view = seen(care)
    assert view.headline.headline == "Maturity is 25 so far: 1 of 5 people has confirmed."
    assert (view.change, kinds(care)) == (None, set())


def test_a_single_confirmed_answer_raises_no_regression(care: Programme) -> None:
    five_people(care)
    care.confirm("goals")
    assert "0 of 5 people have confirmed" in seen(care).headline.headline
    assert kinds(care) == set()


def test_no_list_result_or_line_claims_a_change_of_a_quarter_that_waits(care: Programme) -> None:
    five_people(care)
    care.confirm(*care.criteria())
    (card,) = evaluations(care.app, care.owner)
    said = [
        card.headline,
        result(care.app, care.owner, care.id).headline,
        progress(care.app, care.owner, care.id).headline,
    ]
    assert [("down" in text or "fallen" in text, "1 of 5 people" in text) for text in said] == [
        (False, True)
    ] * 3
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    assert (found.trend[-1].is_provisional, found.back.since_before) == (True, None)


def test_once_all_have_confirmed_the_change_is_claimed(care: Programme) -> None:
    for person in five_people(care):
        care.confirm(*care.criteria(), who=person)
    assert seen(care).headline.headline.startswith("Maturity is 85, unchanged.")


def test_closing_ends_the_wait(care: Programme) -> None:
    five_people(care)
    care.confirm(*care.criteria())
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    assert seen(care).headline.headline.startswith("Maturity is 25, down 60.")


def test_who_did_not_count_last_time_is_not_waited_for(care: Programme) -> None:
    people = five_people(care)
    for person in people[:4]:
        care.confirm(*care.criteria(), who=person)
    care.next("Q3 2026")
    for person in people[:4]:
        care.confirm(*care.criteria(), who=person)
    assert seen(care).headline.headline.startswith("Maturity is 81, unchanged.")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_confirming_unchanged_answers_in_any_order_never_claims_a_change(
    care: Programme, order: tuple[int, ...]
) -> None:
    care.rate_all("4400")
    care.next("Q2 2026")
    names = care.criteria()
    for place in order:
        care.confirm(names[place])
        view = seen(care)
        assert (view.change.change if view.change else 0.0) == 0.0
        assert AlarmKind.REGRESSION not in kinds(care)


def test_a_jump_that_evidence_covered_in_its_quarter_raises_no_alarm_later(care: Programme) -> None:
    care.rate_all("1111")
    care.next("Q2 2026")
    care.brings("vision")
    care.rate_all("3111")
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    care.clock.day = date(2026, 12, 15)
    assert AlarmKind.JUMP not in kinds(care)
