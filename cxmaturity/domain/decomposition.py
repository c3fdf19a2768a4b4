"""Where a change of the score comes from: which criteria, and whether answers moved it or the rubric did.

A changed question, weight or scale is never progress: what it moves is told apart from what answers moved.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.domain.calendar import same_time_last_year
from cxmaturity.domain.comparison import is_same, overlap_along, succession
from cxmaturity.domain.likeforlike import RatedCycle, Scores, restricted, scores_of, under
from cxmaturity.domain.progress import contributions
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.tally import Tallies

REST = "_rest"  # what no single question explains: weights, structure, answers that one cycle lacks
ANSWERS = "_answers"

Walk = list[tuple[str, Scores]]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A change of the score and where it comes from; all in score points.

    ``change`` = ``rating_change`` + ``rubric_change``; the first is the sum of ``by_rating``, the second of
    ``by_rubric``: new, retired and changed criteria by id, and `REST`. ``overlap`` is in percent.
    """

    subject: str
    from_cycle: str
    to_cycle: str
    change: float
    by_rating: Mapping[str, float]
    by_rubric: Mapping[str, float]
    overlap: float
    is_break: bool

    @property
    def rating_change(self) -> float:
        """Return what answers moved, like for like."""
        return sum(self.by_rating.values())

    @property
    def rubric_change(self) -> float:
        """Return what the change of the rubric moved; never progress."""
        return sum(self.by_rubric.values())


@dataclass(frozen=True, slots=True)
class LookBack:
    """The newest cycle against the one before and against the same time a year before."""

    since_before: Decomposition | None
    since_last_year: Decomposition | None


@dataclass(frozen=True, slots=True)
class _Bridge:
    """Two cycles on common ground.

    ``names``: old id → new id; ``rubric``: the later one's common part; ``moved``: the earlier tallies on it.
    """

    before: RatedCycle
    after: RatedCycle
    names: Mapping[str, str]
    rubric: Rubric
    moved: Tallies


def decompositions(
    before: RatedCycle, after: RatedCycle, between: Iterable[Rubric] = ()
) -> dict[str, Decomposition]:
    """Return the change of every subject with a firm score in both cycles; the parts add up to it exactly.

    ``between`` are the versions in use between the two, oldest first: a criterion compares only if it meant
    the same in all of them.

    The way from one score to the other is walked in steps. The earlier cycle loses, one by one, what the
    later rubric does not ask alike; its weights become the later ones (`REST`); its answers become the later
    ones (``by_rating``, see `progress.contributions`); the later cycle gains its own questions, one by one.
    The order of the questions matters a little, so file order and its reverse are averaged.
    """
    versions = [before.rubric, *between, after.rubric]
    is_one = all(is_same(version, after.rubric) for version in versions)
    bridge = _bridge(before, after, succession(versions), is_one=is_one)
    walks = [] if is_one else [_walk(bridge, turn) for turn in (1, -1)]
    common = frozenset(bridge.names.values())
    shared = [s.subject for s in after.result.subjects if _compares(before, after, s.subject)]
    brought = contributions(bridge.rubric, bridge.moved, after.tallies, shared)
    overlap = 100.0 if is_one else overlap_along(versions)
    found = {}
    for name in shared:
        by_rubric, is_alike = _parts(walks, name) if walks else ({}, True)
        found[name] = Decomposition(
            subject=name,
            from_cycle=before.label,
            to_cycle=after.label,
            change=(after.score(name) or 0.0) - (before.score(name) or 0.0),
            by_rating=_moving(brought[name], common) if is_alike else {},
            by_rubric=by_rubric,
            overlap=overlap,
            is_break=not is_one,
        )
    return found


def look_back(cycles: Sequence[RatedCycle], subject: str) -> LookBack:
    """Return the newest cycle's change since the one before and since the same time a year before."""
    newest, earlier = cycles[-1], cycles[:-1]
    if not earlier:
        return LookBack(None, None)
    place = _a_year_before(newest, earlier)
    year = None if place is None else _since(earlier[place], newest, earlier[place + 1 :], subject)
    return LookBack(_since(earlier[-1], newest, (), subject), year)


def _since(
    before: RatedCycle, after: RatedCycle, between: Sequence[RatedCycle], subject: str
) -> Decomposition | None:
    return decompositions(before, after, [cycle.rubric for cycle in between]).get(subject)


def _a_year_before(newest: RatedCycle, earlier: Sequence[RatedCycle]) -> int | None:
    periods = [cycle.period for cycle in earlier if cycle.period is not None]
    found = None if newest.period is None else same_time_last_year(periods, newest.period)
    return next((i for i, cycle in enumerate(earlier) if found and cycle.period == found), None)


def _compares(before: RatedCycle, after: RatedCycle, subject: str) -> bool:
    return before.is_firm(subject) and after.is_firm(subject)


def _bridge(before: RatedCycle, after: RatedCycle, names: Mapping[str, str], *, is_one: bool) -> _Bridge:
    if is_one:
        return _Bridge(before, after, names, after.rubric, before.tallies)
    common = frozenset(names.values())
    return _Bridge(before, after, names, restricted(after.rubric, common), under(before.tallies, names))


def _walk(bridge: _Bridge, turn: int) -> Walk:
    """Return the score of every subject after each step; ``turn`` −1 takes the questions in reverse."""
    before, after, common = bridge.before, bridge.after, set(bridge.names.values())
    gone = [c.id for c in before.rubric.criteria() if c.id not in bridge.names][::turn]
    own = [c.id for c in after.rubric.criteria() if c.id not in common][::turn]
    walk: Walk = [("", scores_of(before.rubric, before.tallies))]
    for i, name in enumerate(gone, start=1):
        walk.append((name, scores_of(restricted(before.rubric, {*bridge.names, *gone[i:]}), before.tallies)))
    walk.append((REST, scores_of(bridge.rubric, bridge.moved)))
    walk.append((ANSWERS, scores_of(bridge.rubric, after.tallies)))
    for i, name in enumerate(own, start=1):
        walk.append((name, scores_of(restricted(after.rubric, {*common, *own[:i]}), after.tallies)))
    return walk


def _parts(walks: Sequence[Walk], subject: str) -> tuple[dict[str, float], bool]:
    """Return what the rubric moved, by label, and whether the answers compare at all.

    A step that leaves nothing to score moves nothing; the next one that scores takes up from there.
    """
    found: dict[str, float] = {}
    for walk in walks:
        reached = walk[0][1][subject]
        for label, scores in walk[1:]:
            score = scores.get(subject)
            if score is not None and reached is not None:
                found[label] = found.get(label, 0.0) + (score - reached) / len(walks)
                reached = score
    ends = [scores.get(subject) for label, scores in walks[0] if label in {REST, ANSWERS}]
    is_alike = None not in ends
    answers = found.pop(ANSWERS, 0.0)
    if not is_alike:
        found[REST] = found.get(REST, 0.0) + answers
    return {label: part for label, part in found.items() if part != 0.0}, is_alike


def _moving(brought: Mapping[str, float], criteria: Container[str]) -> dict[str, float]:
    """Return the parts of the common criteria, and of any other that a condition reads."""
    return {name: part for name, part in brought.items() if name in criteria or part != 0.0}
