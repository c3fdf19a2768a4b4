"""``rubric check | schema | diff``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import RUBRIC, Desk

SHIPPED = sorted((Path(__file__).parents[2] / "rubrics").glob("*.yaml"))


def test_every_shipped_rubric_is_fine(desk: Desk) -> None:
    said = desk.run("rubric", "check", *map(str, SHIPPED))
    assert (said.code, said.err, said.out.count(": fine.")) == (0, "", 7)


def test_check_lists_every_problem_of_every_file(desk: Desk) -> None:
    bad = desk.file("bad.yaml", RUBRIC.replace('"1.0.0"', "1.0").replace("weight: 3", "weight: -3"))
    said = desk.run("rubric", "check", bad, "missing.yaml", desk.file("good.yaml", RUBRIC))
    assert said.code == 1
    assert [line.rsplit("/", 1)[-1].split(": ")[0] for line in said.err.splitlines()] == [
        "bad.yaml:3",
        "bad.yaml:12",
        "missing.yaml",
    ]
    assert "good.yaml: fine." in said.out


def test_schema_is_one_json_document(desk: Desk) -> None:
    assert desk.run("rubric", "schema").json["type"] == "object"


def test_diff_names_what_is_new_changed_and_retired(desk: Desk) -> None:
    new = RUBRIC.replace("id: goals, title: Goals", "id: pace, title: Pace").replace(
        "title: Field", "title: Its field"
    )
    said = desk.run("rubric", "diff", desk.file("old.yaml", RUBRIC), desk.file("new.yaml", new))
    assert [line.split()[0] for line in said.out.splitlines()][:3] == ["new", "changed", "retired"]
    assert said.out.splitlines()[-1].startswith("overlap")


def test_diff_says_that_the_same_answers_are_scored_otherwise(desk: Desk) -> None:
    new = RUBRIC + "aggregate: min\n"
    said = desk.run("rubric", "diff", desk.file("old.yaml", RUBRIC), desk.file("new.yaml", new)).out
    assert ": aggregate\n" in said
    assert said.splitlines()[-1].endswith("scored otherwise")


def test_diff_speaks_json(desk: Desk) -> None:
    path = desk.file("old.yaml", RUBRIC)
    assert desk.run("rubric", "diff", path, path, "--json").json["overlap"] == 100


def test_a_command_is_required(desk: Desk) -> None:
    assert desk.run().code == 2
