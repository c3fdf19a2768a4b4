"""The programme page in one record: where we are in the loop, what is due, what holds us back, what moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cxmaturity.charts.formats import number
from cxmaturity.charts.profile import Row
from cxmaturity.charts.turned import title_of, turned_note
from cxmaturity.domain.alarm_rules import Alarm
from cxmaturity.domain.comparison import is_same
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.lift import with_values
from cxmaturity.domain.likeforlike import RatedCycle, TrendPoint
from cxmaturity.domain.loop import (
    Due,
    HoldsBack,
    LoopFacts,
    LoopView,
    Momentum,
    count_actions,
    due,
    holds_back,
    momentum,
    where,
)
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Section
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.targets import gaps
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.headlines import Headline, headline_of
from cxmaturity.services.loop.evidenced import all_evidence, evidenced_score
from cxmaturity.services.loop.harms import HarmIn, harms_in_plan
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.loop.watch import alarms_of, change_of, fingerprint, look_back_of, trend_of
from cxmaturity.services.overview import cycle_view
from cxmaturity.services.views import CycleView, EvaluationView
from cxmaturity.store.people import names_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """Everything that the programme page says about one subject. Scores are on 0–100.

    ``answers`` are those that the newest cycle opened with or holds, ``confirmed`` of them count; ``waiting``
    has what each person has still to do, ``mine`` what the viewer has. ``assessors`` counts those behind the
    score, ``people`` are names by id; ``rated_cycle`` is the cycle that the figures are of. ``harms`` are
    those that somebody sees in an action that is proposed or in hand.
    """

    evaluation: EvaluationView
    cycle: CycleView
    subject: str
    loop: LoopView
    headline: Headline
    result: SubjectResult | None
    evidenced: float | None
    change: Decomposition | None
    over_a_year: Decomposition | None
    holds_back: HoldsBack | None
    momentum: Momentum
    answers: int
    confirmed: int
    waiting: Mapping[str, int]
    assessors: int
    due: tuple[Due, ...]
    alarms: tuple[Alarm, ...]
    trend: tuple[TrendPoint, ...]
    sections: tuple[Row, ...]
    today: date
    mine: int = 0
    rated_cycle: str = ""
    harms: tuple[HarmIn, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def programme(app: App, viewer: Viewer, evaluation_id: str, subject: str = "") -> ProgrammeView:
    """Return how one subject of a programme stands today; the first one by default."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    chosen = subject if subject in standing.subjects else standing.subjects[0]
    view = app.memory.keep(
        ("programme", evaluation_id, chosen),
        (standing.on, fingerprint(standing)),
        lambda: _view(standing, chosen),
    )
    return replace(
        view,
        evaluation=standing.book.view,
        mine=view.waiting.get(viewer.person_id, 0),
        harms=harms_in_plan(app, standing.notes),
        people=names_of(app.store, sorted({entry.who for entry in view.due})),
    )


def _view(standing: Standing, chosen: str) -> ProgrammeView:
    """Return what is the same for everybody who may read the programme."""
    last, change = standing.last_rated(chosen), change_of(standing, chosen)
    result = last.result.subject(chosen) if last else None
    answers = standing.answers(standing.cycle)
    waiting = _waiting(standing)
    year = _over_a_year(standing, chosen)
    held = holds_back(last.rubric, result) if last and result else None
    coming = due_of(standing, waiting)
    return ProgrammeView(
        evaluation=standing.book.view,
        cycle=cycle_view(standing.cycle),
        subject=chosen,
        loop=where(_facts(standing)),
        headline=_headline(standing, chosen),
        result=result,
        evidenced=_evidenced(standing, chosen),
        change=change,
        over_a_year=year,
        holds_back=held,
        momentum=momentum(
            standing.rubric,
            chosen,
            standing.on,
            answers=answers,
            evidence=all_evidence(standing),
            over_a_year=year,
        ),
        answers=len(answers),
        confirmed=sum(answer.counts for answer in answers),
        waiting=waiting,
        assessors=_assessors(standing),
        due=coming,
        alarms=alarms_of(standing, chosen),
        trend=trend_of(standing, chosen),
        sections=_sections(standing, chosen),
        today=standing.on,
        rated_cycle=last.label if last else "",
    )


def due_of(standing: Standing, waiting: dict[str, int]) -> tuple[Due, ...]:
    """Return what is due, the earliest first; answers by the last day of the newest cycle."""
    last = standing.cycle.ends_on - ONE_DAY if standing.cycle.ends_on else standing.on
    is_open = standing.cycle.state == "open"
    return due(
        standing.on,
        last_day=last,
        waiting=waiting if is_open else {},
        actions=standing.notes.actions,
        assumptions=standing.notes.assumptions,
    )


