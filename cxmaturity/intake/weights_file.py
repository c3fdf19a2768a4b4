"""Weights from a CSV file ``id,weight``: they replace the weights of those sections and criteria."""

from __future__ import annotations

from cxmaturity.domain.errors import Problem
from cxmaturity.domain.reading import ProblemList, plain_number, shown
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.structure import weightless
from cxmaturity.intake.csv_file import read_csv
from cxmaturity.intake.tables import MOST_PROBLEMS, RefusedCell, Table, parse_column

COLUMNS = ("id", "weight")
LARGEST = 1e15


def read_weights(data: bytes, name: str, rubric: Rubric) -> tuple[dict[str, float], tuple[Problem, ...]]:
    """Return node id → weight and no problem, or nothing and the problems of the file ``name``.

    Nodes that the file does not name keep their weight. All zero under one node is a problem.
    """
    problems = ProblemList(name, MOST_PROBLEMS)
    table = read_csv(data, COLUMNS, COLUMNS, problems)
    weights = _weights(table, rubric, problems) if table else {}
    if not problems:
        for section in weightless(rubric.with_weights(weights).root):
            problems.add(
                0, f"all weights under {shown(section.id)} are 0; give at least one a weight above 0"
            )
    return ({} if problems else weights), problems.found()


def _weights(table: Table, rubric: Rubric, problems: ProblemList) -> dict[str, float]:
    known = _nodes(rubric)

    def node(cell: str) -> str:
        if cell not in known:
            cure = "; write the id of a section or criterion"
            raise RefusedCell(f"there is no section or criterion {shown(cell)}", cell, known, cure)
        return cell

    ids = parse_column(table, "id", node, "", problems)
    weights: dict[str, float] = {}
    for name, weight, line in zip(
        ids, parse_column(table, "weight", _weight, 0.0, problems), table.lines, strict=True
    ):
        if name and name in weights:
            problems.add(line, f"a second weight for {shown(name)}; keep one")
        weights[name] = weight
    return weights


def _weight(cell: str) -> float:
    number = plain_number(cell)
    if number is None or not 0 <= number <= LARGEST:
        raise RefusedCell(f"the weight {shown(cell)} must be a plain number of 0 or more")
    return number


def _nodes(rubric: Rubric) -> dict[str, None]:
    sections = [section.id for section in rubric.root.sections()][1:]
    return dict.fromkeys([*sections, *(criterion.id for criterion in rubric.criteria())])
