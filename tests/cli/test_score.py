"""``score`` and ``progress``."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from tests.cli.conftest import RATINGS, RUBRIC, Desk
from tests.conftest import Truth

NO_ROUNDS_NO_CYCLES = "subject,criterion,level\nNorth,field,great\n"


def test_the_last_cycle_is_scored_by_default(desk: Desk) -> None:
    result = desk.score("--json").json
    assert (result["cycle"], [s["subject"] for s in result["subjects"]]) == ("Q2", ["South", "North"])


def test_a_named_cycle_is_scored(desk: Desk) -> None:
    result = desk.score("--json", "--cycle", "Q1").json
    assert [(s["subject"], s["rank"], s["score"]) for s in result["subjects"]] == [
        ("North", 1, 87.5),
        ("South", 2, 62.5),
    ]


def test_an_unknown_cycle_is_refused_with_the_known_ones(desk: Desk) -> None:
    said = desk.score("--cycle", "Q9")
    assert said.code == 1
    assert "“Q1”, “Q2”" in said.err


def test_cycle_and_round_are_null_where_the_file_has_none(desk: Desk) -> None:
    result = desk.score("--json", ratings=NO_ROUNDS_NO_CYCLES).json
    assert (result["cycle"], result["round"]) == (None, None)


def test_the_round_is_named_where_the_file_has_rounds(desk: Desk) -> None:
    ratings = "subject,criterion,level,round\nNorth,field,great,1\nNorth,field,none,2\n"
    last, first = (
        desk.score("--json", ratings=ratings).json,
        desk.score("--json", "--round", "1", ratings=ratings).json,
    )
    assert (last["round"], last["subjects"][0]["score"]) == (2, 0)
    assert (first["round"], first["subjects"][0]["score"]) == (1, 100)


def test_an_empty_answer_in_a_later_round_leaves_the_earlier_one(desk: Desk) -> None:
    ratings = "subject,criterion,level,round\nNorth,field,great,1\nNorth,field,,2\n"
    assert desk.score("--json", ratings=ratings).json["subjects"][0]["score"] == 100


ROUNDS = "subject,criterion,level,round\nNorth,field,great,2\nSouth,field,none,3\n"


def test_a_round_after_the_last_reads_as_the_last(desk: Desk) -> None:
    assert desk.score("--json", "--round", "99", ratings=ROUNDS).json["round"] == 3


def test_whoever_is_first_rated_later_has_no_score_as_of_a_round(desk: Desk) -> None:
    found = desk.score("--json", "--round", "2", ratings=ROUNDS).json["subjects"]
    assert [(s["subject"], s["status"]) for s in found] == [("North", "ranked"), ("South", "unscored")]


def test_as_of_a_round_before_the_first_nobody_has_a_score(desk: Desk) -> None:
    found = desk.score("--json", "--round", "1", ratings=ROUNDS).json["subjects"]
    assert [s["status"] for s in found] == ["unscored", "unscored"]


def test_weights_from_a_file_replace_the_rubrics(desk: Desk) -> None:
    weights = desk.file("weights.csv", "id,weight\nfield,1\n")
    result = desk.score("--json", "--cycle", "Q1", "--weights", weights).json
    assert [s["score"] for s in result["subjects"]] == [75.0, 75.0]
    assert [s["rank"] for s in result["subjects"]] == [1, 1]


def test_a_weights_file_with_an_unknown_node_is_refused(desk: Desk) -> None:
    weights = desk.file("weights.csv", "id,weight\nfeild,1\n")
    said = desk.score("--weights", weights)
    assert (said.code, said.out) == (1, "")
    assert f"{weights}:2:" in said.err


def test_one_person_alone_is_said_beside_how_sure_the_ranking_is(desk: Desk) -> None:
    ratings = "subject,criterion,level\nNorth,field,great\nSouth,field,fair\n"
    words = ("--robustness", "ratings", "--draws", "100")
    assert "but one person alone rated" in desk.score(*words, ratings=ratings).out
    two = "subject,criterion,level,assessor\nNorth,field,great,ann\nSouth,field,fair,ben\n"
    assert "alone" not in desk.score(*words, ratings=two).out


def test_robustness_is_absent_unless_asked_for(desk: Desk) -> None:
    assert "robustness" not in desk.score("--json").json
    sure = desk.score("--json", "--robustness", "weights", "--draws", "1000").json["robustness"]
    assert sorted(sure) == ["draws", "expected_rank", "p_first", "rank_acceptability", "seed", "verdict"]


def test_the_same_seed_gives_the_same_numbers(desk: Desk) -> None:
    words = ("--json", "--cycle", "Q1", "--robustness", "both", "--draws", "500", "--seed", "7")
    assert desk.score(*words).out == desk.score(*words).out


def test_uniform_weights_are_drawn_from_the_whole_simplex(desk: Desk) -> None:
    words = (
        "--json",
        "--cycle",
        "Q1",
        "--robustness",
        "weights",
        "--weight-model",
        "uniform",
        "--draws",
        "20000",
    )
    sure = desk.score(*words).json["robustness"]
    assert sure["p_first"]["North"] == pytest.approx(0.5, abs=0.02)
    assert sure["verdict"] == "too close"


def test_weight_draws_through_a_minimum_are_refused_in_one_sentence(desk: Desk) -> None:
    said = desk.score(
        "--robustness", "weights", rubric=RUBRIC.replace("criteria:", "aggregate: min\ncriteria:")
    )
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    "words",
    [
        ("--round", "0"),
        ("--round", "x"),
        ("--draws", "0"),
        ("--draws", "99999999"),
        ("--seed", "-1"),
        ("--weight-model", "dirichlet:0"),
        ("--weight-model", "gauss"),
        ("--robustness", "some"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_ends_with_2(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.score(*words)
    assert (said.code, said.out) == (2, "")


def test_every_problem_of_the_ratings_is_listed_one_a_line(desk: Desk) -> None:
    ratings = "subject,criterion,level\nNorth,field,superb\nNorth,feild,great\n"
    said = desk.score("--json", ratings=ratings)
    assert (said.code, said.out) == (1, "")
    assert [line.split(": ")[0].rsplit(":", 1)[1] for line in said.err.splitlines()] == ["2", "3"]


@pytest.mark.parametrize("name", ["missing.yaml", ".", "\0"])
def test_a_file_that_cannot_be_read_is_one_sentence(desk: Desk, name: str) -> None:
    said = desk.run("score", name, desk.file("small.csv", RATINGS))
    assert said.code == 1
    assert said.err.startswith(name)


def test_a_file_with_two_evaluations_is_refused(desk: Desk) -> None:
    ratings = "subject,criterion,level,evaluation\nNorth,field,great,one\nNorth,field,great,two\n"
    said = desk.score(ratings=ratings)
    assert said.code == 1
    assert "2 evaluations" in said.err


def test_people_read_a_table(desk: Desk) -> None:
    out = desk.score("--robustness", "weights", "--draws", "100").out
    assert out.splitlines()[0] == "Small 1.0.0 · Q2"
    assert "first in 100 draws: South 100 %" in out


def test_a_name_cannot_steer_the_terminal(desk: Desk) -> None:
    ratings = "subject,criterion,level\n\u202eNorth\u200b,field,great\n"
    said = desk.score(ratings=ratings)
    assert "\u202e" not in said.out


def test_the_overall_judgement_is_shown_and_never_scored(desk: Desk) -> None:
    ratings = NO_ROUNDS_NO_CYCLES + "North,_overall,fair\n"
    result = desk.score("--json", ratings=ratings).json
    assert result["overall"] == {"North": {"n": 1, "median": 2.0, "mean": 2.0}}
    assert result["subjects"][0]["score"] == 100
    assert "North: overall judgement 2 (median of 1 person), not scored" in desk.score(ratings=ratings).out


def test_without_overall_judgements_there_is_no_word_of_them(desk: Desk) -> None:
    assert "overall" not in desk.score("--json").json


def test_cycles_that_read_alike_keep_one_order(desk: Desk) -> None:
    rows = ["North,field,great,Q1", "North,field,none,q1"]
    head = "subject,criterion,level,cycle\n"
    found = {
        desk.score("--json", ratings=head + "\n".join(order)).json["cycle"] for order in (rows, rows[::-1])
    }
    assert found == {"q1"}


def test_progress_gives_every_cycle_and_the_changes(desk: Desk) -> None:
    said = desk.run(
        "progress", desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS), "--json"
    ).json
    assert [cycle["cycle"] for cycle in said["cycles"]] == ["Q1", "Q2"]
    change = next(c for c in said["changes"] if c["subject"] == "North")
    assert change == {
        "subject": "North",
        "from": "Q1",
        "to": "Q2",
        "change": -37.5,
        "by_criterion": {"field": -50.0, "goals": 0.0},
        "contributions": {"field": -37.5, "goals": 0.0},
    }


def test_progress_prints_a_table(desk: Desk) -> None:
    out = desk.run("progress", desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS)).out
    assert "North    Q1    Q2  −37.5" in out


def test_progress_stars_what_is_provisional_and_says_what_the_star_means(desk: Desk) -> None:
    rubric = RUBRIC.replace("scales:", "min_coverage: 0.8\nscales:", 1)
    ratings = (
        "cycle,subject,criterion,level\nQ1,North,field,none\nQ1,North,goals,none\nQ2,North,field,great\n"
    )
    files = desk.file("small.yaml", rubric), desk.file("small.csv", ratings)
    out = desk.run("progress", *files).out
    assert "North    0.0  100.0*" in out
    assert "+100.0*" in out
    assert "* provisional: fewer answers than the rubric's min_coverage asks for" in out
    plain = desk.run("progress", *files, "--json").json
    assert plain["changes"][0]["change"] == 100.0


def test_progress_without_anything_provisional_has_no_star(desk: Desk) -> None:
    assert "*" not in desk.run("progress", desk.file("a.yaml", RUBRIC), desk.file("a.csv", RATINGS)).out


def test_the_module_runs_as_a_program(desk: Desk) -> None:
    files = desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS)
    done = subprocess.run(
        [sys.executable, "-m", "cxmaturity", "score", *files, "--json"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["rubric"]["id"] == "small"


# A real panel: ISU World Figure Skating Championships 2017, Ladies Short Program, official protocol
# (data CC BY 4.0, BuzzFeed News).

SKATING = """\
schema: cxmaturity.rubric/1
id: skating
version: "1.0.0"
title: Short program
purpose: vendor
subject: skater
scales:
  component: {min: 0, max: 10, step: 0.25}
  elements: {min: 0, max: 60}
  deductions: {min: -5, max: 0}
