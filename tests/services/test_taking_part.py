from __future__ import annotations

import pytest

from cxmaturity.domain.errors import ProblemsError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.results import result
from cxmaturity.services.taking_part import add_todays_way
from cxmaturity.services.views import GivenAnswer
from tests.services.builders import Room

WAY = "Today’s way"


@pytest.fixture
def beside(room: Room) -> Room:
    """Rate two vendors, and today's way better than both."""
    add_todays_way(room.app, room.owner, room.id)
    for name, level in (("Alder", "weak"), ("Birch", "none"), (WAY, "good")):
        room.rate(name, "field", level)
        room.rate(name, "drive", level)
    return room


def test_todays_way_is_added_with_one_call_and_only_once(room: Room) -> None:
    add_todays_way(room.app, room.owner, room.id)
    subjects = evaluation(room.app, room.owner, room.id).subjects
    assert [(s.name, s.kind, s.status) for s in subjects][-1] == (WAY, "todays way", "comparator")
    with pytest.raises(ProblemsError, match="takes part already"):
        add_todays_way(room.app, room.owner, room.id)


def test_todays_way_shows_its_score_and_has_no_rank(beside: Room) -> None:
    way = result(beside.app, beside.owner, beside.id).result.subject(WAY)
    assert way is not None
    assert (way.nodes["skill"].score, way.rank, way.would_rank, way.status) == (100, None, None, "compared")


def test_todays_way_never_leads_however_good_it_is(beside: Room) -> None:
    found = result(beside.app, beside.owner, beside.id)
    assert (found.headline.split(" leads")[0], [s.subject for s in found.result.ranked]) == (
        "Alder",
        ["Alder", "Birch"],
    )


def test_todays_way_is_no_part_of_how_sure_a_ranking_is(beside: Room) -> None:
    found = result(beside.app, beside.owner, beside.id)
    assert found.result.robustness is not None
    assert set(found.result.robustness.p_first) == {"Alder", "Birch"}


def test_nothing_that_would_change_the_winner_speaks_of_todays_way(beside: Room) -> None:
    found = result(beside.app, beside.owner, beside.id)
    named = [flip.new_first for flip in found.weight_flips] + [flip.new_first for flip in found.score_flips]
    assert WAY not in named


def test_a_price_of_todays_way_moves_no_vendors_share(room: Room) -> None:
    tender = Room.of(room.app, rubric_id="tender")
    add_todays_way(room.app, tender.owner, tender.id)
    for name, price in (("Alder", 50.0), ("Birch", 100.0), (WAY, 25.0)):
        tender.give(name, "price", GivenAnswer(Answer.LEVEL, value=price))
    found = result(room.app, tender.owner, tender.id).result
    assert [(s.subject, s.score) for s in found.subjects] == [("Alder", 100), ("Birch", 50), (WAY, 100)]
