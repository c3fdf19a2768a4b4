"""Scores published elsewhere, with their known results; each file under ../shared/truth names its source."""

from __future__ import annotations

from itertools import combinations
import json
from typing import Any

import pytest

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.robustness import Draws, robustness
from cxmaturity.domain.rubric import Criterion, Gate, Rubric, Section, Stages
from tests.builders import criterion, levels, number, one, rate, rubric_of, scored, section
from tests.conftest import Truth
from tests.domain.published import case

# a real maturity assessment: OWASP SAMM 1.5, the filled example workbook (CC BY-SA 3.0)

STATES = ("current", "phase1", "phase2", "phase3", "phase4")


def samm_rubric(samm: dict[str, Any]) -> Rubric:
    answers = {
        name: levels(*(answer["score"] for answer in answers), scale_id=name)
        for name, answers in samm["answer_sets"].items()
    }
    tree: dict[str, dict[str, dict[str, list[Criterion]]]] = {}
    for q in samm["questions"]:
        practice = tree.setdefault(q["function"], {}).setdefault(q["practice"], {})
        practice.setdefault(q["level"], []).append(criterion(f"q{q['n']}", 1, answers[q["answer_set"]]))
    return rubric_of(*(samm_function(name, practices) for name, practices in tree.items()))


def samm_function(name: str, practices: dict[str, dict[str, list[Criterion]]]) -> Section:
    return section(
        f"function {name}",
        *(
            section(
                f"practice {practice}",
                *(section(f"level {level}", *asked, aggregate="mean") for level, asked in by_level.items()),
                aggregate="sum",
            )
            for practice, by_level in practices.items()
        ),
        aggregate="mean",
    )


@pytest.mark.parametrize("state", STATES)
def test_every_node_of_the_samm_workbook_is_the_published_one(truth: Truth, state: str) -> None:
    samm = json.loads(truth("maturity_samm_1_5_example.json").read_text(encoding="utf-8"))
    given = {f"q{q['n']}": q[f"{state}_score"] for q in samm["questions"]}
    nodes = one(samm_rubric(samm), given).nodes
    for kind, states in samm["expected"].items():
        found = {name: nodes[f"{kind} {name}"].points for name in states[state]}
        assert found == pytest.approx(states[state], abs=1e-9)


# sums and ranks


def test_an_exact_tie_of_a_weighted_sum_shares_the_first_rank(truth: Truth) -> None:
    # Triantaphyllou, E. (2000). Multi-criteria decision making methods: a comparative study
    known = case(truth("weighted_sum.json"), "wsm_triantaphyllou_tie")
    names = known["criteria"]
    rubric = rubric_of(
        *(criterion(n, w, number(0, 100)) for n, w in zip(names, known["weights"], strict=True))
    )
    rows = [
        rate(a, dict(zip(names, row, strict=True)))
        for a, row in zip(known["alternatives"], known["matrix"], strict=True)
    ]
    found = scored(rubric, *rows)
    assert {a: s.score for a, s in found.items()} == pytest.approx(known["published"], abs=1e-9)
    assert [found[a].rank for a in known["alternatives"]] == known["verified"]["rank_competition"]


def stocks(truth: Truth) -> tuple[dict[str, Any], Rubric, dict[str, list[Rating]]]:
    known = case(truth("smaa_exact.json"), "smaa_exact_stock")
    columns = list(zip(*known["matrix"], strict=True))
    rubric = rubric_of(
        *(
            criterion(f"c{j}", 1, number(min(column), max(column), f"s{j}", goal=goal))
            for j, (column, goal) in enumerate(zip(columns, known["objectives"], strict=True))
        )
    )
    table = zip(known["alternatives"], known["matrix"], strict=True)
    return known, rubric, {a: rate(a, {f"c{j}": v for j, v in enumerate(row)}) for a, row in table}


def test_rank_acceptability_under_uniform_weights_is_the_exact_one(truth: Truth) -> None:
    # table: scikit-criteria, load_simple_stock_selection; the indices are exact polygon areas
    known, rubric, by_name = stocks(truth)
    rows = [r for part in by_name.values() for r in part]
    found = robustness(rubric, rows, Draws("weights", "uniform", draws=100_000))
    exact = dict(zip(known["alternatives"], known["rank_acceptability_float"], strict=True))
    for name, row in exact.items():
        assert found.rank_acceptability[name] == pytest.approx(row, abs=0.005)


def test_of_two_stocks_each_wins_in_its_exact_share_of_all_weights(truth: Truth) -> None:
    known, rubric, by_name = stocks(truth)
    for (i, one_name), (j, other) in combinations(enumerate(known["alternatives"]), 2):
        how = Draws("weights", "uniform", draws=20_000)
        found = robustness(rubric, by_name[one_name] + by_name[other], how)
        assert found.p_first[one_name] == pytest.approx(known["pairwise_winning"][i][j], abs=0.012)


# reversed items and missing answers


def test_the_system_usability_scale_of_brookes_sheet_is_55(truth: Truth) -> None:
    # Brooke, J. (1996). SUS: a quick and dirty usability scale
    known = case(truth("reverse_and_missing.json"), "sus_brooke_1996")
    likert = number(*known["scale"], rated="integer")
    items = [criterion(f"i{n}", 1, likert, reverse=n in known["reverse_items"]) for n in range(1, 11)]
    given = {f"i{n}": answer for n, answer in enumerate(known["responses"], start=1)}
    assert one(rubric_of(*items), given).score == pytest.approx(known["verified"]["score"])


