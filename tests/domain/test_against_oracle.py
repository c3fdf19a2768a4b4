"""The product's scores against the slow scorer's, on random rubrics and ratings."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
import pytest

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score
from tests.domain.oracle import Book, applies, figures
from tests.domain.oracle_standing import Subject, expected, times_100
from tests.domain.strategies import cases

# drawing a whole rubric with ratings is slow by nature
many = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@many
@given(case=cases())
def test_every_figure_of_every_subject_is_what_the_contract_says(case: tuple[Rubric, list[Rating]]) -> None:
    rubric, ratings = case
    book, subjects = expected(rubric, ratings)
    result = score(rubric, ratings)
    for found in result.subjects:
        name = found.subject
        assert subject_shown(found) == subject_said(subjects[name])
        assert criteria_shown(found) == criteria_said(book, name)
        assert nodes_shown(found) == nodes_said(book, name, subjects[name])


@many
@given(case=cases())
def test_subjects_come_in_rank_order_then_the_others(case: tuple[Rubric, list[Rating]]) -> None:
    subjects = score(*case).subjects
    order = [(s.rank is None, s.rank or 0) for s in subjects]
    assert order == sorted(order)


def near(value: Fraction | float | None) -> object:
    return None if value is None else pytest.approx(float(value), abs=1e-7)


def subject_shown(found: SubjectResult) -> dict[str, object]:
    names = "status rank would_rank score uncapped points low high coverage band stage blockers_needed"
    shown = {name: getattr(found, name) for name in names.split()}
    return {
        **shown,
        "blockers": list(found.blockers),
        "gates": sorted((g.node, g.then, g.value) for g in found.gates),
        "red_flags": [(f.criterion, f.value) for f in found.red_flags],
    }


def subject_said(said: Subject) -> dict[str, object]:
    root = said.root
    figures_said = {
        "score": said.score,
        "uncapped": said.uncapped,
        "points": root.points,
        "low": said.low,
        "high": said.high,
        "coverage": root.coverage,
    }
    return {
        **{name: getattr(said, name) for name in ("status", "rank", "would_rank", "band", "stage")},
        **{name: near(value) for name, value in figures_said.items()},
        "blockers_needed": said.blockers_needed,
        "blockers": said.blockers,
        "gates": sorted((node, then, near(value)) for node, then, value in said.gates),
        "red_flags": [(name, near(value)) for name, value in said.red_flags],
    }


def criteria_shown(found: SubjectResult) -> dict[str, object]:
    return {
        name: (c.state, c.value, c.points, c.score, c.n, c.not_applicable, c.dont_know, c.spread, c.flag)
        for name, c in found.criteria.items()
    }


def criteria_said(book: Book, subject: str) -> dict[str, object]:
    said: dict[str, object] = {}
    for c in (c for c in book.rubric.root.criteria() if not c.retired):
        cell, own, here = book.cells[c.id, subject], figures(book, c, subject), applies(book, c, subject)
        said[c.id] = (
            cell.state if here else "does_not_apply",
            near(cell.value if here else None),
            near(own.points),
            near(times_100(own.share)),
            len(cell.given),
            cell.not_applicable,
            cell.dont_know,
            near(cell.spread),
            cell.flag,
        )
    return said


def nodes_shown(found: SubjectResult) -> dict[str, object]:
    return {
        name: (
            n.score,
            n.points,
            *((n.min_points, n.max_points) if n.score is not None else ()),
            n.coverage,
            n.also,
        )
        for name, n in found.nodes.items()
    }


def nodes_said(book: Book, subject: str, said: Subject) -> dict[str, object]:
    nodes = {s.id: figures(book, s, subject) for s in book.rubric.root.sections()}
    nodes[book.rubric.id] = said.root
    return {
        name: (
            near(times_100(f.share)),
            near(f.points),
            *((near(f.low), near(f.high)) if f.share is not None else ()),
            near(f.coverage),
            {kind: near(times_100(share)) for kind, share in f.also.items()},
        )
        for name, f in nodes.items()
    }
