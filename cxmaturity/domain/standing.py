"""Where every subject stands: scores, bounds, gates, status and rank, as arrays over subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxmaturity.domain.applicability import ROOT, applicability
from cxmaturity.domain.gates import Tripped, ceiling, criterion_gates, excluded, section_gates
from cxmaturity.domain.numbers import TOLERANCE, Array, Codes, Mask, competition_ranks
from cxmaturity.domain.panel import UNANSWERED, Panel, combine
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.tree import Cells, Node, Reading, evaluate


@dataclass(frozen=True, slots=True)
class Standing:
    """One scored cycle as arrays, one entry per subject; NaN means none, rank 0 means no rank.

    ``score``, ``low`` and ``high`` are 0–100 after capping gates; ``nodes`` are before.
    """

    panel: Panel
    cells: Cells
    nodes: dict[str, Node]
    gates: tuple[Tripped, ...]
    excluded: Mask
    score: Array
    low: Array
    high: Array
    rank: Codes
    provisional: Mask


def standing(rubric: Rubric, tallies: Tallies) -> Standing:
    """Score every subject at every node.

    An excluded subject keeps its score and has no rank. Its values no longer set the lowest of a
    ``lowest_over_this`` formula.
    """
    panel = combine(rubric, tallies)
    return stand(rubric, panel, cells_of(rubric, panel))


def cells_of(rubric: Rubric, panel: Panel) -> Cells:
    """Return the panel by criterion id, with applicability worked out."""
    value = {criterion.id: panel.value[row] for row, criterion in enumerate(panel.criteria)}
    state = {criterion.id: panel.state[row] for row, criterion in enumerate(panel.criteria)}
    return Cells(value, state, applicability(rubric, value, state))


def stand(rubric: Rubric, panel: Panel, cells: Cells, *, lifted: int | None = None) -> Standing:
    """Return the standing; ``lifted`` is the index of a subject whose own gates are taken away."""
    nodes, gates = gated(rubric, cells, lifted=lifted)
    shape = nodes[ROOT].share.shape
    out, cap = excluded(gates, shape), ceiling(gates, shape)
    score = np.minimum(100 * nodes[ROOT].share, cap)
    low, high = _bounds(rubric, cells, out, cap) if _is_incomplete(rubric, cells) else (score, score)
    provisional = ~np.isnan(score) & ~(np.nan_to_num(nodes[ROOT].coverage) >= rubric.min_coverage - TOLERANCE)
    return Standing(
        panel=panel,
        cells=cells,
        nodes=nodes,
        gates=tuple(gates),
        excluded=out,
        score=score,
        low=np.fmin(low, score),
        high=np.fmax(high, score),
        rank=ranks(score, ~out & ~provisional & ~np.isnan(score)),
        provisional=provisional,
    )


def gated(
    rubric: Rubric, cells: Cells, *, weights: dict[str, Array] | None = None, lifted: int | None = None
) -> tuple[dict[str, Node], list[Tripped]]:
    """Return the nodes and every gate, formulas reading only the subjects that are not excluded.

    Gates that do not hang on a formula are judged first; what they leave in sets the lowest price by which a
    section that holds a formula is judged; what is excluded then no longer sets it either.
    """
    on_criteria = _lifted(criterion_gates(rubric, cells), lifted)
    reading = Reading(excluded=excluded(on_criteria, cells.applies[ROOT].shape), weights=weights)
    nodes = evaluate(rubric, cells, reading)
    shape = nodes[ROOT].share.shape
    with_formula = _sections_with_formula(rubric)
    on_sections = _lifted(section_gates(rubric, nodes), lifted)
    if with_formula and on_sections:
        first = [gate for gate in on_sections if gate.node.id not in with_formula]
        nodes = evaluate(rubric, cells, replace(reading, excluded=excluded([*on_criteria, *first], shape)))
        on_sections = _lifted(section_gates(rubric, nodes), lifted)
        out = excluded([*on_criteria, *on_sections], shape)
        nodes = evaluate(rubric, cells, replace(reading, excluded=out))
    return nodes, [*on_criteria, *on_sections]


def ranks(score: Array, may_rank: Mask) -> Codes:
    """Return competition ranks over the subjects that may have one; 0 for the others."""
    rank = np.zeros(len(score), dtype=np.int64)
    rank[may_rank] = competition_ranks(score[may_rank])
    return rank


def would_rank(rubric: Rubric, standing_now: Standing, subject: int) -> int:
    """Return the subject's rank if only its own gates were lifted; 0 where it would still have none."""
    mine = [gate for gate in standing_now.gates if gate.where[subject] and gate.gate.then != "flag"]
    if not mine:
        return int(standing_now.rank[subject])
    alone = stand(rubric, standing_now.panel, standing_now.cells, lifted=subject)
    return int(alone.rank[subject])


def _is_incomplete(rubric: Rubric, cells: Cells) -> bool:
    asked = [criterion.id for criterion in rubric.criteria()]
    return any(bool(((cells.state[name] == UNANSWERED) & cells.applies[name]).any()) for name in asked)


def _bounds(rubric: Rubric, cells: Cells, out: Mask, cap: Array) -> tuple[Array, Array]:
    worst = evaluate(rubric, cells, Reading(missing="worst", excluded=out))[ROOT].share
    best = evaluate(rubric, cells, Reading(missing="best", excluded=out))[ROOT].share
    return np.minimum(100 * worst, cap), np.minimum(100 * best, cap)


def _lifted(gates: list[Tripped], subject: int | None) -> list[Tripped]:
    if subject is None:
        return gates
    spared = [np.where(np.arange(gate.where.shape[-1]) == subject, False, gate.where) for gate in gates]
    return [replace(gate, where=where) for gate, where in zip(gates, spared, strict=True)]


def _sections_with_formula(rubric: Rubric) -> Sequence[str]:
    return [s.id for s in rubric.root.sections() if any(c.formula for c in s.criteria() if not c.retired)]
