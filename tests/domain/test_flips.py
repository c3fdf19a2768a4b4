"""What would change who is first."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
import pytest

from cxmaturity.domain.flips import score_flips, weight_flips
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import WeightFlip
from cxmaturity.domain.rubric import Aggregate, Criterion, Gate, Rubric, Section
from cxmaturity.domain.scoring import score
from cxmaturity.domain.tally import tally
from tests.builders import criterion, number, rate, rubric_of, section
from tests.domain.strategies import cases

some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NESTED = (Aggregate.WEIGHTED_MEAN, Aggregate.MEAN)
STEP = 1e-6


def firsts(rubric: Rubric, rows: list[Rating]) -> set[str]:
    return {s.subject for s in score(rubric, rows).ranked if s.rank == 1}


def leaf_weights(section_: Section, whole: float = 1.0) -> Iterator[tuple[Criterion, float]]:
    """Yield the leaves of positive weight with their share of the whole, by hand."""
    children = [c for c in section_.children if c.weight > 0 and not (isinstance(c, Criterion) and c.add)]
    own = [1.0 if section_.aggregate is Aggregate.MEAN else c.weight for c in children]
    for child, weight in zip(children, own, strict=True):
        part = whole * weight / sum(own)
        if isinstance(child, Section):
            yield from leaf_weights(child, part)
        else:
            yield child, part


def flattened(rubric: Rubric, moved: WeightFlip, at: float) -> Rubric:
    """Return one weighted mean of all leaves, the moved one's weight at ``at``, the others in proportion."""
    leaves = {leaf.id: weight for leaf, weight in leaf_weights(rubric.root)}
    rest = 1 - leaves[moved.criterion]
    weights = {name: (1 - at) * w / rest for name, w in leaves.items()} | {moved.criterion: at}
    flat = rubric_of(*(leaf for leaf, _ in leaf_weights(rubric.root)))
    return flat.with_weights(weights)


@some
@given(case=cases(kinds=NESTED, plain=True, complete=True))
def test_just_before_a_weight_flip_the_leader_leads_and_just_after_another(
    case: tuple[Rubric, list[Rating]],
) -> None:
    rubric, rows = case
    for flip in weight_flips(rubric, tally(rows)):
        towards = STEP if flip.flips_at > flip.weight else -STEP
        before, after = (flattened(rubric, flip, flip.flips_at + side * towards) for side in (-1, 1))
        assert firsts(before, rows) == firsts(rubric, rows)
        assert 0 <= flip.flips_at <= 1
        if STEP < flip.flips_at < 1 - STEP:
            assert firsts(rubric, rows).isdisjoint(firsts(after, rows))


@some
@given(case=cases(kinds=NESTED, plain=True))
def test_a_weight_flip_with_missing_answers_changes_the_leader(case: tuple[Rubric, list[Rating]]) -> None:
    rubric, rows = case
    if any(isinstance(child, Section) for child in rubric.root.children):
        return
    for flip in weight_flips(rubric, tally(rows)):
        towards = STEP if flip.flips_at > flip.weight else -STEP
        if STEP < flip.flips_at < 1 - STEP:
            after = flattened(rubric, flip, flip.flips_at + towards)
            assert firsts(rubric, rows).isdisjoint(firsts(after, rows))


@some
@given(case=cases())
def test_a_score_flip_just_done_changes_the_leader_and_just_not_done_does_not(
    case: tuple[Rubric, list[Rating]],
) -> None:
    rubric, rows = case
    if rubric.assessors.round is not None or any(c.formula for c in rubric.criteria()):
        return
    alone = [r for r in rows if r.assessor == "P0"]
    spans = {c.id: c.scale.span for c in rubric.criteria()}
    for flip in score_flips(rubric, tally(alone)):
        step = STEP * spans[flip.criterion] * (1 if flip.flips_at > flip.value else -1)
        after, before = (moved(alone, flip.subject, flip.criterion, flip.flips_at + d) for d in (step, -step))
        assert firsts(rubric, alone) <= firsts(rubric, before)  # a tie is not yet a fall
        assert firsts(rubric, alone).isdisjoint(firsts(rubric, after))


def moved(rows: list[Rating], subject: str, name: str, value: float) -> list[Rating]:
    """Return the rows with one answer changed."""
    left = [r for r in rows if (r.subject, r.criterion) != (subject, name)]
    return left + rate(subject, {name: value}, "P0")


TWO = rubric_of(criterion("a", 3), criterion("b", 1))
DUEL = [*rate("A", {"a": 4, "b": 1}), *rate("B", {"a": 2, "b": 4})]


def test_a_weight_flip_is_where_two_lines_cross() -> None:
    # A: x + (1 − x)/4 and B: x/2 + (1 − x) meet where x = 0.6
    flips = {
        f.criterion: (f.weight, round(f.flips_at, 9), f.new_first) for f in weight_flips(TWO, tally(DUEL))
    }
    assert flips == {"a": (0.75, 0.6, "B"), "b": (0.25, 0.4, "B")}


