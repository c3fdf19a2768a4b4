"""The slow scorer's standing: gates, bounds, status, ranks, stages, bands and red flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
import math

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Criterion, Gate, Rubric, Section
from tests.domain.oracle import (
    NEARLY,
    OPERATORS,
    Book,
    Figures,
    applies,
    book_of,
    figures,
    is_asked,
    known_value,
)
from tests.domain.oracle_panel import exact

Trip = tuple[str, Gate, Fraction]


@dataclass
class Subject:
    """What the contract says about one subject; scores are 0–100."""

    status: str
    rank: int | None
    would_rank: int | None
    score: Fraction | None
    uncapped: Fraction | None
    root: Figures
    low: Fraction | None
    high: Fraction | None
    band: str | None
    stage: int | None
    blockers: list[str]
    blockers_needed: int
    gates: list[tuple[str, str, Fraction]]
    red_flags: list[tuple[str, Fraction]]


@dataclass
class Race:
    """Scores and ranks of all subjects at once."""

    book: Book
    trips: dict[str, list[Trip]]
    roots: dict[str, Figures]
    score: dict[str, Fraction | None]
    status: dict[str, str]
    rank: dict[str, int | None]


def expected(rubric: Rubric, ratings: Sequence[Rating]) -> tuple[Book, dict[str, Subject]]:
    """Return the final reading (for the nodes) and every subject's figures."""
    start = book_of(rubric, ratings)
    now = race(start, spared=None)
    return now.book, {s: subject_of(start, now, s) for s in start.subjects}


def race(start: Book, spared: str | None) -> Race:
    book, trips = gated(start, spared)
    roots = {s: figures(book, book.rubric.root, s) for s in book.subjects}
    score = {s: capped(times_100(roots[s].share), trips[s]) for s in book.subjects}
    status = {s: status_of(book.rubric, score[s], roots[s], trips[s]) for s in book.subjects}
    in_race = {s: value for s, value in score.items() if status[s] == "ranked" and value is not None}
    rank = {s: 1 + sum(v > mine + NEARLY for v in in_race.values()) for s, mine in in_race.items()}
    return Race(book, trips, roots, score, status, {s: rank.get(s) for s in book.subjects})


def subject_of(start: Book, now: Race, name: str) -> Subject:
    book, trips = now.book, now.trips[name]
    low, high = (bound(now, name, missing) for missing in ("worst", "best"))
    score = now.score[name]
    # a rounded sum may miss its own bounds by the rounding: the bounds give way
    low = low if low is None or score is None else min(low, score)
    high = high if high is None or score is None else max(high, score)
    stage, blockers, needed = stage_of(book, name)
    return Subject(
        status=now.status[name],
        rank=now.rank[name],
        would_rank=race(start, spared=name).rank[name] if trips else now.rank[name],
        score=score,
        uncapped=times_100(now.roots[name].share),
        root=now.roots[name],
        low=low,
        high=high,
        band=band_of(book.rubric, score),
        stage=stage,
        blockers=blockers,
        blockers_needed=needed,
        gates=[(node, gate.then, value) for node, gate, value in trips],
        red_flags=red_flags(book, name),
    )


def bound(now: Race, name: str, missing: str) -> Fraction | None:
    read = now.book.read("worst" if missing == "worst" else "best", now.book.excluded)
    return capped(times_100(figures(read, read.rubric.root, name).share), now.trips[name])


def times_100(share: Fraction | None) -> Fraction | None:
    return None if share is None else 100 * share


def capped(score: Fraction | None, trips: list[Trip]) -> Fraction | None:
    caps = [exact(gate.cap) for _, gate, _ in trips if gate.then == "cap" and gate.cap is not None]
    return None if score is None else min([score, *caps])


def status_of(rubric: Rubric, score: Fraction | None, root: Figures, trips: list[Trip]) -> str:
    if any(gate.then == "exclude" for _, gate, _ in trips):
        return "excluded"
    if score is None:
        return "unscored"
    # nothing left to answer (all not applicable) is read as a coverage of 0
    return "provisional" if (root.coverage or 0) < exact(rubric.min_coverage) else "ranked"


# gates


