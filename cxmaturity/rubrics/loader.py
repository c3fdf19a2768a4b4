"""YAML in, rubrics out: every problem at once, each with its line."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from cxmaturity.domain.errors import Problem, RubricError
from cxmaturity.domain.reading import ProblemList
from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Section
from cxmaturity.rubrics.checks import check_has_criterion, check_rubric
from cxmaturity.rubrics.criteria import build_condition, build_criterion, policies_of, resolved_policies
from cxmaturity.rubrics.format_nodes import RUBRIC
from cxmaturity.rubrics.identity import canonical_json, parse_canonical, sha256_of
from cxmaturity.rubrics.knockouts import build_gate
from cxmaturity.rubrics.known import Known, gather
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.tops import (
    build_assessors,
    build_bands,
    build_kpis,
    build_migrations,
    build_sources,
    build_stages,
)
from cxmaturity.rubrics.yaml_nodes import LARGEST_FILE, Node, compose

MOST_PROBLEMS = 500


def load_rubric(path: Path) -> Rubric:
    """Return the rubric in a file.

    Raises:
        RubricError: with every problem of the file, or with the one that it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that no system can have, with a NUL in it
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such path"
        problem = Problem(str(path), 0, f"the file cannot be read ({reason}); check its name and place")
        raise RubricError([problem]) from error
    rubric, problems = read_rubric(data, str(path))
    if rubric is None:
        raise RubricError(problems)
    return rubric


def read_rubric(data: bytes, name: str) -> tuple[Rubric | None, tuple[Problem, ...]]:
    """Return the rubric in ``data`` and no problem, or None and every problem of the file ``name``."""
    problems = ProblemList(name, MOST_PROBLEMS)
    return _rubric(compose(data, problems), problems), problems.found()


def from_canonical(text: str) -> Rubric:
    """Return the rubric that was stored as canonical JSON.

    Raises:
        RubricError: where the text is not a valid rubric.
    """
    problems = ProblemList("stored rubric", MOST_PROBLEMS)
    rubric = _rubric(parse_canonical(text, problems), problems)
    if rubric is None:
        raise RubricError(problems.found())
    return rubric


def read_structure(node: Node, problems: ProblemList) -> Record | None:
    """Return the file's keys and values, checked one by one; this is what the JSON Schema checks too."""
    return RUBRIC.read(node, "the file", problems)


def _rubric(node: Node | None, problems: ProblemList) -> Rubric | None:
    if node is None:
        return None
    record = read_structure(node, problems)
    rubric = _build(record, problems) if record else None
    return None if problems else rubric


def _build(record: Record, problems: ProblemList) -> Rubric:
    known = gather(record, problems)
    root = _section(record, known, ("", ""))
    check_rubric(record, root, problems)
    if "criteria" in record or "sections" in record:
        check_has_criterion(record, root, problems)
    canonical = canonical_json(record)
    return Rubric(
        id=record.text("id"),
        version=record.text("version"),
        title=record.text("title"),
        purpose=cast("Literal['vendor', 'maturity', 'initiative', 'audit']", record.text("purpose")),
        subject=record.text("subject"),
        root=root,
        scales=MappingProxyType(dict(known.scales)),
        sha256=sha256_of(canonical),
        canonical=canonical,
        description=record.text("description"),
        owner=record.text("owner"),
        assessors=build_assessors(record),
        min_coverage=record.number("min_coverage"),
        bands=build_bands(record, problems),
        stages=build_stages(record),
        kpis=build_kpis(record, problems),
        sources=build_sources(record, problems),
        migrations=build_migrations(record, known),
        tags=record.texts("tags"),
        default_scale=known.default,
    )


def _section(record: Record, known: Known, inherited: tuple[str, str]) -> Section:
    """Return a section, or the root; own criteria come before sections, whatever the order of the keys."""
    stated = policies_of(record, inherited)
    criteria = [_criterion(child, known, stated) for child in record.records("criteria")]
    sections = [_section(child, known, stated) for child in record.records("sections")]
    return Section(
        id=record.text("id"),
        title=record.text("title"),
        children=(*criteria, *sections),
        weight=record.number("weight", 1.0),
        aggregate=Aggregate(record.text("aggregate", known.defaults.text("aggregate", "weighted_mean"))),
        also=tuple(Aggregate(name) for name in record.texts("also")),
        round=record.optional_whole("round"),
        gate=build_gate(record.record("gate"), known.problems),
        applies_if=build_condition(record, known),
        description=record.text("description"),
        question=record.text("question"),
        why=record.text("why"),
        moment=record.text("moment"),
        step=record.text("step"),
        owner=record.text("owner"),
        tags=record.texts("tags"),
    )


def _criterion(record: Record, known: Known, inherited: tuple[str, str]) -> Criterion:
    named = record.text("scale", known.default)
    policies = resolved_policies(
        policies_of(record, inherited), known.scale_records.get(named), known.defaults
    )
    return build_criterion(record, known, policies)
