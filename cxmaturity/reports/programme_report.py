"""The report of a programme: maturity and stage, what holds it back, plan, KPIs, and how it ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cxmaturity.charts.formats import counted, listed, number, percent, signed
from cxmaturity.charts.profile import Row, profile
from cxmaturity.charts.run import differs, run
from cxmaturity.domain.alarm_rules import Alarm
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.kpis import KPIGoal, KPIReading
from cxmaturity.domain.ladder import level_text
from cxmaturity.domain.lift import PlanAccuracy
from cxmaturity.domain.likeforlike import TrendPoint
from cxmaturity.domain.loop import Momentum
from cxmaturity.domain.planning import Action, Goal
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import KPI, Criterion
from cxmaturity.domain.targets import Gap
from cxmaturity.reports.composing import PROVISIONAL, Said, Shown, composed
from cxmaturity.reports.exhibits import bars_of, exhibit, lines_over
from cxmaturity.reports.footing import day
from cxmaturity.reports.model import Aside, Exhibit, Figure, Native, Report, Series, Table

MOST_CAUSES = 3


@dataclass(frozen=True, slots=True)
class ActionPlanned:
    """One action; ``owner`` is a name, empty where people are not named."""

    action: Action
    owner: str = ""


@dataclass(frozen=True, slots=True)
class KPIMeasured:
    """One KPI with where it started, is to get to, and stands; ``way`` is the share of the way gone."""

    kpi: KPI
    goal: KPIGoal | None
    actual: KPIReading | None
    way: float | None


@dataclass(frozen=True, slots=True)
class ProgrammeStand:
    """How one subject of a programme stands.

    ``result`` is the newest rated cycle's, of this subject alone; ``cycle`` its name. ``answers`` are those
    of the running cycle, ``confirmed`` of them count. ``unsupported`` claims have no evidence.
    """

    cycle: str
    result: Result
    evidenced: float | None
    unsupported: int
    change: Decomposition | None
    momentum: Momentum
    answers: int
    confirmed: int
    sections: tuple[Row, ...]
    trend: tuple[TrendPoint, ...]
    alarms: tuple[Alarm, ...]
    gaps: tuple[Gap, ...]
    goals: tuple[Goal, ...]
    actions: tuple[ActionPlanned, ...]
    accuracy: PlanAccuracy | None
    kpis: tuple[KPIMeasured, ...]

    @property
    def subject(self) -> SubjectResult:
        """Return the subject's result."""
        return self.result.subjects[0]


def programme_report(said: Said, stand: ProgrammeStand) -> Report:
    """Return the report of a programme as it stands; the trend is like for like across versions."""
    asides = [*_blockers(stand), *_targets(stand), *_actions(stand), *_kpis(stand)]
    alarms = tuple(map(_alarm, stand.alarms))
    shown = Shown(tuple(_exhibits(said, stand)), _figures(stand), alarms, tuple(_notes(stand)), asides)
    return composed(said, stand.result, shown, stand.cycle)


def _exhibits(said: Said, stand: ProgrammeStand) -> Iterator[Exhibit]:
    before = stand.change.from_cycle if stand.change else ""
    if len(stand.sections) > 1:
        picture = profile(stand.sections, said.tokens, stand.cycle, before)
        yield exhibit("standing", picture, bars_of(stand.sections, stand.cycle, before))
    if len(stand.trend) > 1:
        cycles = [point.label for point in stand.trend]
        breaks = [place for place, point in enumerate(stand.trend) if point.is_break]
        own = lines_over(cycles, {"Maturity": [point.score for point in stand.trend]}, breaks)
        yield exhibit("trend", run(stand.trend, said.tokens), _beside_alike(own, stand.trend))


def _beside_alike(own: Native, trend: Sequence[TrendPoint]) -> Native:
    """Return the trend with the same questions throughout behind it, where the two can be told apart."""
    if not differs(trend):
        return own
    alike = Series("Like for like", tuple(point.like_for_like for point in trend), beside=True)
    return replace(own, series=(alike, *own.series), note=f"{own.note} · grey: the same questions throughout")


def _figures(stand: ProgrammeStand) -> tuple[Figure, ...]:
    subject, rubric = stand.subject, stand.result.rubric
    early = is_too_early(rubric, subject)
    moved = PROVISIONAL if early else _moved(stand.change)
    found = [Figure("Maturity of 100", number(subject.score, 0) + ("*" if early else ""), moved)]
    if subject.stage is not None and rubric.stages is not None and not early:
        steps = counted(max(subject.blockers_needed, 1), "step")
        ahead = f"{steps} to stage {subject.next_stage}" if subject.next_stage else "the highest"
        found.append(Figure(f"Stage of {max(rubric.stages.require)}", str(subject.stage), ahead))
    if stand.evidenced is not None and subject.score is not None:
        gap = f"{signed(stand.evidenced - subject.score, 0)} to what is claimed"
        found.append(Figure("With evidence, of 100", number(stand.evidenced, 0), gap))
    left = stand.answers - stand.confirmed
    found.append(
        Figure(
            "Answers confirmed", f"{stand.confirmed} of {stand.answers}", f"{left} left" if left else "all in"
        )
    )
    return tuple(found)


def _moved(change: Decomposition | None) -> str:
    """Return what answers moved since the cycle before; what another rubric moved is no progress."""
    if change is None:
        return ""
    if change.is_break:
        return f"{signed(change.rating_change, 0)} since {change.from_cycle}, like for like"
    return f"{signed(change.change, 0)} since {change.from_cycle}"