defaults: {scale: component}
assessors: {aggregate: trimmed_mean, round: 2}
aggregate: sum
round: 2
criteria:
  - {id: Composition, title: Composition, weight: 0.8}
  - {id: Interpretation-of-the-Music, title: Interpretation, weight: 0.8}
  - {id: Performance, title: Performance, weight: 0.8}
  - {id: Skating-Skills, title: Skating skills, weight: 0.8}
  - {id: Transitions, title: Transitions, weight: 0.8}
  - {id: elements, title: Elements, scale: elements, add: true}
  - {id: deductions, title: Deductions, scale: deductions, add: true}
"""


def skating(truth: Truth) -> tuple[str, list[dict[str, str]], list[dict[str, str]]]:
    """Return the ratings file, the panel's rows and the official results."""
    with truth("panel_skating_wc2017_ladies_sp_scores.csv").open(encoding="utf-8", newline="") as file:
        panel = list(csv.DictReader(file))
    with truth("panel_skating_wc2017_ladies_sp_results.csv").open(encoding="utf-8", newline="") as file:
        official = list(csv.DictReader(file))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["subject", "criterion", "level", "assessor"])
    for row in panel:
        rows.writerow([row["alternative"], row["criterion"].replace(" ", "-"), row["score"], row["rater"]])
    for row in official:
        rows.writerow([row["name"], "elements", row["total_element_score"], "technical panel"])
        rows.writerow([row["name"], "deductions", f"{-float(row['total_deductions'])}", "technical panel"])
    return text.getvalue(), panel, official


