"""From ratings to a `Result`: every score with its parts, gates, flags, stage, bounds and rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxmaturity.domain.agreement import agreement as agreement_of
from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.gates import red_flags
from cxmaturity.domain.numbers import TOLERANCE, Array
from cxmaturity.domain.panel import ANSWERED, DECLARED_NOT_APPLICABLE, LONE, SPLIT, SPREAD, Panel
from cxmaturity.domain.ratings import Rating, as_of
from cxmaturity.domain.results import (
    Agreement,
    CriterionScore,
    Disagreement,
    NodeScore,
    Part,
    Result,
    State,
    Status,
    SubjectResult,
)
from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Section
from cxmaturity.domain.stages import staged
from cxmaturity.domain.standing import Standing, standing, would_rank
from cxmaturity.domain.structure import leaves
from cxmaturity.domain.tally import Tallies, tally
from cxmaturity.domain.tree import weights_in_force

FLAGS: Mapping[int, Disagreement] = {SPLIT: "split", SPREAD: "spread", LONE: "lone"}
UNDEFINED = Agreement(None, None, None, None, None, 0)
ORDER: Mapping[Status, int] = {"ranked": 0, "excluded": 1, "provisional": 2, "unscored": 3, "compared": 4}


def score(
    rubric: Rubric,
    ratings: Iterable[Rating],
    *,
    subjects: Sequence[str] = (),
    cycle: str | None = None,
    round_number: int | None = None,
) -> Result:
    """Score one cycle's ratings, read as of a round (the last by default), agreement included."""
    rows = as_of(ratings, round_number)
    result = score_tallies(rubric, tally(rows, subjects), cycle=cycle, round_number=round_number)
    return replace(result, agreement=agreement(result, rows))


def agreement(result: Result, ratings: Iterable[Rating]) -> Agreement:
    """Return how far assessors agree, over the criteria that apply to each subject in ``result``."""
    applies = {
        criterion.id: {
            s.subject for s in result.subjects if s.criteria[criterion.id].state != "does_not_apply"
        }
        for criterion in result.rubric.criteria()
    }
    return agreement_of(result.rubric, ratings, applies=applies)


def score_tallies(
    rubric: Rubric,
    tallies: Tallies,
    *,
    cycle: str | None = None,
    round_number: int | None = None,
    agreement: Agreement | None = None,
) -> Result:
    """Score counted answers; use this where the store has done the counting."""
    book = _Book.of(rubric, standing(rubric, tallies))
    results = [book.subject(index) for index in range(len(tallies.subjects))]
    return Result(
        rubric=rubric,
        cycle=cycle,
        round=round_number,
        subjects=tuple(sorted(results, key=_place)),
        agreement=agreement or UNDEFINED,
    )


def _place(result: SubjectResult) -> tuple[int, int, float, str]:
    unscored = 1.0 if result.score is None else -result.score
    return ORDER[result.status], result.rank or 0, 0.0 if result.rank else unscored, result.subject


