"""What the shipped rubrics' numbers say: names of bands and flags never contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Aggregate, Rubric
from cxmaturity.domain.scoring import score
from cxmaturity.rubrics import load_rubric

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def shipped(name: str) -> Rubric:
    return load_rubric(FOLDER / f"{name}.yaml")


def best_but_for(name: str, worse: Mapping[str, float]) -> SubjectResult:
    """Score a subject that has the best level everywhere but on the named criteria (raw points)."""
    rubric = shipped(name)
    best = {c.id: c.minimum if c.is_turned else c.maximum for c in rubric.criteria()}
    ratings = [Rating("A", c, Answer.LEVEL, value) for c, value in (best | dict(worse)).items()]
    return score(rubric, ratings).subjects[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_best_levels_everywhere_score_a_hundred_and_raise_no_flag(name: str) -> None:
    result = best_but_for(name, {})
    assert result.score == pytest.approx(100)
    assert result.red_flags == ()


@pytest.mark.parametrize("promise", [3, 4])
def test_no_vendor_with_an_unproven_main_promise_is_called_an_innovation_partner(promise: int) -> None:
    result = best_but_for("innovation-partner", {"magic": promise})
    assert result.band != "partner"
    assert [flag.criterion for flag in result.red_flags] == ["magic"]


@pytest.mark.parametrize("place", ["customers", "team", "bottom-line", "freshness"])
def test_an_initiative_that_harms_in_one_place_is_never_a_go(place: str) -> None:
    result = best_but_for("progress-questions", {place: -1})
    assert result.band != "go"
    assert [flag.criterion for flag in result.red_flags] == [place]


def test_harm_that_one_of_many_people_sees_is_flagged_though_the_mean_helps() -> None:
    rubric = shipped("progress-questions")
    views = {"p1": 2, "p2": 2, "p3": 2, "p4": -1}
    ratings = [Rating("A", "team", Answer.LEVEL, value, assessor=who) for who, value in views.items()]
    assert [flag.criterion for flag in score(rubric, ratings).subjects[0].red_flags] == ["team"]


def test_an_initiative_that_changes_nothing_scores_half_way() -> None:
    unchanged = dict.fromkeys(["customers", "team", "bottom-line", "freshness"], 0.0)
    assert best_but_for("progress-questions", unchanged).score == pytest.approx(50)


def test_a_bad_peak_is_flagged_and_never_called_well_remembered() -> None:
    result = best_but_for("three-moments", {"strongest-moment": -1})
    assert result.band != "memorable"
    assert [flag.criterion for flag in result.red_flags] == ["strongest-moment"]


def test_the_weakest_moment_stands_beside_the_mean() -> None:
    result = best_but_for("three-moments", {"strongest-moment": -2})
    also = result.nodes["three-moments"].also
    assert result.score == pytest.approx((100 + 50 + 100) / 3)
    assert also is not None
    assert also[Aggregate.MIN] == pytest.approx(50)


def test_two_weak_foundations_hold_the_stage_at_nothing_however_good_the_rest() -> None:
    foundations = [c.id for c in shipped("progress-programme").criteria() if c.stage == 1]
    result = best_but_for("progress-programme", dict.fromkeys(foundations[:2], 2))
    assert result.stage == 0
    assert set(result.blockers) == set(foundations[:2])