def test_no_weight_dethrones_whoever_leads_everywhere() -> None:
    rows = rate("A", {"a": 4, "b": 4}) + rate("B", {"a": 3, "b": 3})
    assert weight_flips(TWO, tally(rows)) == ()


def test_a_shared_first_place_has_no_flips() -> None:
    rows = rate("A", {"a": 3, "b": 3}) + rate("B", {"a": 3, "b": 3})
    assert (weight_flips(TWO, tally(rows)), score_flips(TWO, tally(rows))) == ((), ())


def test_one_criterion_alone_has_no_weight_to_move() -> None:
    rows = rate("A", {"a": 4}) + rate("B", {"a": 3})
    assert weight_flips(rubric_of(criterion("a")), tally(rows)) == ()


def test_a_score_that_is_no_weighted_mean_has_no_weight_flips() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), aggregate="min")
    rows = rate("A", {"a": 4, "b": 3}) + rate("B", {"a": 1, "b": 1})
    assert weight_flips(rubric, tally(rows)) == ()


def test_a_capped_leader_is_flipped_where_the_cap_starts_to_bind() -> None:
    rubric = rubric_of(criterion("a", 1, gate=Gate("cap", below=1, cap=60)), criterion("b", 1))
    rows = rate("A", {"a": 0, "b": 4}) + rate("B", {"a": 3, "b": 1})
    # tied at 50 with equal weights: b heavier makes A lead, up to its cap of 60
    heavier = rubric.with_weights({"b": 1.1})
    flips = {f.criterion: f.flips_at for f in weight_flips(heavier, tally(rows))}
    assert flips["b"] == pytest.approx(0.5, abs=1e-6)


def test_the_smallest_score_flip_comes_first() -> None:
    flips = score_flips(TWO, tally(DUEL))
    changes = [flip.share_change for flip in flips]
    assert len(changes) > 1
    assert changes == sorted(changes)


def test_a_score_flip_names_the_answer_at_which_the_leader_falls() -> None:
    # A 81.25, B 62.5: A's answer on a (weight 3/4) must fall by a quarter of its range
    flips = {(f.subject, f.criterion): f for f in score_flips(TWO, tally(DUEL))}
    assert flips["A", "a"].flips_at == pytest.approx(3, abs=1e-6)
    assert flips["A", "a"].new_first == "B"


def test_a_knock_out_is_a_score_flip() -> None:
    rubric = rubric_of(criterion("must", 0, gate=Gate("exclude", below=2)), criterion("a"))
    rows = rate("A", {"must": 3, "a": 4}) + rate("B", {"must": 3, "a": 1})
    flips = {(f.subject, f.criterion): f.flips_at for f in score_flips(rubric, tally(rows))}
    assert flips["A", "must"] == pytest.approx(2, abs=1e-6)


def test_a_leader_that_no_single_answer_dethrones_has_no_score_flips() -> None:
    names = [f"c{i}" for i in range(5)]
    rubric = rubric_of(*(criterion(name, 1) for name in names))
    rows = rate("A", dict.fromkeys(names, 4)) + rate("B", dict.fromkeys(names, 0))
    assert score_flips(rubric, tally(rows)) == ()


def test_a_reversed_answer_flips_by_rising() -> None:
    rubric = rubric_of(criterion("risk", reverse=True), criterion("a"))
    rows = rate("A", {"risk": 1, "a": 3}) + rate("B", {"risk": 2, "a": 3})
    flips = {(f.subject, f.criterion): f.flips_at for f in score_flips(rubric, tally(rows))}
    assert flips["A", "risk"] == pytest.approx(2, abs=1e-6)


def test_a_price_flips_by_falling() -> None:
    rubric = rubric_of(criterion("price", 1, number(1, 400), formula="lowest_over_this"), criterion("a"))
    rows = rate("A", {"price": 100, "a": 2}) + rate("B", {"price": 200, "a": 3})
    flips = {(f.subject, f.criterion): f.flips_at for f in score_flips(rubric, tally(rows))}
    # B leads A when 100/price + 3/4 > 1 + 2/4, at 133 1/3
    assert flips["B", "price"] == pytest.approx(400 / 3, abs=1e-4)


def test_a_nested_leaf_keeps_the_others_in_proportion() -> None:
    rubric = rubric_of(section("s", criterion("a"), criterion("b"), weight=3), criterion("c"))
    rows = rate("A", {"a": 4, "b": 4, "c": 0}) + rate("B", {"a": 2, "b": 2, "c": 4})
    flips = {f.criterion: (f.weight, round(f.flips_at, 9)) for f in weight_flips(rubric, tally(rows))}
    assert flips["c"] == (0.25, round(1 / 3, 9))
