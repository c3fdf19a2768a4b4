"""From what a viewer may see to a report that holds no more than a scope allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
import os

from cxmaturity.charts.theme import LIGHT, Tokens
from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.sharing import Scope
from cxmaturity.reports.composing import Contest, Course, Said, progress_report, result_report
from cxmaturity.reports.masking import mask_result
from cxmaturity.reports.model import Comment, Report
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.branding import brand_in
from cxmaturity.services.headlines import Headline, headline_of, progress_headline
from cxmaturity.services.loop.programme_reports import issue_raisers, people_in, plan_for, programme_of
from cxmaturity.services.loop.programme_reports import report_of as stand_report
from cxmaturity.services.masks import disguise_of, disguised
from cxmaturity.services.overview import view_of
from cxmaturity.services.results import progress, result, result_before
from cxmaturity.services.room_reports import (
    comments_in,
    deciders,
    decision_for,
    reasoners,
    shared_workshop,
)
from cxmaturity.services.room_reports import report_of as decision_report
from cxmaturity.services.views import EvaluationResult, Progress
from cxmaturity.store.evaluations import one_evaluation
from cxmaturity.store.tallies import last_round
from cxmaturity.store.texts import Written, written_in

NOTHING_YET = "Nobody has rated yet, so there is nothing to share. Come back after the first answers."


@dataclass(frozen=True, slots=True)
class Draft:
    """A report, and the ids of those whose words stand in it, so that erasing them can take it back."""

    report: Report
    people: tuple[str, ...] = ()


def draft_of(app: App, viewer: Viewer, scope: Scope, tokens: Tokens = LIGHT) -> Draft:
    """Return the report that a scope describes, as of now.

    Masked names are taken out before anything is computed, so no sentence, chart or file can hold them.

    Raises:
        AccessError: the viewer may not read this evaluation's results.
        RefusedError: nothing is rated yet.
        ProblemsError: the brand cannot be used.
    """
    draw = {"progress": _progress, "workshop": _workshop, "programme": _programme}.get(scope.page, _result)
    return draw(app, viewer, scope, tokens)


def _progress(app: App, viewer: Viewer, scope: Scope, tokens: Tokens) -> Draft:
    shown = progress(app, viewer, scope.evaluation_id)
    if not shown.results:
        raise RefusedError(NOTHING_YET)
    newest = result(app, viewer, scope.evaluation_id, shown.results[-1][0].id)
    return Draft(_of_progress(app, shown, newest, scope, tokens))


def _result(app: App, viewer: Viewer, scope: Scope, tokens: Tokens) -> Draft:
    now = result(app, viewer, scope.evaluation_id, scope.cycle_id or None)
    if all(subject.score is None for subject in now.result.subjects):
        raise RefusedError(NOTHING_YET)
    before = result_before(app, viewer, scope.evaluation_id, now.cycle.id)
    written = written_in(app.store, scope.evaluation_id, now.cycle.id) if scope.comments else ()
    people = tuple(sorted({each.person_id for each in written}))
    return Draft(_of_result(app, now, before, scope, written, tokens), people)


def _workshop(app: App, viewer: Viewer, scope: Scope, tokens: Tokens) -> Draft:
    workshop = shared_workshop(app, viewer, scope.workshop_id, scope.evaluation_id)
    evaluation = view_of(app, app.store, one_evaluation(app.store, scope.evaluation_id))
    disguise = disguise_of(app, evaluation, scope)
    names = {subject.id: subject.name for subject in evaluation.subjects}
    view = decision_for(app, workshop, disguise, names)
    said = Said(
        about=disguise.words(view.head.title, view.head.rubric.title),
        headline=view.headline,
        detail=view.detail,
        people=view.raters,
        made_at=app.now(),
        weights="locked before anybody saw a score",
        rounds=max((one.number for one in view.rounds), default=1),
        answers=(view.turnout.given, view.turnout.asked),
        comments=comments_in(view, names=scope.names) if scope.comments else (),
        parts=scope.parts,
        brand=brand_in(os.environ),
        tokens=tokens,
    )
    report = decision_report(view, said, disguise, names=scope.names)
    people = {*reasoners(app, workshop), *(deciders(view) if "decision" in scope.parts else ())}
    people |= {note.person_id for note in view.notes} if scope.comments else set()
    return Draft(report, tuple(sorted(people)))


def _programme(app: App, viewer: Viewer, scope: Scope, tokens: Tokens) -> Draft:
    view = programme_of(app, viewer, scope.evaluation_id, scope.subject_id)
    if view.result is None:
        raise RefusedError(NOTHING_YET)
    plan = plan_for(app, viewer, view)
    newest = result(app, viewer, scope.evaluation_id)
    said = _said(app, newest, view.headline, scope, tokens)
    subject = view.subject if len(view.evaluation.subjects) > 1 else ""
    said = replace(said, about=" · ".join(filter(None, [said.about, subject])))
    report = stand_report(app, viewer, view, plan, said, names=scope.names)
    named = people_in(plan) if scope.names else ()
    return Draft(report, tuple(sorted({*named, *issue_raisers(app, view)})))


def _of_result(
    app: App,
    shown: EvaluationResult,
    before: EvaluationResult | None,
    scope: Scope,
    written: tuple[Written, ...],
    tokens: Tokens,
) -> Report:
    disguise = disguise_of(app, shown.evaluation, scope)
    seen, then = disguised(shown, disguise), disguised(before, disguise) if before else None
    words = headline_of(
        seen.result, then.result if then else None, seen.assessors, _compared(seen.result.subjects)
    )
    said = replace(_said(app, seen, words, scope, tokens), comments=_comments(seen, scope, written))
    contest = Contest(
        result=seen.result,
        cycle=seen.cycle.label,
        before=then.result if then else None,
        cycle_before=then.cycle.label if then else "",
        weight_flips=seen.weight_flips,
        score_flips=seen.score_flips,
    )
    return result_report(said, contest)


def _of_progress(app: App, shown: Progress, newest: EvaluationResult, scope: Scope, tokens: Tokens) -> Report:
    disguise = disguise_of(app, shown.evaluation, scope)
    masks = disguise.masks
    results = tuple(
        (disguise.cycle(cycle, shown.evaluation), mask_result(scored, masks))
        for cycle, scored in shown.results
    )
    moved = tuple(replace(c, subject=masks.get(c.subject, c.subject)) for c in shown.changes)
    words = progress_headline([scored for _, scored in results], moved, _compared(results[-1][1].subjects))
    course = Course(
        results=tuple((cycle.label, scored) for cycle, scored in results),
        changes=moved,
        labels={cycle.id: cycle.label for cycle, _ in results},
    )
    return progress_report(_said(app, disguised(newest, disguise), words, scope, tokens), course)


def _said(app: App, shown: EvaluationResult, words: Headline, scope: Scope, tokens: Tokens) -> Said:
    return Said(
        about=shown.evaluation.title,
        headline=words.headline,
        detail=words.detail,
        people=shown.assessors,
        made_at=app.now(),
        last_rated_at=shown.last_rated_at,
        weights=_whose(shown),
        rounds=last_round(app.store, shown.evaluation.id, shown.cycle.id),
        parts=scope.parts,
        brand=brand_in(os.environ),
        tokens=tokens,
    )


def _compared(subjects: Iterable[SubjectResult]) -> frozenset[str]:
    return frozenset(subject.subject for subject in subjects if subject.status == "compared")


def _whose(shown: EvaluationResult) -> str:
    own = shown.weights
    return "the rubric's" if own is None else f"the evaluation's own, for {own.nodes} of the questions"


def _comments(shown: EvaluationResult, scope: Scope, written: Iterable[Written]) -> tuple[Comment, ...]:
    titles = {criterion.id: criterion.title for criterion in shown.result.rubric.criteria()}
    return tuple(
        Comment(
            each.subject,
            titles.get(each.criterion, each.criterion),
            each.text,
            each.person if scope.names else "",
        )
        for each in written
    )
