"""How groups of respondents see the same thing: n, participation, scores, and the gap between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cxmaturity.domain.confirmation import Origin, TracedRating, counting
from cxmaturity.domain.ladder import climbed
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.suppression import MINIMUM, hidden_cells
from cxmaturity.domain.tally import tally

Dimension = Literal["group", "function"]
Cell = tuple[Dimension, str]
Shown = Callable[[frozenset[str]], list[Rating]]
GROUPS = ("executive", "manager", "front line")


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who was asked; ``group`` and ``function`` may be the organisation's own words."""

    id: str
    group: str
    function: str = ""

    def place(self, dimension: Dimension) -> str:
        """Return the group or the function; empty where there is none."""
        return self.group if dimension == "group" else self.function


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group or function about one subject.

    ``n`` of ``invited`` answered anything, ``finished`` of them all that is asked; ``given`` counts their
    answers, out of ``asked``. These may always be seen, they say nothing about what was answered.
    ``result`` is scored from visible criteria only, so that its totals give away no hidden one; None where
    all are hidden. ``hidden`` are the criteria that stay unseen.
    """

    dimension: Dimension
    name: str
    n: int
    invited: int
    result: SubjectResult | None
    hidden: frozenset[str]
    finished: int = 0
    given: int = 0
    asked: int = 0

    @property
    def participation(self) -> float | None:
        """Return the share (0–1) of the invited who answered anything."""
        return self.n / self.invited if self.invited else None

    @property
    def answered(self) -> float | None:
        """Return the share (0–1) of the answers asked for that are there."""
        return self.given / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class PerceptionGap:
    """One criterion, or the whole (by the rubric's id), as two groups see it, in score points."""

    id: str
    title: str
    one: float
    other: float

    @property
    def gap(self) -> float:
        """Return how much better the first group sees it."""
        return self.one - self.other


@dataclass(frozen=True, slots=True)
class Beside:
    """A consensus value beside the individual ones; ``levels`` is how far above their mean it lies."""

    criterion: str
    title: str
    consensus: float
    individuals: float
    n: int
    levels: float


def missing(respondents: Iterable[Respondent], ratings: Iterable[Rating]) -> tuple[Respondent, ...]:
    """Return who was asked and has not answered anything yet."""
    heard = {rating.assessor for rating in ratings if rating.answer is not Answer.UNANSWERED}
    return tuple(person for person in respondents if person.id not in heard)


def group_views(
    rubric: Rubric,
    ratings: Sequence[Rating],
    respondents: Sequence[Respondent],
    subject: str,
    minimum: int = MINIMUM,
    shown: Shown | None = None,
) -> tuple[GroupView, ...]:
    """Return every group and every function of the respondents, in the order they were first named.

    A criterion of a group is hidden where fewer than ``minimum`` of it answered, and where what is shown
    besides (the whole, other groups, functions) would give such a figure away. ``shown`` has, by people, the
    answers that their figures rest on (see `releases`); all of theirs where it is not given.
    """
    rows = [r for r in ratings if r.subject == subject and r.answer is not Answer.UNANSWERED]
    cells = _cells(respondents)
    rests_on = {
        key: [r for r in rows if r.assessor in people] if shown is None else shown(people)
        for key, people in cells.items()
    }
    hidden = _hidden(rubric, rows, rests_on, minimum)
    return tuple(
        _view(
            rubric,
            (key, people, Counter(r.assessor for r in rows if r.assessor in people)),
            subject,
            rests_on[key],
            frozenset(c for c, where in hidden.items() if key in where),
        )
        for key, people in cells.items()
    )


def perception_gaps(rubric: Rubric, one: GroupView, other: GroupView) -> tuple[PerceptionGap, ...]:
    """Return where two groups differ, the whole first, then by size; only what both show.

    The whole is left out where the two show different criteria: it would compare different questions.
    """
    if one.result is None or other.result is None:
        return ()
    pairs = [
        (c.id, c.title, one.result.criteria[c.id].score, other.result.criteria[c.id].score)
        for c in rubric.criteria()
        if c.id not in one.hidden | other.hidden
    ]
    gaps = [PerceptionGap(i, title, a, b) for i, title, a, b in pairs if a is not None and b is not None]
    gaps.sort(key=lambda gap: -abs(gap.gap))
    totals = one.result.score, other.result.score
    if one.hidden == other.hidden and totals[0] is not None and totals[1] is not None:
        return PerceptionGap(rubric.id, rubric.title, totals[0], totals[1]), *gaps
    return tuple(gaps)


def beside_consensus(rubric: Rubric, answers: Sequence[TracedRating], subject: str) -> tuple[Beside, ...]:
    """Return each consensus value with the individual ones, in file order; both are kept and shown."""
    settled = {
        a.rating.criterion: a.rating.value
        for a in answers
        if a.origin is Origin.CONSENSUS and a.rating.subject == subject
    }
    own = [r for r in counting(answers) if r.subject == subject]
    result = score_tallies(rubric, tally(own, [subject])).subject(subject)
    found = []
    for criterion in rubric.criteria():
        value = settled.get(criterion.id)
        score = result.criteria[criterion.id] if result else None
        if value is not None and score is not None and score.value is not None:
            levels = climbed(criterion, score.value, value)
            found.append(Beside(criterion.id, criterion.title, value, score.value, score.n, levels))
    return tuple(found)


def _cells(respondents: Sequence[Respondent]) -> dict[Cell, frozenset[str]]:
    dimensions: tuple[Dimension, ...] = ("group", "function")
    keys = dict.fromkeys((d, p.place(d)) for d in dimensions for p in respondents if p.place(d))
    return {(d, name): frozenset(p.id for p in respondents if p.place(d) == name) for d, name in keys}


def _hidden(
    rubric: Rubric,
    rows: Sequence[Rating],
    rests_on: Mapping[Cell, Sequence[Rating]],
    minimum: int,
) -> dict[str, set[Cell]]:
    """Return, by criterion, the cells that stay unseen, those that rest on nobody's answer included.

    People whose blanks count as the worst level (``missing: zero``) are behind every criterion's figure.
    """
    named = {"/".join(key): key for key in rests_on}
    everybody = _behind(rubric, rows)
    each = {name: _behind(rubric, rests_on[key]) for name, key in named.items()}
    found = {}
    for criterion in rubric.criteria():
        behind = everybody(criterion.id)
        people = {name: of(criterion.id) for name, of in each.items()}
        alone = behind.difference(*people.values())  # answered, but no group that shows rests on it
        unseen = hidden_cells({**people, "": alone}, minimum)
        found[criterion.id] = {key for name, key in named.items() if name in unseen or not people[name]}
    return found


def _behind(rubric: Rubric, rows: Sequence[Rating]) -> Callable[[str], frozenset[str]]:
    """Return a way to ask who is behind the figure of a criterion."""
    everybody = frozenset(r.assessor for r in rows)
    levels: dict[str, set[str]] = {}
    for row in rows:
        if row.answer is Answer.LEVEL:
            levels.setdefault(row.criterion, set()).add(row.assessor)
    is_zero = rubric.assessors.missing == "zero"
    return lambda criterion: everybody if is_zero else frozenset(levels.get(criterion, ()))


def _view(
    rubric: Rubric,
    who: tuple[Cell, frozenset[str], Mapping[str, int]],
    subject: str,
    rests_on: Sequence[Rating],
    hidden: frozenset[str],
) -> GroupView:
    (dimension, name), people, given = who
    asked = len(rubric.criteria())
    seen = [r for r in rests_on if r.criterion not in hidden]
    result = score_tallies(rubric, tally(seen)).subject(subject) if seen else None
    return GroupView(
        dimension,
        name,
        len(given),
        len(people),
        result,
        hidden,
        finished=sum(count >= asked for count in given.values()),
        given=sum(given.values()),
        asked=asked * len(people),
    )
