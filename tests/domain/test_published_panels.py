"""Agreement and panels published elsewhere; each file under ../shared/truth names its source."""

from __future__ import annotations

from collections.abc import Sequence
import csv
import json
from pathlib import Path

import pytest

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Agreement, Result
from cxmaturity.domain.rubric import Assessors, Rubric
from cxmaturity.domain.scoring import score
from tests.builders import criterion, number, rate, rubric_of, scored
from tests.conftest import Truth
from tests.domain.published import case


def agreement_of(units: Sequence[Sequence[float | None]], scale_to: float) -> Agreement:
    """Return the agreement on units × judges, each unit a subject with one criterion."""
    rows = [
        rating
        for unit, row in enumerate(units)
        for judge, value in enumerate(row)
        if value is not None
        for rating in rate(f"{unit:02}", {"c": value}, f"J{judge}")
    ]
    return score(rubric_of(criterion("c", scale=number(0, scale_to))), rows).agreement


# agreement


def test_alpha_of_krippendorffs_own_example(truth: Truth) -> None:
    # Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, section C and D
    known = case(truth("agreement_krippendorff.json"), "krippendorff_4x12")
    found = agreement_of(list(zip(*known["data"], strict=True)), 5)
    assert found.krippendorff_alpha_ordinal == pytest.approx(known["verified"]["ordinal"], abs=1e-6)
    assert found.krippendorff_alpha_interval == pytest.approx(known["verified"]["interval"], abs=1e-6)


def test_agreement_without_any_variation_is_undefined(truth: Truth) -> None:
    known = case(truth("agreement_krippendorff.json"), "alpha_edge_all_same")
    found = agreement_of(list(zip(*known["data"], strict=True)), 5)
    assert found == Agreement(None, None, None, None, None, 2)


def test_intraclass_correlations_of_shrout_and_fleiss(truth: Truth) -> None:
    # Shrout, P. E. & Fleiss, J. L. (1979). Psychological Bulletin 86(2), tables 2 to 4
    known = json.loads(truth("agreement_icc_shrout_fleiss_1979.json").read_text(encoding="utf-8"))
    found = agreement_of(known["data_rows_are_targets"], 10)
    assert found.icc_2_1 == pytest.approx(known["verified_by_hand"]["ICC(2,1)"], abs=1e-6)
    assert found.icc_2_k == pytest.approx(known["verified_by_hand"]["ICC(2,4)"], abs=1e-6)


def test_kendalls_w_of_ten_projects_and_four_judges(truth: Truth) -> None:
    # "The Kendall coefficient of concordance", example 1: ten projects, four judges, no ties
    known = case(truth("agreement_kendall_w.json"), "ten_projects_four_judges")
    found = agreement_of(list(zip(*known["raters"], strict=True)), 10)
    assert found.kendall_w == pytest.approx(known["verified"]["W"], abs=1e-6)


# a real panel: ISU World Figure Skating Championships 2017, ladies short program
# (BuzzFeed News, figure-skating-scores, CC BY 4.0)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def skating_rubric(components: Sequence[str]) -> Rubric:
    marks = number(0, 10, "marks", step=0.25)
    return rubric_of(
        *(criterion(name, 0.8, marks) for name in components),
        criterion("elements", 1, number(0, 100, "elements"), add=True),
        criterion("deductions", 1, number(-10, 0, "deductions"), add=True),
        aggregate="sum",
        round=2,
        assessors=Assessors("trimmed_mean", round=2),
    )


def skating_ratings(marks: list[dict[str, str]], totals: list[dict[str, str]]) -> list[Rating]:
    rows = [r for m in marks for r in rate(m["alternative"], {m["criterion"]: float(m["score"])}, m["rater"])]
    for total in totals:
        given = {
            "elements": float(total["total_element_score"]),
            "deductions": -float(total["total_deductions"]),
        }
        rows += rate(total["name"], given, "technical panel")
    return rows


@pytest.fixture
def skating(truth: Truth) -> tuple[list[dict[str, str]], list[dict[str, str]], Result]:
    marks = read_rows(truth("panel_skating_wc2017_ladies_sp_scores.csv"))
    totals = read_rows(truth("panel_skating_wc2017_ladies_sp_results.csv"))
    rubric = skating_rubric(sorted({m["criterion"] for m in marks}))
    return marks, totals, score(rubric, skating_ratings(marks, totals))


Skating = tuple[list[dict[str, str]], list[dict[str, str]], Result]


def test_all_185_panel_values_of_a_real_competition_are_official(skating: Skating) -> None:
    marks, _, result = skating
    official = {(m["alternative"], m["criterion"]): float(m["published_panel_score"]) for m in marks}
    found = {
        (s.subject, name): c.value for s in result.subjects for name, c in s.criteria.items() if c.n == 9
    }
    assert len(official) == 185
    assert found == official


def test_all_37_component_totals_of_a_real_competition_are_official(skating: Skating) -> None:
    marks, totals, _ = skating
    rubric = skating_rubric(sorted({m["criterion"] for m in marks}))
    found = scored(rubric, skating_ratings(marks, []))
    official = {t["name"]: float(t["total_component_score"]) for t in totals}
    assert {name: s.points for name, s in found.items()} == pytest.approx(official, abs=1e-9)


def test_all_37_totals_and_ranks_of_a_real_competition_are_official(skating: Skating) -> None:
    _, totals, result = skating
    official = {t["name"]: (float(t["total_segment_score"]), int(t["rank"])) for t in totals}
    assert len(official) == 37
    assert {s.subject: (round(s.points or 0, 9), s.rank) for s in result.subjects} == official


def test_agreement_of_a_real_competition(skating: Skating, truth: Truth) -> None:
    derived = json.loads(truth("panel_skating_wc2017.json").read_text(encoding="utf-8"))["derived"]
    found = skating[2].agreement
    alpha = derived["krippendorff_alpha_interval"]
    assert found.krippendorff_alpha_interval == pytest.approx(alpha, abs=1e-6)
    assert found.kendall_w == pytest.approx(derived["kendall_W_on_totals"], abs=1e-6)
