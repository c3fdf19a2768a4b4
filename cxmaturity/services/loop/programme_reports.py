"""From a programme to its report, as somebody who may read it sees it."""

from __future__ import annotations

from dataclasses import replace

from cxmaturity.domain.alarm_rules import AlarmKind
from cxmaturity.domain.errors import RefusedError
from cxmaturity.reports.composing import Said
from cxmaturity.reports.model import Report
from cxmaturity.reports.programme_report import ActionPlanned, KPIMeasured, ProgrammeStand, programme_report
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.evidenced import evidence_view
from cxmaturity.services.loop.measures import measures
from cxmaturity.services.loop.plan_view import ActionLine, PlanView, plan_view
from cxmaturity.services.loop.programme import ProgrammeView, programme
from cxmaturity.services.results import result
from cxmaturity.services.views import EvaluationResult
from cxmaturity.store.loop_entries import authors_of


def programme_of(app: App, viewer: Viewer, evaluation_id: str, subject_id: str) -> ProgrammeView:
    """Return how a subject stands; the first one where none is named.

    Raises:
        RefusedError: the subject is no longer in the programme.
    """
    view = programme(app, viewer, evaluation_id)
    if not subject_id:
        return view
    named = next((subject.name for subject in view.evaluation.subjects if subject.id == subject_id), None)
    if named is None:
        raise RefusedError("What this page is about left the programme. Share another page.")
    return programme(app, viewer, evaluation_id, named)


def people_in(plan: PlanView) -> tuple[str, ...]:
    """Return the ids of the people whom a plan names."""
    return tuple(sorted({line.action.owner for line in plan.actions} - {""}))


def issue_raisers(app: App, view: ProgrammeView) -> tuple[str, ...]:
    """Return the ids of those whose words an alarm repeats: whoever raised an issue, where one came back."""
    recurs = any(alarm.kind is AlarmKind.RECURRING for alarm in view.alarms)
    return authors_of(app.store, view.evaluation.id, "issue") if recurs else ()


def plan_for(app: App, viewer: Viewer, view: ProgrammeView) -> PlanView:
    """Return the plan of the subject that a programme's view is about."""
    return plan_view(app, viewer, view.evaluation.id, view.subject)


def report_of(
    app: App, viewer: Viewer, view: ProgrammeView, plan: PlanView, said: Said, *, names: bool
) -> Report:
    """Return the report of a programme; ``names`` says whether owners of actions are named."""
    rated = _rated(app, viewer, view)
    alone = replace(rated.result, subjects=(view.result,) if view.result else ())
    evidence = evidence_view(app, viewer, view.evaluation.id, view.subject)
    kpis = measures(app, viewer, view.evaluation.id, view.subject)
    return programme_report(
        said,
        ProgrammeStand(
            cycle=rated.cycle.label,
            result=alone,
            evidenced=view.evidenced,
            unsupported=len(evidence.unsupported),
            change=view.change,
            momentum=view.momentum,
            answers=view.answers,
            confirmed=view.confirmed,
            sections=view.sections,
            trend=view.trend,
            alarms=view.alarms,
            gaps=plan.gaps,
            goals=plan.goals,
            actions=tuple(_planned(line, names=names) for line in plan.actions),
            accuracy=plan.accuracy,
            kpis=tuple(KPIMeasured(one.kpi, one.goal, one.actual, one.way) for one in kpis),
        ),
    )


def _planned(line: ActionLine, *, names: bool) -> ActionPlanned:
    return ActionPlanned(line.action, line.owner if names else "")


def _rated(app: App, viewer: Viewer, view: ProgrammeView) -> EvaluationResult:
    """Return the cycle that the programme's score is of: the newest that holds ratings."""
    return result(app, viewer, view.evaluation.id)