@pytest.mark.parametrize(("example", "status"), [("example", "provisional"), ("example2", "ranked")])
def test_a_sheet_with_fewer_than_23_of_30_answers_is_provisional(
    truth: Truth, example: str, status: str
) -> None:
    # Activities Scale for Kids, as scored by lbraglia/QScoring: 6 stands for "no answer"
    known = case(truth("reverse_and_missing.json"), "ask_p_min_answered")[example]
    items = [criterion(f"i{n}", 1, number(1, 5), reverse=True) for n in range(30)]
    given: dict[str, float | str] = {f"i{n}": "DK" if a == 6 else a for n, a in enumerate(known["answers"])}
    found = one(rubric_of(*items, min_coverage=23 / 30), given)
    assert (found.status, found.score) == (status, 100.0)


# public tender forms
# prozorro_meat_coefficient has no test: price divided by a coefficient is no aggregate of shares


def rcuh_criterion(line: dict[str, Any]) -> Criterion:
    if "formula" in line:
        offer = number(0, 250_000, "offer", goal="min")
        return criterion("price", line["max"] / offer.span, offer, formula="lowest_over_this")
    return criterion(line["name"], line["multiplier"], levels(0, 1, 2, 3, 4, 5))


def test_price_points_and_multipliers_of_the_hawaii_form(truth: Truth) -> None:
    known = case(truth("vendor_sheets.json"), "rcuh_price_points")
    rubric = rubric_of(*map(rcuh_criterion, known["criteria"]), aggregate="sum")
    found = scored(rubric, *(rate(vendor, {"price": price}) for vendor, price in known["prices"].items()))
    assert [found[v].points for v in "ABC"] == pytest.approx(known["verified"], abs=5e-5)


def test_the_maxima_of_the_hawaii_form_add_up_to_100_points(truth: Truth) -> None:
    known = case(truth("vendor_sheets.json"), "rcuh_price_points")
    rubric = rubric_of(*map(rcuh_criterion, known["criteria"]), aggregate="sum")
    best = {c.id: 100_000.0 if c.formula else 5.0 for c in rubric.criteria()}
    found = one(rubric, best)
    assert found.points == pytest.approx(100)
    assert found.max_points == pytest.approx(100)


@pytest.mark.parametrize("most", [10, 20, 30])
def test_grades_worth_a_fraction_of_the_maximum_as_in_meridian(truth: Truth, most: int) -> None:
    # City of Meridian, Proposal Evaluation Scoring Guidelines
    known = case(truth("vendor_sheets.json"), "meridian_city_bands")
    grades = levels(*sorted(known["bands"].values()))
    rubric = rubric_of(criterion("c", most, grades), aggregate="sum")
    found = [one(rubric, {"c": fraction}).points for fraction in known["bands"].values()]
    assert found == pytest.approx(known["verified"][str(most)])


def test_the_technical_gate_stands_before_the_lowest_price(truth: Truth) -> None:
    # quality- and cost-based selection, World Bank style
    known = case(truth("vendor_sheets.json"), "qcbs_formula")
    rule, example = known["rule"], known["own_example"]
    gate = Gate("exclude", below=rule["min_technical"])
    rubric = rubric_of(
        section("technical", criterion("quality", 1, number(0, 100)), weight=rule["T"], gate=gate),
        section(
            "financial", criterion("price", 1, number(1, 500), formula="lowest_over_this"), weight=rule["P"]
        ),
    )
    offers = {v: {"quality": example["technical"][v], "price": example["price"][v]} for v in "ABC"}
    found = scored(rubric, *(rate(vendor, given) for vendor, given in offers.items()))
    assert [found[v].score for v in "AB"] == pytest.approx([88.6667, 84.0], abs=5e-5)
    assert (found["C"].status, found["C"].rank) == ("excluded", None)


def test_capability_levels_of_automotive_spice_are_stages(truth: Truth) -> None:
    # ISO/IEC 33020: level n needs its attributes largely, those of lower levels fully achieved; an answer
    # therefore enters twice, as "at least largely" in its own stage and as "fully" in the next
    known = case(truth("vendor_sheets.json"), "aspice_level_gate")
    largely, fully = levels(0, 1, scale_id="largely"), levels(0, 1, scale_id="fully")
    attributes = {"1.1": 1, "2.1": 2, "2.2": 2, "3.1": 3, "3.2": 3}
    asked = [criterion(f"L{name}", 1, largely, stage=level) for name, level in attributes.items()]
    asked += [
        criterion(f"F{name}", 1, fully, stage=level + 1) for name, level in attributes.items() if level < 3
    ]
    stages = Stages(1, {s: dict.fromkeys(range(1, s + 1), 1.0) for s in (1, 2, 3)})
    rubric = rubric_of(*asked, stages=stages)
    for example in known["examples"]:
        given = {f"L{name}": float(rating in "LF") for name, rating in example["PA"].items()}
        given |= {
            f"F{name}": float(rating == "F")
            for name, rating in example["PA"].items()
            if f"F{name}" in {c.id for c in asked}
        }
        assert one(rubric, given).stage == example["level"]
