"""Real cases, imported as a person would import them and scored from the store."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
import json
from typing import Any

import pytest
import yaml

from cxmaturity.domain.decomposition import decompositions
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.imports import commit_import, preview_import
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.results import progress, result
from cxmaturity.services.rubrics import add_rubric
from tests.cli.test_score import SKATING, skating
from tests.conftest import Truth
from tests.services.builders import rubric_in

STATES = ("current", "phase1", "phase2", "phase3", "phase4")


def brought(app: App, owner: Viewer, rubric: str, ratings: str) -> str:
    """Import ratings of a rubric that was brought along, after looking at the preview."""
    digest = add_rubric(app, owner, rubric_in(rubric))
    seen = preview_import(app, owner, ratings.encode(), "ratings.csv", digest)
    assert seen.problems == ()
    return commit_import(app, owner, ratings.encode(), "ratings.csv", digest, "Published case")


def test_the_skating_panel_gives_the_official_results_from_the_store(
    app: App, owner: Viewer, truth: Truth
) -> None:
    # ISU World Figure Skating Championships 2017, official protocol (data CC BY 4.0, BuzzFeed News)
    ratings, panel, official = skating(truth)
    found = result(app, owner, brought(app, owner, SKATING, ratings)).result
    subjects = {subject.subject: subject for subject in found.subjects}
    totals = {row["name"]: float(row["total_segment_score"]) for row in official}
    assert {name: subjects[name].points for name in totals} == pytest.approx(totals, abs=1e-9)
    assert {name: s.rank for name, s in subjects.items()} == {r["name"]: int(r["rank"]) for r in official}
    values = {(r["alternative"], r["criterion"]): float(r["published_panel_score"]) for r in panel}
    stored = {
        (name, criterion): subjects[name].criteria[criterion.replace(" ", "-")].value
        for name, criterion in values
    }
    assert len(panel) == 1665
    assert stored == pytest.approx(values, abs=1e-9)


def samm_rubric(samm: dict[str, Any]) -> str:
    tree: dict[str, dict[str, dict[str, list[dict[str, Any]]]]] = {}
    for q in samm["questions"]:
        asked = tree.setdefault(q["function"], {}).setdefault(q["practice"], {}).setdefault(q["level"], [])
        asked.append({"id": f"q{q['n']}", "title": q["question"][:100], "scale": q["answer_set"]})
    return yaml.safe_dump(
        {
            "schema": "cxmaturity.rubric/1",
            "id": "samm",
            "version": "1.5.0",
            "title": "SAMM",
            "purpose": "maturity",
            "subject": "business unit",
            "scales": {name: _scale(answers) for name, answers in samm["answer_sets"].items()},
            "sections": [
                _node("function", name, "mean", sections=[
                    _node("practice", practice, "sum", sections=[
                        _node("level", level, "mean", criteria=asked) for level, asked in levels.items()
                    ])
                    for practice, levels in practices.items()
                ])
                for name, practices in tree.items()
            ],
        }
    )  # fmt: skip


def _scale(answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "levels": [
            {"value": i, "id": f"a{i}", "label": answer["text"], "score": answer["score"]}
            for i, answer in enumerate(answers)
        ]
    }


def _node(kind: str, name: str, aggregate: str, **children: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": node_id(kind, name), "title": name, "aggregate": aggregate, **children}


def node_id(kind: str, name: str) -> str:
    return f"{kind}-{''.join(symbol if symbol.isalnum() else '-' for symbol in name)}"


def samm_ratings(samm: dict[str, Any]) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["subject", "criterion", "level", "cycle"])
    for state in STATES:
        rows.writerows(["Brick Builder", f"q{q['n']}", q[state], state] for q in samm["questions"])
    return text.getvalue()


def test_the_samm_workbooks_five_states_are_five_cycles_with_every_node_as_published(
    app: App, owner: Viewer, truth: Truth
) -> None:
    # OWASP SAMM 1.5, the filled example workbook (CC BY-SA 3.0)
    samm = json.loads(truth("maturity_samm_1_5_example.json").read_text(encoding="utf-8"))
    found = progress(app, owner, brought(app, owner, samm_rubric(samm), samm_ratings(samm)))
    assert tuple(cycle.label for cycle, _ in found.results) == STATES
    for cycle, scored in found.results:
        nodes = scored.subjects[0].nodes
        for kind, states in samm["expected"].items():
            published = states[cycle.label]
            stored = {name: nodes[node_id(kind, name)].points for name in published}
            assert stored == pytest.approx(published, abs=1e-9)


def test_what_moved_the_samm_states_adds_up_and_is_told_by_practice(
    app: App, owner: Viewer, truth: Truth
) -> None:
    samm = json.loads(truth("maturity_samm_1_5_example.json").read_text(encoding="utf-8"))
    imported = brought(app, owner, samm_rubric(samm), samm_ratings(samm))
    for old, new in pairwise(Standing.of(app, imported).rated()):
        (change,) = decompositions(old, new).values()
        assert change.change == pytest.approx(sum(change.by_rating.values()), abs=1e-9)
        practices = samm["expected"]["practice"]
        for name, points in practices[new.label].items():
            moved = points - practices[old.label][name]
            inside = {f"q{q['n']}" for q in samm["questions"] if q["practice"] == name}
            brought_by = sum(change.by_rating[question] for question in inside)
            # a practice runs 0 to 3; three weigh alike in a function, four functions alike in the whole
            assert brought_by == pytest.approx(100 * moved / 3 / 12, abs=1e-9)