@dataclass(frozen=True, slots=True)
class _Book:
    """A standing, ready to be read subject by subject."""

    rubric: Rubric
    now: Standing
    weights: Mapping[str, dict[str, Array] | None]
    tallies: Mapping[int, dict[float, int]]

    @staticmethod
    def of(rubric: Rubric, now: Standing) -> _Book:
        weights = {_key(rubric, s): weights_in_force(s, now.nodes) for s in rubric.root.sections()}
        return _Book(rubric, now, weights, _counts(now.panel))

    def subject(self, i: int) -> SubjectResult:
        now, root = self.now, self.now.nodes[ROOT]
        criteria = {c.id: self._criterion(row, c, i) for row, c in enumerate(now.panel.criteria)}
        stage = staged(self.rubric, criteria)
        final = _number(now.score[i])
        return SubjectResult(
            subject=now.panel.subjects[i],
            status=self._status(i),
            rank=int(now.rank[i]) or None,
            would_rank=would_rank(self.rubric, now, i) or None,
            score=final,
            uncapped=_number(100 * root.share[i]),
            points=_number(root.points[i]),
            min_points=_number(root.minimum[i]),
            max_points=_number(root.maximum[i]),
            low=_number(now.low[i]),
            high=_number(now.high[i]),
            coverage=_number(root.coverage[i]),
            band=_band(self.rubric, final),
            stage=stage.stage,
            next_stage=stage.next_stage,
            blockers=stage.blockers,
            blockers_needed=stage.needed,
            gates=tuple(gate.trip(i) for gate in now.gates if gate.where[i]),
            red_flags=red_flags(now.panel, now.cells, i),
            nodes=self._nodes(i),
            criteria=criteria,
        )

    def _status(self, i: int) -> Status:
        if self.now.excluded[i]:
            return "excluded"
        if np.isnan(self.now.score[i]):
            return "unscored"
        return "provisional" if self.now.provisional[i] else "ranked"

    def _criterion(self, row: int, criterion: Criterion, i: int) -> CriterionScore:
        panel, node = self.now.panel, self.now.nodes[criterion.id]
        applies = bool(self.now.cells.applies[criterion.id][i])
        value = _number(panel.value[row, i]) if applies else None
        nearest = None if value is None else criterion.scale.nearest_level(value)
        return CriterionScore(
            id=criterion.id,
            title=criterion.title,
            state=_state(int(panel.state[row, i]), applies=applies),
            value=value,
            points=_number(node.points[i]),
            score=_number(100 * node.share[i]),
            n=int(panel.n[row, i]),
            not_applicable=int(panel.not_applicable[row, i]),
            dont_know=int(panel.dont_know[row, i]),
            spread=_number(panel.spread[row, i]),
            flag=FLAGS.get(int(panel.flag[row, i])),
            level=nearest.id if nearest else "",
            tally=self.tallies.get(row * len(panel.subjects) + i, {}),
        )

    def _nodes(self, i: int) -> dict[str, NodeScore]:
        """Return the nodes by id; where a section has the rubric's own id, it names the root."""
        root = self.rubric.root
        below = (s for s in root.sections() if s is not root and s.id != self.rubric.id)
        return {section.id: self._node(section, i) for section in (root, *below)}

    def _node(self, section: Section, i: int) -> NodeScore:
        key = _key(self.rubric, section)
        node = self.now.nodes[key]
        return NodeScore(
            id=section.id,
            title=section.title,
            aggregate=section.aggregate,
            score=_number(100 * node.share[i]),
            points=_number(node.points[i]),
            min_points=_number(node.minimum[i]),
            max_points=_number(node.maximum[i]),
            coverage=_number(node.coverage[i]),
            parts=tuple(self._part(key, child, i) for child in _shown_children(section)),
            also={kind: _number(100 * share[i]) for kind, share in node.also.items()},
            applies=bool(self.now.cells.applies[key][i]),
        )

    def _part(self, key: str, child: Section | Criterion, i: int) -> Part:
        weights, share = self.weights[key], float(self.now.nodes[child.id].share[i])
        weight = None if weights is None else float(weights[child.id][i]) if child.id in weights else 0.0
        counts = not np.isnan(share) and child.weight > 0 and (weight is None or weight > 0)
        return Part(child.id, child.title, weight, _number(100 * share), counts)


def _key(rubric: Rubric, section: Section) -> str:
    return ROOT if section is rubric.root else section.id


def _shown_children(section: Section) -> tuple[Criterion | Section, ...]:
    """Return what a node is made of: its children, or its leaf criteria where it pools them."""
    if section.aggregate is Aggregate.POOLED:
        return tuple(leaves(section, any_weight=True))
    return tuple(c for c in section.children if isinstance(c, Section) or not (c.retired or c.add))


def _state(code: int, *, applies: bool) -> State:
    if not applies:
        return "does_not_apply"
    if code == ANSWERED:
        return "answered"
    return "not_applicable" if code == DECLARED_NOT_APPLICABLE else "unanswered"


def _counts(panel: Panel) -> dict[int, dict[float, int]]:
    counts: dict[int, dict[float, int]] = {}
    rows = zip(panel.cell.tolist(), panel.point.tolist(), panel.people.tolist(), strict=True)
    for cell, point, people in rows:
        own = counts.setdefault(cell, {})
        own[point] = own.get(point, 0) + people
    return counts


def _band(rubric: Rubric, final: float | None) -> str | None:
    reached = [] if final is None else [b for b in rubric.bands if final >= b.minimum - TOLERANCE]
    return max(reached, key=lambda band: band.minimum).id if reached else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