def _alarm(alarm: Alarm) -> str:
    causes = [f"{part.title} ({part.detail})" if part.detail else part.title for part in alarm.parts]
    return f"Alarm, {alarm.kind}. {listed(causes, MOST_CAUSES)}."


def _notes(stand: ProgrammeStand) -> Iterator[str]:
    if stand.accuracy is not None and stand.accuracy.accuracy is not None:
        said = f"{signed(stand.accuracy.realised)} of {signed(stand.accuracy.promised)} promised points"
        yield f"The last plan brought {percent(stand.accuracy.accuracy)} of what it promised: {said}."
    if stand.unsupported:
        yield f"{counted(stand.unsupported, 'claim has', 'claims have')} no evidence that counts."
    if stand.momentum.over_a_year is not None:
        yield f"Over a year, like for like: {signed(stand.momentum.over_a_year, 0)}."
    if stand.momentum.evidence_age is not None:
        yield f"The median age of the evidence is {number(stand.momentum.evidence_age, 0)} days."


def _blockers(stand: ProgrammeStand) -> Iterator[Aside]:
    subject, rubric = stand.subject, stand.result.rubric
    if subject.next_stage is None or is_too_early(rubric, subject):
        return
    rows = tuple(
        (criterion.title, _now(subject, criterion), criterion.effort, _next_step(subject, criterion))
        for criterion in map(rubric.criterion, subject.blockers)
        if criterion is not None
    )
    columns = ("Criterion", "Now", "Effort, 1 to 5", "Next step")
    needed = counted(max(subject.blockers_needed, 1), "of these would do", "of these would do")
    table = Table(f"What holds stage {subject.next_stage} back", columns, rows)
    yield Aside("stage", "Holds the stage back", f"Cheapest first; {needed}", table)


def _targets(stand: ProgrammeStand) -> Iterator[Aside]:
    rows = []
    for gap in stand.gaps:
        criterion = stand.result.rubric.criterion(gap.target.criterion)
        if criterion is not None:
            aimed = level_text(criterion, gap.target.value)
            state = "reached" if gap.is_met else "open"
            by = _day(gap.target.by)
            rows.append((gap.title, _now(stand.subject, criterion), aimed, by, state, str(gap.target.origin)))
    columns = ("Criterion", "Now", "Target", "By", "State", "Set by")
    met = sum(gap.is_met for gap in stand.gaps)
    title = f"{met} of {counted(len(rows), 'target')} reached"
    yield Aside("plan", "Targets", "The level each criterion is to reach", Table(title, columns, tuple(rows)))


def _actions(stand: ProgrammeStand) -> Iterator[Aside]:
    goals = {goal.id: goal.title for goal in stand.goals}
    named = any(one.owner for one in stand.actions)
    rows = tuple(
        (
            one.action.title,
            str(one.action.state),
            _day(one.action.due),
            goals.get(one.action.goal, ""),
            _lifts(stand, one.action),
            *((one.owner,) if named else ()),
        )
        for one in stand.actions
    )
    columns = ("Action", "State", "Due", "Goal it serves", "Lifts", *(("Owner",) if named else ()))
    over = sum(one.action.state == "done" for one in stand.actions)
    title = f"{over} of {counted(len(rows), 'action')} done"
    yield Aside(
        "plan", "Actions", "What is done, and which criteria it is to lift", Table(title, columns, rows)
    )


def _lifts(stand: ProgrammeStand, action: Action) -> str:
    found = [stand.result.rubric.criterion(promise.criterion) for promise in action.promises]
    return listed((criterion.title for criterion in found if criterion is not None), MOST_CAUSES)


def _kpis(stand: ProgrammeStand) -> Iterator[Aside]:
    rows = tuple(
        (
            each.kpi.title,
            each.kpi.unit,
            each.goal.baseline.value if each.goal else None,
            each.goal.objective if each.goal else None,
            _day(each.goal.by if each.goal else None),
            each.actual.value if each.actual else None,
            _day(each.actual.on if each.actual else None),
            None if each.way is None else round(100 * each.way),
        )
        for each in stand.kpis
        if each.goal is not None or each.actual is not None
    )
    columns = ("KPI", "Unit", "Baseline", "Objective", "By", "Actual", "On", "Of the way, %")
    note = "A figure counts only with its definition and clock"
    yield Aside("kpis", "KPIs", note, Table(_kpi_title(stand.kpis), columns, rows, as_typed=True))


def _kpi_title(kpis: Sequence[KPIMeasured]) -> str:
    aimed = [each for each in kpis if each.goal is not None]
    reached = sum(each.way is not None and each.way >= 1 for each in aimed)
    return f"{reached} of {counted(len(aimed), 'objective')} reached" if aimed else "KPIs, no objective yet"


def _now(subject: SubjectResult, criterion: Criterion) -> str:
    value = subject.criteria[criterion.id].value
    return "no answer" if value is None else level_text(criterion, value)


def _next_step(subject: SubjectResult, criterion: Criterion) -> str:
    value = subject.criteria[criterion.id].value
    level = None if value is None else criterion.scale.nearest_level(value)
    return criterion.next_step.get(level.id, "") if level else ""


def _day(when: date | None) -> str:
    return day(when) if when else ""
