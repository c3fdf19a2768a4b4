from __future__ import annotations

from dataclasses import astuple

import pytest

from cxmaturity.domain.expression import Comparison
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Agreement
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score
from tests.builders import criterion, number, panel, rate, rubric_of

TEN = number(0, 10, "ten")


def agreed(rubric: Rubric, *rows: list[Rating]) -> Agreement:
    return score(rubric, [r for part in rows for r in part]).agreement


def test_full_agreement_on_different_subjects_is_one() -> None:
    rows = [panel(s, "a", v, v) for s, v in (("A", 1), ("B", 3), ("C", 4))]
    found = agreed(rubric_of(criterion("a")), *rows)
    assert astuple(found) == pytest.approx((1, 1, 1, 1, 1, 2))


def test_one_assessor_agrees_with_nobody() -> None:
    found = agreed(rubric_of(criterion("a")), panel("A", "a", 1), panel("B", "a", 3))
    assert found == Agreement(None, None, None, None, None, 0)


def test_nobody_varies_so_nothing_is_defined() -> None:
    found = agreed(rubric_of(criterion("a")), panel("A", "a", 2, 2), panel("B", "a", 2, 2))
    assert found == Agreement(None, None, None, None, None, 2)


def test_one_subject_alone_has_no_ranking_to_agree_on() -> None:
    found = agreed(rubric_of(criterion("a")), panel("A", "a", 1, 3))
    assert (found.kendall_w, found.icc_2_1) == (None, None)


def test_a_harsh_judge_lowers_absolute_agreement_but_not_concordance() -> None:
    found = agreed(rubric_of(criterion("a")), *(panel(s, "a", i, i + 2) for i, s in enumerate("ABC")))
    assert found.kendall_w == 1.0
    # mean squares: subjects 2, judges 6, error 0: ICC(2,1) = 2 / (2 + 2·6/3), ICC(2,k) = 2 / (2 + 6/3)
    assert [found.icc_2_1, found.icc_2_k] == pytest.approx([1 / 3, 1 / 2])


def test_of_several_scales_the_one_with_most_units_counts() -> None:
    rubric = rubric_of(criterion("a", 1, TEN), criterion("b"), criterion("c"))
    rows = [r for s, v in (("A", 1), ("B", 3)) for n in "bc" for r in panel(s, n, v, v)]
    found = agreed(rubric, rows, panel("A", "a", 0, 10), panel("B", "a", 10, 0))
    assert found.krippendorff_alpha_interval == 1.0


def test_units_that_do_not_apply_choose_no_scale() -> None:
    # a has three rated units, but applies to one subject only: b has more
    asked = criterion("a", 1, TEN, applies_if=Comparison("b", "==", 4))
    rows = [panel(s, "b", v, v) for s, v in (("A", 4), ("B", 1))]
    noise = [panel(s, "a", 0, 10) for s in "ABC"]
    found = agreed(rubric_of(asked, criterion("b")), *rows, *noise)
    assert found.krippendorff_alpha_interval == 1.0


def test_added_points_stay_out() -> None:
    rubric = rubric_of(criterion("a"), criterion("x", 1, TEN, add=True))
    rows = [panel(s, "a", v, v) for s, v in (("A", 1), ("B", 3))]
    found = agreed(
        rubric, *rows, panel("A", "x", 0, 10), panel("B", "x", 10, 0), rate("A", {"x": 3}, "clerk")
    )
    assert (found.krippendorff_alpha_interval, found.n_assessors) == (1.0, 2)


def test_a_criterion_that_one_assessor_rated_alone_stays_out() -> None:
    rubric = rubric_of(criterion("a"), criterion("price", 1, number(0, 9)))
    rows = [panel(s, "a", v, v) for s, v in (("A", 1), ("B", 3))]
    found = agreed(rubric, *rows, rate("A", {"price": 3}, "buyer"), rate("B", {"price": 3}, "buyer"))
    assert found.n_assessors == 2


def test_alpha_takes_missing_cells_and_icc_only_complete_units() -> None:
    rows = [panel("A", "a", 1, 1), panel("B", "a", 3, 3), panel("C", "a", 4, "DK")]
    found = agreed(rubric_of(criterion("a")), *rows)
    assert [found.krippendorff_alpha_interval, found.icc_2_1] == pytest.approx([1, 1])


def test_concordance_ranks_totals_of_subjects_that_all_rated_in_full() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"))
    rows = [r for s, v in (("A", 1), ("B", 2), ("C", 3)) for n in "ab" for r in panel(s, n, v, v)]
    half = panel("D", "a", 4, 0)  # nobody rated D on b: D would spoil the order
    assert agreed(rubric, rows, half).kendall_w == 1.0


def test_ties_in_concordance_are_corrected() -> None:
    # ranks 1, 2.5, 2.5 twice: without the correction W would be 0.75
    rows = [panel(s, "a", v, v) for s, v in (("A", 1), ("B", 2), ("C", 2))]
    assert agreed(rubric_of(criterion("a")), *rows).kendall_w == 1.0


def test_totals_apart_by_noise_only_are_ties() -> None:
    rubric = rubric_of(criterion("a", 1, TEN), criterion("b", 1, TEN))
    rows = [
        panel("A", "a", 0.1, 0.3),
        panel("A", "b", 0.2, 0),
        panel("B", "a", 0.3, 0.1),
        panel("B", "b", 0, 0.2),
    ]
    assert agreed(rubric, *rows).kendall_w is None


def test_agreement_reads_raw_points() -> None:
    rows = [panel("A", "a", 1, 2), panel("B", "a", 3, 3)]
    found = [agreed(rubric_of(c), *rows) for c in (criterion("a"), criterion("a", reverse=True))]
    assert found[0] == found[1]