def gated(start: Book, spared: str | None) -> tuple[Book, dict[str, list[Trip]]]:
    """Criteria first, then sections without a formula, then those that hold one; each knows who is out."""
    subjects = [s for s in start.subjects if s != spared]
    trips: dict[str, list[Trip]] = {s: [] for s in start.subjects}
    sections = list(start.rubric.root.sections())
    plain = [s for s in sections if not has_formula(s)]
    book = start
    criteria = [c for c in start.rubric.root.criteria() if not c.retired]
    for nodes in (criteria, plain, [s for s in sections if has_formula(s)]):
        found = {s: [t for n in nodes for t in trip(book, n, s)] for s in subjects}
        for subject, new in found.items():
            trips[subject] += new
        out = frozenset(s for s in subjects if any(g.then == "exclude" for _, g, _ in trips[s]))
        book = start.read("as scored", out)
    return book, trips


def has_formula(section: Section) -> bool:
    return any(c.formula for c in section.criteria() if not c.retired)


def trip(book: Book, node: Criterion | Section, subject: str) -> list[Trip]:
    gate = node.gate
    if gate is None:
        return []
    if isinstance(node, Criterion):
        value = known_value(book, node, subject)
    else:
        found = figures(book, node, subject)
        value = None if found.coverage == 0 else found.points  # a section without an answer is unanswered
    if value is None:
        return []
    under = gate.below is not None and value < exact(gate.below) - NEARLY
    over = gate.above is not None and value > exact(gate.above) + NEARLY
    return [(node.id, gate, value)] if under or over else []


# outside the sum


def band_of(rubric: Rubric, score: Fraction | None) -> str | None:
    reached = [b for b in rubric.bands if score is not None and score >= exact(b.minimum) - NEARLY]
    return max(reached, key=lambda b: b.minimum).id if reached else None


def red_flags(book: Book, subject: str) -> list[tuple[str, Fraction]]:
    raised = []
    for c in (c for c in book.rubric.root.criteria() if c.red_flag and not c.retired):
        flag, value = c.red_flag, known_value(book, c, subject)
        if flag is None or not applies(book, c, subject):
            continue
        looked_at = book.cells[c.id, subject].said if flag.any_assessor else [value]
        up = [
            v
            for v in looked_at
            if v is not None and OPERATORS[flag.when.operator](v, exact(flag.when.number))
        ]
        if up:
            # of several single answers the most extreme is named
            raised.append((c.id, min(up) if flag.when.operator in {"<", "<="} else max(up)))
    return raised


# stages


def stage_of(book: Book, subject: str) -> tuple[int | None, list[str], int]:
    stages = book.rubric.stages
    if stages is None:
        return None, [], 0
    asked = [
        c for c in book.rubric.root.criteria() if c.stage and not c.retired and is_asked(book, c, subject)
    ]
    failing = [c for c in asked if not passes(book, c, subject)]

    def short(stage: int) -> int:
        """How many more must pass so that every requirement of this stage is met, by stage of criterion."""
        total = 0
        for t in {t for s, need in stages.require.items() if s <= stage for t in need}:
            share = max(exact(need[t]) for s, need in stages.require.items() if s <= stage and t in need)
            of_t = [c for c in asked if c.stage == t]
            passed = [c for c in of_t if c not in failing]
            total += max(0, math.ceil(share * len(of_t)) - len(passed))
        return total

    reached = 0
    for stage in sorted(stages.require):
        if short(stage):
            in_the_way = [c for c in failing if (c.stage or 0) <= stage]
            in_the_way.sort(key=lambda c: (c.effort, points_missing(book, c, subject)))
            return reached, [c.id for c in in_the_way], short(stage)
        reached = stage
    return reached, [], 0


def passes(book: Book, criterion: Criterion, subject: str) -> bool:
    return (
        points_missing(book, criterion, subject) <= NEARLY
        and book.cells[criterion.id, subject].state == "answered"
    )


def points_missing(book: Book, criterion: Criterion, subject: str) -> Fraction:
    """An unanswered criterion starts from its lowest points."""
    stages, points = book.rubric.stages, figures(book, criterion, subject).points
    if points is None or book.cells[criterion.id, subject].state != "answered":
        points = exact(criterion.scale.minimum)
    return exact(stages.pass_level) - points if stages else Fraction(0)
