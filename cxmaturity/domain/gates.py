"""Knock-outs and red flags: what stands outside the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.numbers import Array, Mask, above, compare
from cxmaturity.domain.panel import Panel
from cxmaturity.domain.results import GateTrip, RedFlagRaised
from cxmaturity.domain.rubric import Condition, Criterion, Gate, RedFlag, Rubric, Section
from cxmaturity.domain.tree import Cells, Node


@dataclass(frozen=True, slots=True)
class Tripped:
    """One gate for all subjects: where it tripped, and the values it looked at."""

    node: Section | Criterion
    gate: Gate
    value: Array
    where: Mask

    def trip(self, subject: int) -> GateTrip:
        """Return what one subject's result says about this gate."""
        gate = self.gate
        value = float(self.value[subject])
        return GateTrip(self.node.id, self.node.title, gate.then, value, gate.below, gate.above, gate.cap)


def criterion_gates(rubric: Rubric, cells: Cells) -> list[Tripped]:
    """Return the gates on criteria (raw values); weight 0 does not silence a gate, missing never trips it."""
    return [
        _tripped(
            criterion,
            criterion.gate,
            np.where(cells.applies[criterion.id], cells.value[criterion.id], np.nan),
        )
        for criterion in rubric.criteria()
        if criterion.gate
    ]


def section_gates(rubric: Rubric, nodes: Mapping[str, Node]) -> list[Tripped]:
    """Return the gates on sections (points of the node); a section without any answer never trips."""
    found = [
        (section, section.gate, nodes[ROOT if section is rubric.root else section.id])
        for section in rubric.root.sections()
        if section.gate
    ]
    return [
        _tripped(section, gate, np.where(node.coverage == 0, np.nan, node.points))
        for section, gate, node in found
    ]


def _tripped(node: Section | Criterion, gate: Gate, value: Array) -> Tripped:
    below = above(gate.below, value) if gate.below is not None else np.zeros(value.shape, dtype=bool)
    over = above(value, gate.above) if gate.above is not None else np.zeros(value.shape, dtype=bool)
    return Tripped(node, gate, value, below | over)


def excluded(gates: list[Tripped], shape: tuple[int, ...]) -> Mask:
    """Return where any excluding gate tripped, in this shape."""
    out = np.zeros(shape, dtype=bool)
    for gate in gates:
        if gate.gate.then == "exclude":
            out |= gate.where
    return out


def ceiling(gates: list[Tripped], shape: tuple[int, ...]) -> Array:
    """Return the lowest cap in force, 100 where none is."""
    cap = np.full(shape, 100.0)
    for gate in gates:
        if gate.gate.then == "cap" and gate.gate.cap is not None:
            cap = np.where(gate.where, np.minimum(cap, gate.gate.cap), cap)
    return cap


def red_flags(panel: Panel, cells: Cells, subject: int) -> tuple[RedFlagRaised, ...]:
    """Return the red flags that are up for one subject, in file order."""
    raised = []
    for row, criterion in enumerate(panel.criteria):
        flag = criterion.red_flag
        if flag is None or not cells.applies[criterion.id][subject]:
            continue
        value = _offending(panel, flag, row, subject)
        if value is not None:
            raised.append(RedFlagRaised(criterion.id, criterion.title, flag.severity, flag.say, value))
    return tuple(raised)


def _offending(panel: Panel, flag: RedFlag, row: int, subject: int) -> float | None:
    """Return the combined value that raises the flag, or with ``any`` the most extreme single one."""
    value = panel.value[row, subject]
    if not flag.any_assessor:
        return float(value) if compare(value, flag.when.operator, flag.when.number) else None
    points = panel.point[panel.cell == row * len(panel.subjects) + subject]
    hits = points[compare(points, flag.when.operator, flag.when.number)]
    return _most_extreme(flag.when, hits) if len(hits) else None


def _most_extreme(when: Condition, hits: Array) -> float:
    return float(hits.min() if when.operator in {"<", "<="} else hits.max())
