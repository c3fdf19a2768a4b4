"""What would change who is first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.expression import Comparison
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import WeightFlip
from cxmaturity.domain.rubric import Aggregate, Assessors, Criterion, Gate, Rubric, Section
from cxmaturity.domain.score_flips import score_flips
from cxmaturity.domain.scoring import score
from cxmaturity.domain.tally import tally
from cxmaturity.domain.weight_flips import weight_flips
from tests.builders import criterion, number, rate, rubric_of, section
from tests.domain.strategies import cases, raw_points

some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
few = settings(some, max_examples=25)
NESTED = (Aggregate.WEIGHTED_MEAN, Aggregate.MEAN)
STEP = 1e-6
HAIR = 1e-8  # beyond what counts as equal


def firsts(rubric: Rubric, rows: list[Rating]) -> set[str]:
    return {s.subject for s in score(rubric, rows).ranked if s.rank == 1}


def leaf_weights(section_: Section, whole: float = 1.0) -> Iterator[tuple[Criterion, float]]:
    """Yield the leaves of positive weight with their share of the whole, by hand."""
    children = [
        c
        for c in section_.children
        if c.weight > 0 and not (isinstance(c, Criterion) and (c.add or c.retired))
    ]
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
        assert flip.new_first in firsts(after, rows)  # others may share it with them
        assert not firsts(after, rows) & firsts(rubric, rows)


@some
@given(case=cases(kinds=NESTED, depth=0))
def test_a_weight_flip_with_missing_answers_or_gates_puts_the_named_one_first(
    case: tuple[Rubric, list[Rating]],
) -> None:
    rubric, rows = case
    for flip in weight_flips(rubric, tally(rows)):
        beyond = flip.flips_at + (HAIR if flip.flips_at > flip.weight else -HAIR)
        assert 0 < flip.flips_at < 1
        assert flip.new_first in firsts(reweighted(rubric, flip.criterion, beyond), rows)


@some
@given(case=cases(kinds=NESTED, depth=0), data=st.data())
def test_no_weight_nearer_than_the_flip_changes_who_is_first(
    case: tuple[Rubric, list[Rating]], data: st.DataObject
) -> None:
    rubric, rows = case
    leaves = list(leaf_weights(rubric.root))
    if len(leaves) < 2:
        return
    leaf, weight = data.draw(st.sampled_from(leaves))
    at = data.draw(st.integers(1, 999)) / 1000
    if overthrown(rubric, rows, firsts(reweighted(rubric, leaf.id, at), rows)):
        flips = {f.criterion: abs(f.flips_at - weight) for f in weight_flips(rubric, tally(rows))}
        assert flips[leaf.id] <= abs(at - weight) + 1e-9


def overthrown(rubric: Rubric, rows: list[Rating], now: set[str]) -> bool:
    """Tell whether there is a race with one leader, and others are first now."""
    before = firsts(rubric, rows)
    return len(before) == 1 and len(score(rubric, rows).ranked) > 1 and bool(now) and before.isdisjoint(now)


def reweighted(rubric: Rubric, name: str, at: float) -> Rubric:
    """Return a rubric without sections, one criterion's share of the weight at ``at``."""
    shares = {leaf.id: weight for leaf, weight in leaf_weights(rubric.root)}
    rest = 1 - shares[name]
    weights = {leaf: (1 - at) * share / rest for leaf, share in shares.items()} | {name: at}
    root = replace(rubric.root, aggregate=Aggregate.WEIGHTED_MEAN)
    return replace(rubric, root=root).with_weights(weights)


def alone(case: tuple[Rubric, list[Rating]]) -> tuple[Rubric, list[Rating]]:
    """Return the case as one person rated it, so that an answer is a combined value."""
    rubric, rows = case
    return replace(rubric, assessors=Assessors()), [r for r in rows if r.assessor == "P0"]


@few
@given(case=cases().map(alone))
def test_a_score_flip_just_done_puts_the_named_one_first_and_just_not_done_does_not(
    case: tuple[Rubric, list[Rating]],
) -> None:
    rubric, rows = case
    for flip in score_flips(rubric, tally(rows)):
        nearly = flip.value + 0.999 * (flip.flips_at - flip.value)
        after, before = (moved(rows, flip.subject, flip.criterion, to) for to in (flip.flips_at, nearly))
        if flip.share_change > HAIR:
            assert firsts(rubric, rows) <= firsts(rubric, before)  # a tie is not yet a fall
        assert flip.new_first in firsts(rubric, after) - firsts(rubric, rows)


@some
@given(case=cases().map(alone), data=st.data())
def test_no_smaller_change_than_the_score_flip_changes_who_is_first(
    case: tuple[Rubric, list[Rating]], data: st.DataObject
) -> None:
    rubric, rows = case
    answers = [r for r in rows if r.value is not None and r.criterion in {c.id for c in rubric.criteria()}]
    if not answers:
        return
    answer = data.draw(st.sampled_from(answers))
    scale = next(c.scale for c in rubric.criteria() if c.id == answer.criterion)
    to = data.draw(st.sampled_from(raw_points(scale)) | st.floats(scale.minimum + 0.1, scale.maximum))
    if overthrown(rubric, rows, firsts(rubric, moved(rows, answer.subject, answer.criterion, to))):
        flips = {(f.subject, f.criterion): f.share_change for f in score_flips(rubric, tally(rows))}
        assert flips[answer.subject, answer.criterion] <= abs(to - (answer.value or 0)) / scale.span + 1e-9


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