def by_subject(result: Any) -> dict[str, Any]:
    return {subject["subject"]: subject for subject in result["subjects"]}


def test_the_skating_panel_gives_every_official_panel_value(desk: Desk, truth: Truth) -> None:
    ratings, panel, _ = skating(truth)
    found = by_subject(desk.score("--json", rubric=SKATING, ratings=ratings).json)
    assert len(panel) == 1665
    for row in panel:
        criterion = row["criterion"].replace(" ", "-")
        value = found[row["alternative"]]["criteria"][criterion]["value"]
        assert value == pytest.approx(float(row["published_panel_score"]), abs=1e-9)


def test_the_skating_panel_gives_every_official_total_and_rank(desk: Desk, truth: Truth) -> None:
    ratings, _, official = skating(truth)
    found = by_subject(desk.score("--json", rubric=SKATING, ratings=ratings).json)
    for row in official:
        total, rank = float(row["total_segment_score"]), int(row["rank"])
        assert found[row["name"]]["points"] == pytest.approx(total, abs=1e-9)
        assert found[row["name"]]["rank"] == rank


def test_withdrawing_a_subject_changes_no_other_score_on_the_command_line(desk: Desk) -> None:
    both = by_subject(desk.score("--json").json)
    alone = by_subject(
        desk.score("--json", ratings="\n".join(x for x in RATINGS.splitlines() if "South" not in x)).json
    )
    assert both["North"]["score"] == alone["North"]["score"]


def test_ranks_never_skip_downwards(desk: Desk, truth: Truth) -> None:
    ratings, _, _ = skating(truth)
    ranks = [s["rank"] for s in desk.score("--json", rubric=SKATING, ratings=ratings).json["subjects"]]
    assert all(one <= two for one, two in pairwise(ranks))
