"""How sure the ranking is."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
import pytest

from cxmaturity.domain.errors import ScoringError
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.robustness import Draws, robustness, verdict
from cxmaturity.domain.rubric import Assessors, Gate, Rubric
from tests.builders import criterion, number, panel, rate, rubric_of, scored, section
from tests.domain.strategies import MEANS, cases

some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = 200
TWO = rubric_of(criterion("a"), criterion("b"))
DUEL = [*rate("A", {"a": 4, "b": 1}), *rate("B", {"a": 1, "b": 4})]


@some
@given(case=cases(kinds=MEANS))
def test_every_rank_is_taken_once_and_every_subject_takes_one(case: tuple[Rubric, list[Rating]]) -> None:
    found = robustness(*case, Draws("both", draws=FEW))
    rows = list(found.rank_acceptability.values())
    assert [sum(row) for row in rows] == pytest.approx([1.0] * len(rows))
    assert [sum(column) for column in zip(*rows, strict=True)] == pytest.approx([1.0] * len(rows))


@some
@given(case=cases(kinds=MEANS))
def test_a_concentration_without_end_returns_the_stated_scores(case: tuple[Rubric, list[Rating]]) -> None:
    rubric, rows = case
    found = robustness(rubric, rows, Draws("weights", concentration=1e13, draws=20))
    shown = {name: s.score for name, s in scored(rubric, rows).items() if s.rank}
    assert {name: interval[0] for name, interval in found.interval.items()} == pytest.approx(shown, abs=1e-3)


@pytest.mark.parametrize("kind", ["weights", "ratings", "both"])
def test_the_same_seed_gives_the_same_numbers(kind: str) -> None:
    how = Draws(kind, draws=FEW, seed=7)  # type: ignore[arg-type]  # one of the three kinds
    assert robustness(TWO, DUEL, how) == robustness(TWO, DUEL, how)


def test_another_seed_gives_other_numbers() -> None:
    found = [robustness(TWO, DUEL, Draws("weights", draws=FEW, seed=seed)).p_first for seed in (1, 2)]
    assert found[0] != found[1]


def test_a_clone_of_the_leader_makes_the_race_too_close() -> None:
    strong, weak = {"a": 4, "b": 4}, {"a": 1, "b": 1}
    clear = [*rate("A", strong), *rate("B", weak)]
    assert robustness(TWO, clear, Draws("weights", draws=FEW)).verdict == "clear"
    assert robustness(TWO, clear + rate("C", strong), Draws("weights", draws=FEW)).verdict == "too close"


def test_clones_share_their_ranks_in_equal_parts() -> None:
    rows = rate("A", {"a": 4, "b": 4}) + rate("B", {"a": 4, "b": 4}) + rate("C", {"a": 0, "b": 0})
    found = robustness(TWO, rows, Draws("weights", draws=FEW)).rank_acceptability
    assert found == {"A": (0.5, 0.5, 0.0), "B": (0.5, 0.5, 0.0), "C": (0.0, 0.0, 1.0)}


def test_a_better_subject_on_every_criterion_is_always_first() -> None:
    found = robustness(
        TWO, rate("A", {"a": 4, "b": 3}) + rate("B", {"a": 3, "b": 2}), Draws("weights", "uniform")
    )
    assert (found.p_first, found.expected_rank) == ({"A": 1.0, "B": 0.0}, {"A": 1.0, "B": 2.0})


def test_under_uniform_weights_mirrored_profiles_win_half_of_the_draws() -> None:
    found = robustness(TWO, DUEL, Draws("weights", "uniform", draws=20_000))
    assert found.p_first["A"] == pytest.approx(0.5, abs=0.015)


def test_one_subject_alone_has_no_verdict() -> None:
    found = robustness(TWO, rate("A", {"a": 4}), Draws(draws=FEW))
    assert (found.verdict, found.p_first) == (None, {"A": 1.0})


def test_nobody_ranked_gives_no_figures() -> None:
    found = robustness(TWO, rate("A", {"a": "DK"}), Draws(draws=FEW))
    assert (found.verdict, found.p_first) == (None, {})


@pytest.mark.parametrize(
    ("share", "word"), [(0.8, "clear"), (0.799, "leaning"), (0.6, "leaning"), (0.599, "too close")]
)
def test_the_verdict_changes_at_80_and_60_percent(share: float, word: str) -> None:
    assert verdict(share) == word


@pytest.mark.parametrize("aggregate", ["sum", "min", "max", "median", "geometric_mean"])
def test_weights_are_not_drawn_where_the_score_is_no_weighted_mean(aggregate: str) -> None:
    rubric = rubric_of(section("s", criterion("a"), criterion("b"), aggregate=aggregate))
    with pytest.raises(ScoringError, match=f"“s” uses {aggregate}"):
        robustness(rubric, DUEL, Draws("weights", draws=FEW))


def test_ratings_are_drawn_where_weights_cannot_be() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), aggregate="min")
    rows = [
        r
        for i in range(3)
        for r in rate("A", {"a": 4, "b": 3}, f"P{i}") + rate("B", {"a": 1, "b": 1}, f"P{i}")
    ]
    assert robustness(rubric, rows, Draws("ratings", draws=FEW)).p_first == {"A": 1.0, "B": 0.0}


@pytest.mark.parametrize("rule", ["mean", "median", "trimmed_mean"])
def test_assessors_who_all_agree_leave_no_doubt(rule: str) -> None:
    rubric = rubric_of(criterion("a"), assessors=Assessors(rule))  # type: ignore[arg-type]  # one of the three rules
    rows = panel("A", "a", 3, 3, 3, 3) + panel("B", "a", 2, 2, 2, 2)
    assert robustness(rubric, rows, Draws("ratings", draws=FEW)).interval == {"A": (75, 75), "B": (50, 50)}


def test_the_bootstrap_draws_whole_assessors() -> None:
    # the two assessors differ by the same amount on both subjects: A leads whoever is drawn
    rubric = rubric_of(criterion("a"))
    rows = panel("A", "a", 4, 2) + panel("B", "a", 3, 1)
    assert robustness(rubric, rows, Draws("ratings", draws=FEW)).p_first == {"A": 1.0, "B": 0.0}


def test_the_bootstrap_median_of_two_assessors_has_three_values() -> None:
    # drawn: both, or one of them twice: each single one with a chance of a quarter
    rubric = rubric_of(criterion("a"), assessors=Assessors("median"))
    rows = panel("A", "a", 4, 0) + panel("B", "a", 1.5, 1.5)
    found = robustness(rubric, rows, Draws("ratings", draws=8000))
    assert found.p_first["A"] == pytest.approx(0.75, abs=0.02)


def test_the_bootstrap_trimmed_mean_of_three_drops_both_ends() -> None:
    # of 27 draws of three, the middle value is 0 in 7, 1 in 13 and 4 in 7
    rubric = rubric_of(criterion("a"), assessors=Assessors("trimmed_mean"))
    rows = panel("A", "a", 0, 1, 4) + panel("B", "a", 0.5, 0.5, 0.5)
    found = robustness(rubric, rows, Draws("ratings", draws=8000))
    assert found.p_first["A"] == pytest.approx(20 / 27, abs=0.02)


def test_an_assessor_left_out_of_a_draw_may_leave_a_subject_without_a_score() -> None:
    # only P1 rated B; where P1 is not drawn, B is last
    rows = rate("A", {"a": 1}, "P0") + rate("B", {"a": 4}, "P1")
    found = robustness(rubric_of(criterion("a")), rows, Draws("ratings", draws=8000))
    assert found.p_first["B"] == pytest.approx(0.75, abs=0.02)


def test_a_gate_may_exclude_a_subject_in_some_draws() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("exclude", below=2)))
    rows = panel("A", "a", 4, 0) + panel("B", "a", 2, 2)
    found = robustness(rubric, rows, Draws("ratings", draws=8000))
    assert found.p_first["A"] == pytest.approx(0.25 + 0.5 * 0.5, abs=0.02)


def test_blanks_count_as_worst_in_draws_too() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), assessors=Assessors(missing="zero"))
    rows = rate("A", {"a": 4}, "P0") + rate("A", {"a": 4}, "P1")
    assert robustness(rubric, rows, Draws("ratings", draws=FEW)).interval["A"] == (50.0, 50.0)


def test_a_capping_gate_holds_in_every_draw_of_weights() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("cap", below=2, cap=30)), criterion("b"))
    rows = rate("A", {"a": 1, "b": 4}) + rate("B", {"a": 2, "b": 1})
    assert robustness(rubric, rows, Draws("weights", draws=FEW)).interval["A"][1] == 30


@pytest.mark.parametrize("kind", ["weights", "both"])
def test_a_gate_on_a_section_is_judged_under_the_drawn_weights(kind: str) -> None:
    # A's section is below 2 wherever a weighs more than b: in half of the draws A is out
    guarded = section("s", criterion("a"), criterion("b"), gate=Gate("exclude", below=2))
    rows = rate("A", {"a": 0, "b": 4, "c": 4}) + rate("B", {"a": 2, "b": 2, "c": 0})
    how = Draws(kind, "uniform", draws=8000)  # type: ignore[arg-type]  # one of the kinds
    found = robustness(rubric_of(guarded, criterion("c", 4)), rows, how)
    assert found.p_first["B"] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("kind", ["weights", "both"])
def test_a_gate_on_a_section_without_weight_holds_in_every_draw(kind: str) -> None:
    must = section("must", criterion("m"), weight=0, gate=Gate("cap", below=2, cap=20))
    rows = rate("A", {"m": 1, "a": 4, "b": 4}) + rate("B", {"m": 3, "a": 2, "b": 2})
    how = Draws(kind, draws=FEW)  # type: ignore[arg-type]  # one of the kinds
    found = robustness(rubric_of(must, criterion("a"), criterion("b")), rows, how)
    assert found.interval["A"] == (20.0, 20.0)


def test_missing_answers_leave_drawn_weights_as_they_leave_stated_ones() -> None:
    rows = rate("A", {"a": 2}) + rate("B", {"a": 1, "b": 1})
    assert robustness(TWO, rows, Draws("weights", draws=FEW)).interval["A"] == pytest.approx((50.0, 50.0))


@pytest.mark.parametrize("kind", ["weights", "both"])
def test_added_points_weigh_the_same_in_a_pooled_rubric_under_drawn_weights(kind: str) -> None:
    ten, deduction = number(0, 10), criterion("x", 1, number(-5, 0, "deduction"), add=True)
    rubric = rubric_of(criterion("a", 1, ten), criterion("b", 2, ten), deduction, aggregate="pooled")
    rows = rate("A", {"a": 10, "b": 10, "x": -5}) + rate("B", {"a": 8, "b": 8, "x": 0})
    found = robustness(rubric, rows, Draws(kind, draws=FEW))  # type: ignore[arg-type]  # one of the kinds
    stated = {name: s.score for name, s in scored(rubric, rows).items()}
    assert {name: ends[0] for name, ends in found.interval.items()} == pytest.approx(stated)


def test_a_gate_on_a_pooled_section_looks_at_the_same_points_in_every_draw() -> None:
    pooled = section("s", criterion("a"), criterion("b"), aggregate="pooled", gate=Gate("exclude", below=3))
    rows = rate("A", {"a": 4, "b": 4}) + rate("B", {"a": 2, "b": 2})
    found = robustness(rubric_of(pooled), rows, Draws("both", draws=FEW))
    assert set(found.interval) == {"A", "B"}
    assert found.interval["B"] == pytest.approx((50.0, 50.0))


def test_only_rounds_up_to_the_one_asked_for_are_drawn() -> None:
    rows = rate("A", {"a": 4}) + rate("B", {"a": 2}) + rate("A", {"a": 0}, round=2)
    first = robustness(TWO, rows, Draws("ratings", draws=FEW), round_number=1)
    assert first.p_first["A"] == 1.0


def test_what_nobody_in_a_draw_rated_is_unanswered_in_it() -> None:
    # P rated a and Q rated b: drawn twice, P makes B first (6 to 5) and Q makes A first (5 to 3)
    rubric = rubric_of(criterion("a", 1, number(0, 10)), criterion("b", 1, number(0, 10)))
    rows = (
        rate("A", {"a": 5}, "P")
        + rate("B", {"a": 6}, "P")
        + rate("A", {"b": 5}, "Q")
        + rate("B", {"b": 3}, "Q")
    )
    found = robustness(rubric, rows, Draws("ratings", draws=8000))
    assert found.p_first["A"] == pytest.approx(0.75, abs=0.02)
    assert found.verdict == "leaning"


def test_a_drawn_price_is_not_rounded_to_nothing() -> None:
    rubric = rubric_of(
        criterion("price", 1, number(0, 100), formula="lowest_over_this"), assessors=Assessors(round=0)
    )
    rows = panel("A", "price", 0.4, 0.4) + panel("B", "price", 5, 5)
    assert robustness(rubric, rows, Draws("ratings", draws=FEW)).interval == {"A": (100, 100), "B": (8, 8)}
