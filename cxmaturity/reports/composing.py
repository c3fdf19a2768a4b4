"""From scored cycles to a report. What is not in the scope's parts never enters it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cxmaturity.charts.formats import digits_apart, number, percent, signed
from cxmaturity.charts.theme import LIGHT, Tokens
from cxmaturity.charts.words import standing
from cxmaturity.domain.comparison import is_same
from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, ScoreFlip, SubjectResult, WeightFlip
from cxmaturity.domain.rubric import Criterion, Rubric, Section
from cxmaturity.domain.sharing import PARTS, Part
from cxmaturity.reports import findings
from cxmaturity.reports.exhibits import Cycle, of_progress, of_result
from cxmaturity.reports.model import Aside, Brand, Comment, Exhibit, Figure, Provenance, Report, Table

PROVISIONAL = "* provisional: too few answers"


@dataclass(frozen=True, slots=True)
class Said:
    """What is known about a report beside its numbers; ``about`` is the evaluation's title.

    ``rounds`` is the number of the last round that holds an answer. ``answers`` are how many are in and how
    many were asked for, where that is known of each person; otherwise scores are counted.
    """

    about: str
    headline: str
    detail: str
    people: int
    made_at: datetime
    last_rated_at: datetime | None = None
    weights: str = "the rubric's"
    rounds: int = 1
    answers: tuple[int, int] | None = None
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
    contest = _compared(contest)
    result = contest.result
    shown = Cycle(result, contest.cycle, contest.before, contest.cycle_before)
    exhibits = of_result(shown, said.tokens)
    notes: tuple[str, ...] = ()
    if len(result.subjects) == 1 and not is_too_early(result.rubric, result.subjects[0]):
        notes = findings.blockers(result, result.subjects[0])
    elif len(result.ranked) > 1:
        notes = findings.what_would_change(contest.weight_flips, contest.score_flips)
    figures = figures_of(result, contest, said.people)
    return composed(said, result, Shown(exhibits, figures, notes=notes), contest.cycle)


def progress_report(said: Said, course: Course) -> Report:
    """Return the report of several cycles; its questions and counts are the newest cycle's.

    Raises:
        ValueError: there is no cycle with ratings; ask before.
    """
    label, newest = course.results[-1]
    steps = [step for step in course.changes if step.by_criterion]
    is_last = bool(steps) and course.labels.get(steps[-1].to_cycle, steps[-1].to_cycle) == label
    last = steps[-1] if is_last and len(newest.subjects) == 1 else None
    exhibits = of_progress(course.results, last, course.labels, said.tokens)
    return composed(said, newest, Shown(exhibits, _path(course)), label)


def _compared(contest: Contest) -> Contest:
    """Return the contest without the cycle before where the rubric is another: new questions move nothing."""
    before = contest.before
    if before is None or is_same(before.rubric, contest.result.rubric):
        return contest
    return replace(contest, before=None, cycle_before="")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one kind of report adds to what all have."""

    exhibits: Iterable[Exhibit]
    figures: tuple[Figure, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asides: Iterable[Aside] = ()


def composed(said: Said, result: Result, shown: Shown, cycle: str) -> Report:
    """Return a report without what the scope's parts leave out.

    Without its finding a report is headed with what it is about.
    """
    has = said.parts
    title, detail = (said.headline, said.detail) if "finding" in has else (said.about, "")
    return Report(
        about=said.about if "finding" in has else "",
        title=title.removesuffix(".") if ". " not in title else title,
        detail=detail,
        figures=shown.figures if "finding" in has else (),
        warnings=(*findings.warnings(result), *shown.warnings) if "warnings" in has else (),
        exhibits=tuple(exhibit for exhibit in shown.exhibits if exhibit.part in has),
        notes=(*shown.notes, *findings.agreement(result)) if "notes" in has else (),
        comments=said.comments,
        questions=_questions(result.rubric) if "questions" in has else None,
        provenance=_provenance(said, result, cycle),
        brand=said.brand,
        asides=tuple(aside for aside in shown.asides if aside.part in has and aside.table.rows),
    )


def figures_of(result: Result, contest: Contest, people: int) -> tuple[Figure, ...]:
    """Return the numbers of a report: about one subject how it stands, about several who is in front."""
    if len(result.subjects) != 1:
        return tuple(_fronts(result, people))
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


def _fronts(result: Result, people: int) -> Iterator[Figure]:
    """Yield the first two of a contest with their scores and how sure their places are, then the people."""
    front = result.ranked[:2]
    digits = digits_apart(subject.score for subject in front)
    for subject in front:
        early = is_too_early(result.rubric, subject)
        score = number(subject.score, digits) + ("*" if early else "")
        beside = PROVISIONAL if early else f"of 100 · {standing(subject, result.robustness)}"
        yield Figure(subject.subject, score, beside)
    if front:
        yield Figure("People", str(people), "gave answers")


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
    rated, every = said.answers or (sum(cell.n > 0 for cell in asked), len(asked))
    return Provenance(
        rubric=rubric.title,
        version=rubric.version,
        sha256=rubric.sha256,
        cycle=cycle,
        round=_counted(said.rounds),
        people=said.people,
        rated=rated,
        asked=every,
        counts="answers" if said.answers else "scores",
        weights=said.weights,
        last_rated_at=said.last_rated_at,
        made_at=said.made_at,
    )


def _counted(rounds: int) -> str:
    """Return which answers were counted: a round is read as of it, so earlier answers stand."""
    return f"each person's latest answer, {f'as of round {rounds}' if rounds > 1 else 'in one round'}"


def _questions(rubric: Rubric) -> Table:
    """Return what was asked, with the weight that each criterion has in the whole."""
    rows = [
        (section, criterion.title, criterion.question or criterion.title, 100 * share)
        for section, criterion, share in _leaves(rubric.root, 1.0)
    ]
    columns = ("Section", "Criterion", "Question", "Weight, %")
    return Table("What was asked, and how it counts", columns, tuple(rows), as_typed=True)


def _leaves(node: Section, share: float) -> Sequence[tuple[str, Criterion, float]]:
    asked = [c for c in node.children if isinstance(c, Section) or not c.retired]
    whole = sum(child.weight for child in asked if isinstance(child, Section) or not child.add)
    found: list[tuple[str, Criterion, float]] = []
    for child in asked:
        part = share * child.weight / whole if whole else 0.0
        found += _leaves(child, part) if isinstance(child, Section) else [(node.title, child, part)]
    return found
