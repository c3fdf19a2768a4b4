"""From scored cycles to a report. What is not in the scope's parts never enters it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cxmaturity.charts.formats import number, percent, signed
from cxmaturity.charts.theme import LIGHT, Tokens
from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, ScoreFlip, SubjectResult, WeightFlip
from cxmaturity.domain.rubric import Criterion, Rubric, Section
from cxmaturity.domain.sharing import PARTS, Part
from cxmaturity.reports import findings
from cxmaturity.reports.exhibits import Cycle, of_progress, of_result
from cxmaturity.reports.model import Brand, Comment, Exhibit, Figure, Provenance, Report, Table

PROVISIONAL = "* provisional: too few answers"


@dataclass(frozen=True, slots=True)
class Said:
    """What is known about a report beside its numbers; ``about`` is the evaluation's title."""

    about: str
    headline: str
    detail: str
    people: int
    made_at: datetime
    last_rated_at: datetime | None = None
    weights: str = "the rubric's"
    comments: tuple[Comment, ...] = ()
    parts: frozenset[Part] = frozenset(PARTS)
    brand: Brand = field(default_factory=Brand)
    tokens: Tokens = LIGHT


@dataclass(frozen=True, slots=True)
class Contest:
    """One scored cycle, the one before it, and what would change who is first."""

    result: Result
    cycle: str
    before: Result | None = None
    cycle_before: str = ""
    weight_flips: tuple[WeightFlip, ...] = ()
    score_flips: tuple[ScoreFlip, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """Several scored cycles, oldest first, and the changes between neighbours; ``labels`` by cycle id."""

    results: tuple[tuple[str, Result], ...]
    changes: tuple[Change, ...]
    labels: dict[str, str]


def result_report(said: Said, contest: Contest) -> Report:
    """Return the report of one cycle."""
    result = contest.result
    shown = Cycle(result, contest.cycle, contest.before, contest.cycle_before)
    exhibits = of_result(shown, said.tokens)
    notes: tuple[str, ...] = ()
    if len(result.subjects) == 1 and not is_too_early(result.rubric, result.subjects[0]):
        notes = findings.blockers(result, result.subjects[0])
    elif len(result.ranked) > 1:
        notes = findings.what_would_change(contest.weight_flips, contest.score_flips)
    return _report(said, result, exhibits, _figures(result, contest, said.people), notes, contest.cycle)


def progress_report(said: Said, course: Course) -> Report:
    """Return the report of several cycles; its questions and counts are the newest cycle's.

    Raises:
        ValueError: there is no cycle with ratings; ask before.
    """
    label, newest = course.results[-1]
    steps = [step for step in course.changes if step.by_criterion]
    last = steps[-1] if steps and len(newest.subjects) == 1 else None
    exhibits = of_progress(course.results, last, course.labels, said.tokens)
    return _report(said, newest, exhibits, _path(course), (), label)


def _report(
    said: Said,
    result: Result,
    exhibits: Iterable[Exhibit],
    figures: tuple[Figure, ...],
    notes: tuple[str, ...],
    cycle: str,
) -> Report:
    has_notes = "notes" in said.parts
    return Report(
        about=said.about,
        title=said.headline.removesuffix(".") if ". " not in said.headline else said.headline,
        detail=said.detail,
        figures=figures,
        warnings=findings.warnings(result),
        exhibits=tuple(exhibit for exhibit in exhibits if exhibit.part in said.parts),
        notes=(*notes, *findings.agreement(result)) if has_notes else (),
        comments=said.comments,
        questions=_questions(result.rubric),
        provenance=_provenance(said, result, cycle),
        brand=said.brand,
    )


def _figures(result: Result, contest: Contest, people: int) -> tuple[Figure, ...]:
    if len(result.subjects) != 1:
        return ()
    subject, rubric = result.subjects[0], result.rubric
    early = is_too_early(rubric, subject)
    found = [Figure("Score of 100", number(subject.score), _moved(subject, contest))]
    if early:
        found = [Figure("Score of 100", f"{number(subject.score)}*", PROVISIONAL)]
    elif subject.stage is not None and rubric.stages is not None:
        found.append(Figure(f"Stage of {max(rubric.stages.require)}", str(subject.stage)))
    found.append(Figure("Answered", percent(subject.coverage), _range(subject)))
    found.append(Figure("People", str(people), "gave answers"))
    return tuple(found)


def _moved(subject: SubjectResult, contest: Contest) -> str:
    then = contest.before.subject(subject.subject) if contest.before else None
    if contest.before is None or then is None or then.score is None or subject.score is None:
        return ""
    if is_too_early(contest.before.rubric, then):
        return ""
    return f"{signed(subject.score - then.score)} since {contest.cycle_before}"


def _range(subject: SubjectResult) -> str:
    if subject.low is None or subject.high is None or subject.high - subject.low < 0.5:
        return ""
    return f"{number(subject.low)} to {number(subject.high)} possible"


def _path(course: Course) -> tuple[Figure, ...]:
    if len(course.results[-1][1].subjects) != 1:
        return ()
    name = course.results[-1][1].subjects[0].subject
    return tuple(_point(label, result, result.subject(name)) for label, result in course.results[-4:])


def _point(label: str, result: Result, subject: SubjectResult | None) -> Figure:
    if subject is not None and is_too_early(result.rubric, subject):
        return Figure(label, f"{number(subject.score)}*", PROVISIONAL)
    return Figure(label, number(subject.score if subject else None), "score of 100")


def _provenance(said: Said, result: Result, cycle: str) -> Provenance:
    rubric = result.rubric
    cells = [cell for subject in result.subjects for cell in subject.criteria.values()]
    asked = [cell for cell in cells if cell.state != "does_not_apply"]
    return Provenance(
        rubric=rubric.title,
        version=rubric.version,
        sha256=rubric.sha256,
        cycle=cycle,
        round="each person's latest answer" if result.round is None else f"round {result.round}",
        people=said.people,
        rated=sum(cell.n > 0 for cell in asked),
        asked=len(asked),
        weights=said.weights,
        last_rated_at=said.last_rated_at,
        made_at=said.made_at,
    )


def _questions(rubric: Rubric) -> Table:
    """Return what was asked, with the weight that each criterion has in the whole."""
    rows = [
        (section, criterion.title, criterion.question or criterion.title, 100 * share)
        for section, criterion, share in _leaves(rubric.root, 1.0)
    ]
    return Table(
        "What was asked, and how it counts", ("Section", "Criterion", "Question", "Weight, %"), tuple(rows)
    )


def _leaves(node: Section, share: float) -> Sequence[tuple[str, Criterion, float]]:
    asked = [c for c in node.children if isinstance(c, Section) or not c.retired]
    whole = sum(child.weight for child in asked if isinstance(child, Section) or not child.add)
    found: list[tuple[str, Criterion, float]] = []
    for child in asked:
        part = share * child.weight / whole if whole else 0.0
        found += _leaves(child, part) if isinstance(child, Section) else [(node.title, child, part)]
    return found
