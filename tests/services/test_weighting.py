from __future__ import annotations

import pytest

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.services.results import result
from cxmaturity.services.weighting import set_weights, weighting
from tests.services.builders import Room


def weights(room: Room) -> dict[str, float]:
    return {node.id: node.now for node in weighting(room.app, room.owner, room.id).nodes}


def refused(room: Room, **said: float) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        set_weights(room.app, room.owner, room.id, said)
    return [str(problem) for problem in caught.value.problems]


def test_without_own_weights_the_rubrics_count(room: Room) -> None:
    assert weights(room) == {"skill": 1, "effort": 1, "field": 1, "drive": 1, "cost": 1, "people": 0}
    assert result(room.app, room.owner, room.id).weights is None


def test_own_weights_change_the_score(room: Room) -> None:
    set_weights(room.app, room.owner, room.id, {"field": 3.0})
    room.rate("Alder", "field", "good")
    room.rate("Alder", "drive", "none")
    found = result(room.app, room.owner, room.id)
    alder = found.result.subject("Alder")
    assert alder is not None
    assert alder.nodes["skill"].score == pytest.approx(75)


def test_a_result_says_that_weights_are_not_the_rubrics_and_who_set_them(room: Room) -> None:
    set_weights(room.app, room.owner, room.id, {"field": 3.0, "drive": 1.0})
    shown = result(room.app, room.owner, room.id).weights
    assert shown is not None
    assert (shown.nodes, shown.set_by) == (1, "Owner")


def test_weights_lock_with_the_first_answer(room: Room) -> None:
    room.rate("Alder", "field", "good")
    assert weighting(room.app, room.owner, room.id).is_locked
    with pytest.raises(RefusedError, match="weights are locked"):
        set_weights(room.app, room.owner, room.id, {"field": 9.0})


def test_an_empty_set_brings_back_the_rubrics_weights(room: Room) -> None:
    set_weights(room.app, room.owner, room.id, {"field": 3.0})
    set_weights(room.app, room.owner, room.id, {})
    assert weights(room)["field"] == 1


def test_all_that_is_wrong_with_weights_is_told_at_once(room: Room) -> None:
    assert refused(room, field=-1.0, drive=float("nan"), price=1.0) == [
        "Expert in its field: type a number of 0 or more.",
        "Drives us: type a number of 0 or more.",
        "weights: the rubric has no section or criterion “price”.",
    ]


def test_weights_that_leave_nothing_to_count_are_refused(room: Room) -> None:
    assert refused(room, field=0.0, drive=0.0) == [
        "Skill: all weights below are 0; give at least one a weight above 0."
    ]


def test_a_refused_set_leaves_the_earlier_one(room: Room) -> None:
    set_weights(room.app, room.owner, room.id, {"field": 3.0})
    refused(room, field=-1.0)
    assert weights(room)["field"] == 3
