"""What holds for every rubric and every set of ratings."""

from __future__ import annotations

from dataclasses import replace
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.progress import changes
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.results import NodeScore, Result, SubjectResult
from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Section
from cxmaturity.domain.scoring import score, score_tallies
from cxmaturity.domain.tally import tally
from tests.domain.strategies import MEANS, cases, ratings_for, rubrics

# drawing a whole rubric with ratings is slow by nature
some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Case = tuple[Rubric, list[Rating]]


def scores(result: Result) -> dict[str, float | None]:
    return {s.subject: s.score for s in result.subjects}


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=1e-7)


def rebuilt(section: Section, change: dict[str, dict[str, object]], scale: float = 1.0) -> Section:
    """Return the tree with criteria changed by id and all weights times ``scale``."""
    children = tuple(
        rebuilt(child, change, scale)
        if isinstance(child, Section)
        else replace(child, **{"weight": child.weight * scale, **change.get(child.id, {})})  # type: ignore[arg-type]  # fields by name
        for child in section.children
    )
    return replace(section, weight=section.weight * scale, children=children)


@some
@given(case=cases(plain=True))
def test_reversing_a_criterion_and_its_answers_changes_no_score(case: Case) -> None:
    rubric, rows = case
    turnable = {c.id: c for c in rubric.criteria() if c.scale.goal == "max"}
    turned = rebuilt(rubric.root, {name: {"reverse": not c.reverse} for name, c in turnable.items()})
    mirrored = [
        replace(r, value=turnable[r.criterion].minimum + turnable[r.criterion].maximum - r.value)
        if r.criterion in turnable and r.value is not None
        else r
        for r in rows
    ]
    again = scores(score(replace(rubric, root=turned), mirrored))
    assert again == {name: near(value) for name, value in scores(score(rubric, rows)).items()}


@some
@given(case=cases())
def test_every_score_is_between_0_and_100_and_between_low_and_high(case: Case) -> None:
    for s in score(*case).subjects:
        values = [n.score for n in s.nodes.values()] + [c.score for c in s.criteria.values()] + [s.score]
        assert all(-1e-9 <= v <= 100 + 1e-9 for v in values if v is not None)
        assert s.score is None or (s.low or 0) - 1e-9 <= s.score <= (s.high or 0) + 1e-9


@some
@given(case=cases())
def test_withdrawing_a_subject_changes_no_other_score_without_a_lowest_price(case: Case) -> None:
    rubric, rows = case
    if any(c.formula for c in rubric.criteria()):
        return
    left = [r for r in rows if r.subject != "A"]
    before = {s: v for s, v in scores(score(rubric, rows)).items() if s != "A"}
    assert scores(score(rubric, left)) == {s: near(v) for s, v in before.items()}


@some
@given(case=cases(kinds=[k for k in Aggregate if k not in {Aggregate.SUM, Aggregate.POOLED}], plain=True))
def test_weights_times_a_constant_change_no_figure(case: Case) -> None:
    rubric, rows = case
    scaled = replace(rubric, root=rebuilt(rubric.root, {}, 7.5))
    for one, other in zip(score(rubric, rows).subjects, score(scaled, rows).subjects, strict=True):
        assert (near(one.score), near(one.coverage)) == (other.score, other.coverage)


@some
@given(case=cases(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(case: Case, seed: int) -> None:
    rubric, rows = case
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - an order, not a secret
    assert repr(score(rubric, shuffled)) == repr(score(rubric, rows))


@some
@given(case=cases(plain=True))
def test_a_node_follows_from_its_parts_as_shown(case: Case) -> None:
    for s in score(*case).subjects:
        for node in s.nodes.values():
            assert node.score == near(from_parts(node))


def from_parts(node: NodeScore) -> float | None:
    parts = [p for p in node.parts if p.counts and p.score is not None]
    if not parts:
        return None
    shown = [p.score or 0.0 for p in parts]
    weights = [p.weight or 0.0 for p in parts]
    match node.aggregate:
        case Aggregate.MIN:
            return min(shown)
        case Aggregate.MAX:
            return max(shown)
        case Aggregate.MEDIAN:
            ordered, n = sorted(shown), len(shown)
            return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
        case Aggregate.GEOMETRIC_MEAN:
            product = 1.0
            for value, weight in zip(shown, weights, strict=True):
                product *= (value / 100) ** weight
            return 100 * product
        case _:
            return sum(v * w for v, w in zip(shown, weights, strict=True))


@some
@given(case=cases())
def test_the_weights_of_the_parts_that_count_add_up_to_one(case: Case) -> None:
    for node in (n for s in score(*case).subjects for n in s.nodes.values() if n.score is not None):
        weights = [p.weight for p in node.parts if p.counts]
        assert None in weights or sum(w or 0.0 for w in weights) == pytest.approx(1)


@st.composite
def two_cycles(draw: st.DrawFn) -> tuple[Rubric, list[Rating], list[Rating]]:
    rubric = draw(rubrics())
    return rubric, draw(ratings_for(rubric)), draw(ratings_for(rubric))


@some
@given(case=two_cycles())
def test_contributions_of_the_criteria_add_up_to_the_change_of_the_score(
    case: tuple[Rubric, list[Rating], list[Rating]],
) -> None:
    rubric, old, new = case
    cycles = [
        (name, tally(rows), score_tallies(rubric, tally(rows))) for name, rows in (("1", old), ("2", new))
    ]
    for change in changes(rubric, cycles):
        assert change.change is None or sum(change.contributions.values()) == near(change.change)


@some
@given(case=cases(kinds=MEANS, plain=True, complete=True))
def test_better_answers_never_lower_a_score(case: Case) -> None:
    rubric, rows = case
    by_id = {c.id: c for c in rubric.criteria()}
    better = [replace(r, value=best_raw(by_id[r.criterion])) if r.assessor == "P0" else r for r in rows]
    before = scores(score(rubric, rows))
    assert all((v or 0) >= (before[s] or 0) - 1e-9 for s, v in scores(score(rubric, better)).items())


def best_raw(criterion: Criterion) -> float:
    return criterion.minimum if criterion.is_turned else criterion.maximum


@some
@given(case=cases())
def test_a_subject_whose_every_criterion_is_answered_has_no_span(case: Case) -> None:
    for s in (s for s in score(*case).subjects if s.score is not None and is_complete(s)):
        assert (s.low, s.high) == (near(s.score), near(s.score))


def is_complete(result: SubjectResult) -> bool:
    return all(c.state != "unanswered" for c in result.criteria.values())


@some
@given(case=cases())
def test_an_empty_answer_is_no_answer(case: Case) -> None:
    rubric, rows = case
    given_rows = [r for r in rows if r.answer is not Answer.UNANSWERED]
    names = sorted({r.subject for r in rows})
    assert repr(score(rubric, given_rows, subjects=names)) == repr(score(rubric, rows))