THREE = rubric_of(criterion("expert", 2), criterion("price"), criterion("fit"))
TRIO = [
    *rate("A", {"expert": 4, "price": 3, "fit": 3}),
    *rate("B", {"expert": 3, "price": 3, "fit": 2}),
    *rate("C", {"expert": 2, "price": 2, "fit": 3}),
]


def test_a_rival_that_only_draws_level_at_the_whole_weight_flips_nothing() -> None:
    assert weight_flips(THREE, tally(TRIO)) == ()


def test_a_rival_that_only_draws_level_without_the_weight_flips_nothing() -> None:
    rows = rate("A", {"a": 2, "b": 3}) + rate("B", {"a": 2, "b": 1})
    assert weight_flips(TWO, tally(rows)) == ()


GUARDED = rubric_of(
    section("s", criterion("a"), criterion("b"), gate=Gate("exclude", below=2)), section("t", criterion("c"))
)


def test_a_weight_flips_where_it_trips_a_gate_on_a_section() -> None:
    # a of A is 1, b is 4: s falls below 2 where a weighs twice as much as b, long before B's line is reached
    rows = rate("A", {"a": 1, "b": 4, "c": 4}) + rate("B", {"a": 2, "b": 2, "c": 2})
    flips = {f.criterion: (round(f.flips_at, 8), f.new_first) for f in weight_flips(GUARDED, tally(rows))}
    assert flips["a"] == (0.4, "B")  # a 0.4, b 0.2, c 0.4


def test_whoever_the_cap_of_a_section_holds_down_may_come_first_by_a_weight() -> None:
    capped = section("s", criterion("a"), criterion("b"), gate=Gate("cap", below=1.75, cap=20))
    rows = rate("A", {"a": 1, "b": 2, "c": 4}) + rate("B", {"a": 2, "b": 2, "c": 2})
    flips = {f.criterion: f.flips_at for f in weight_flips(rubric_of(capped, criterion("c")), tally(rows))}
    assert flips["b"] == pytest.approx(0.5, abs=1e-8)  # a 1/6, b 1/2: s is 1.75 again


TEN = number(0, 10)
UNDER_NINE = rubric_of(criterion("a", 1, TEN, gate=Gate("exclude", above=9)), criterion("b", 1, TEN))
PAIR = rate("A", {"a": 8, "b": 7}) + rate("B", {"a": 5, "b": 7})


def test_a_leader_pushed_over_an_upper_gate_is_the_smallest_score_flip() -> None:
    flips = [(f.subject, f.criterion, round(f.flips_at, 6)) for f in score_flips(UNDER_NINE, tally(PAIR))]
    assert flips[0] == ("A", "a", 9)


def test_a_rival_may_come_first_before_the_gate_at_the_end_of_its_way() -> None:
    flips = {(f.subject, f.criterion): f.flips_at for f in score_flips(UNDER_NINE, tally(PAIR))}
    assert flips["B", "a"] == pytest.approx(8, abs=1e-6)


def test_a_rival_far_behind_may_be_the_only_one_to_flip_a_score() -> None:
    # eight rivals at the top of what they can reach, and one last that has room to rise on k
    rubric = rubric_of(criterion("k", 49), criterion("rest", 51), criterion("more", 5))
    rows = rate("L", {"k": 0, "rest": 4, "more": 4})
    rows += [r for i in range(8) for r in rate(f"R{i}", {"k": 4, "rest": 0, "more": 0})]
    rows += rate("X", {"k": 0, "rest": 3, "more": 3})
    assert ("X", "k") in {(f.subject, f.criterion) for f in score_flips(rubric, tally(rows))}


def test_an_answer_that_lets_an_excluded_subject_in_again_is_a_score_flip() -> None:
    rubric = rubric_of(criterion("must", 0, gate=Gate("exclude", below=2)), criterion("a"))
    rows = rate("A", {"must": 3, "a": 3}) + rate("B", {"must": 3, "a": 2}) + rate("C", {"must": 1, "a": 4})
    flips = {
        (f.subject, f.criterion): (round(f.flips_at, 6), f.new_first)
        for f in score_flips(rubric, tally(rows))
    }
    assert flips["C", "must"] == (2, "C")


def test_an_answer_that_brings_in_a_further_question_is_a_score_flip() -> None:
    rubric = rubric_of(criterion("cloud"), criterion("b", 3, applies_if=Comparison("cloud", ">=", 2)))
    rows = rate("A", {"cloud": 1, "b": 4}) + rate("B", {"cloud": 0, "b": 4})
    flips = {
        (f.subject, f.criterion): (round(f.flips_at, 6), f.new_first)
        for f in score_flips(rubric, tally(rows))
    }
    assert flips["B", "cloud"] == (1, "B")