def _waiting(standing: Standing) -> dict[str, int]:
    """Return how many answers each person has still to confirm or to give."""
    left: dict[str, int] = {}
    asked = len(standing.rubric.criteria()) * len(standing.subjects)
    for answer in standing.answers(standing.cycle):
        left.setdefault(answer.rating.assessor, asked)
        left[answer.rating.assessor] -= int(answer.counts)
    for one in standing.notes.invited:
        left.setdefault(one.id, asked)
    return {person: count for person, count in left.items() if count > 0}


def _facts(standing: Standing) -> LoopFacts:
    answers = standing.answers(standing.cycle)
    cycle = standing.cycle
    read = {
        (reading.kpi, reading.subject)
        for reading in standing.notes.readings
        if cycle.starts_on is None or reading.on >= cycle.starts_on
    }
    asked = {(goal.kpi, goal.subject) for goal in standing.notes.objectives}
    return LoopFacts(
        targets=len(standing.notes.targets),
        answers=len(answers),
        confirmed=sum(answer.counts for answer in answers),
        kpis=len(asked),
        kpis_read=len(asked & read),
        is_closed=cycle.state != "open",
        is_followed=False,
        **count_actions(standing.notes.actions, cycle.starts_on),
    )


def _over_a_year(standing: Standing, subject: str) -> Decomposition | None:
    rated = standing.rated()
    if len(rated) < 2:
        return None
    return look_back_of(standing, subject).since_last_year


def _evidenced(standing: Standing, subject: str) -> float | None:
    rated = standing.book.rated()
    return evidenced_score(standing, rated[-1], subject) if rated else None


def _assessors(standing: Standing) -> int:
    rated = standing.book.rated()
    return standing.book.assessors(rated[-1]) if rated else 0


def _headline(standing: Standing, subject: str) -> Headline:
    """Return the page's sentence: how far, since when, and the one thing that holds the next stage back."""
    rated = standing.rated_until(subject)
    result = rated[-1].result.subject(subject) if rated else None
    if result is None:
        return Headline("Nothing is rated yet", "The first answers show here as soon as they are saved.")
    if rated[-1].label != standing.cycle.label:
        ended = f"{rated[-1].label} ended at {number(result.score, 0)}"
        return Headline(f"{ended}; nothing counts in {standing.cycle.label} yet", "")
    earlier = rated[-2].result if len(rated) > 1 else None
    alone = replace(rated[-1].result, subjects=(result,))
    return headline_of(alone, earlier, _assessors(standing))


def _sections(standing: Standing, subject: str) -> tuple[Row, ...]:
    """Return the top-level parts: now, a cycle before, and where all their targets would bring them."""
    rated = standing.rated_until(subject)
    now = rated[-1].result.subject(subject) if rated else None
    if now is None:
        return ()
    rubric, firm = rated[-1].rubric, rated[-1].is_firm(subject)
    same = len(rated) > 1 and is_same(rated[-2].rubric, rubric)
    compares = firm and same and rated[-2].is_firm(subject)
    then = rated[-2].result.subject(subject) if compares else None
    open_ones = {
        gap.target.criterion: gap.target.value
        for gap in gaps(rubric, now, standing.notes_in(rubric).targets)
        if not gap.is_met
    }
    reached = _if_reached(standing, rated[-1], subject, open_ones)
    aimed = {
        child.id
        for child in rubric.root.children
        for criterion in (child.criteria() if isinstance(child, Section) else (child,))
        if criterion.id in open_ones
    }
    return tuple(
        Row(
            child.id,
            title_of(child),
            _score(now, child.id),
            _score(then, child.id),
            target=_score(reached, child.id) if child.id in aimed else None,
            turned=turned_note([child], 100),
            provisional=not firm,
        )
        for child in rubric.root.children
    )


def _if_reached(
    standing: Standing, newest: RatedCycle, subject: str, values: dict[str, float]
) -> SubjectResult | None:
    """Return the result that a subject would have in a cycle with these raw values."""
    state = (tuple(values.items()), fingerprint(standing))
    found = standing.app.memory.keep(
        ("if reached", standing.evaluation_id, subject),
        state,
        lambda: score_tallies(newest.rubric, with_values(newest.rubric, newest.tallies, subject, values)),
    )
    return found.subject(subject)


def _score(result: SubjectResult | None, node: str) -> float | None:
    if result is None:
        return None
    if node in result.nodes:
        return result.nodes[node].score
    return result.criteria[node].score if node in result.criteria else None
