"""The four progress questions, asked of an action before it is accepted, and again when it is done.

They are an evaluation of their own, by the rubric of progress questions: round 1 before, round 2 when done.
Today’s way of working is scored beside it, named for the process that it replaces or keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.planning import Action, ActionState
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.screening import Delivered, Screening, delivered, screened
from cxmaturity.services.access import Viewer, require, require_all
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.loop.asking import Asking, way_of
from cxmaturity.services.loop.notebook import HarmAnswer, Pen, ScreenedAs
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.overview import refuse_archived
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.store.evaluations import (
    cycles_of,
)
from cxmaturity.store.ratings import has_answers, own_ratings
from cxmaturity.store.subjects import one_subject
from cxmaturity.store.tallies import tallies

QUESTIONS = "progress-questions"
BEFORE, AFTER = 1, 2  # rounds
UNASKED = Screening("", None, (), ("Nobody has answered the progress questions yet.",), None, {})


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """The four questions about one action: how it stands, what was promised and found, and my own answers.

    ``mine`` and ``mine_today`` hold level ids by question.
    """

    questions: tuple[Criterion, ...]
    screening: Screening
    delivered: tuple[Delivered, ...]
    todays_way: str
    mine: Mapping[str, str]
    mine_today: Mapping[str, str]
    is_after: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's answers as level ids by question: about the action, and about today's way."""

    action: Mapping[str, str]
    todays_way: Mapping[str, str]


def screening_view(app: App, viewer: Viewer, evaluation_id: str, action_id: str) -> ScreeningView:
    """Return the four questions about an action, with the viewer's own answers."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    action = standing.notes.action(action_id)
    kept = standing.notes.screened.get(action_id)
    is_after = action.state is ActionState.DONE
    return ScreeningView(
        questions=rubric_named(app, QUESTIONS).criteria(),
        screening=screening_of(standing, action),
        delivered=_delivered(standing, kept),
        todays_way=way_of(action),
        mine=_mine(app, viewer, kept, kept.subject if kept else "", AFTER if is_after else BEFORE),
        mine_today=_mine(app, viewer, kept, kept.way if kept else "", BEFORE),
        is_after=is_after,
    )


def screening_of(standing: Standing, action: Action) -> Screening:
    """Return how an action's screening stands, whoever looks."""
    kept = standing.notes.screened.get(action.id)
    result = answers_in(standing.app, kept.evaluation, BEFORE) if kept else None
    if kept is None or result is None:
        return UNASKED
    reasons = {h.criterion: h.reason for h in standing.notes.harms if h.action == action.id}
    return screened(result, _name(standing.app, kept.subject), _name(standing.app, kept.way), reasons)


def answer_questions(app: App, viewer: Viewer, evaluation_id: str, action_id: str, said: Answers) -> None:
    """Keep one person's answers. While the action is not done they screen it; then they say if it delivered.

    The first answers about an action open the place for them all, so they are for who arranges evaluations.

    Raises:
        RefusedError: nobody who may arrange has answered yet, or the evaluation is in the archive.
        ProblemsError: a level is not one of the question's.
    """
    require_all(viewer, ("read", "rate"), evaluation_id)
    known = Standing.of(app, evaluation_id)
    action = known.notes.action(action_id)
    number = AFTER if action.state is ActionState.DONE else BEFORE
    rubric = rubric_named(app, QUESTIONS)
    with app.store.write() as transaction:
        now = replace(known, notes=Pen(app, transaction, viewer, evaluation_id).notes())
        refuse_archived(now.book.evaluation)
        asking = Asking(app, transaction, viewer, now.book.evaluation, now.notes, rubric)
        kept = asking.screened_as(action)
        cycle = cycles_of(transaction, kept.evaluation)[-1]
        about_it = [(kept.subject, number, name, level) for name, level in said.action.items()]
        about_today = [(kept.way, BEFORE, name, level) for name, level in said.todays_way.items()]
        for subject, round_number, name, level in chain(about_it, about_today):
            asking.save(replace(asking.blank(cycle, subject, name), round=round_number), level)
        act = Act("add", "screening", action_id, evaluation_id, {"round": number})
        note(app, transaction, viewer, act)


def ask_anew(pen: Pen, action: Action) -> None:
    """Let an action be screened again after a pivot: what was answered about its earlier plan stays there."""
    standing = Standing.of(pen.app, pen.evaluation_id)
    if action.id in standing.notes.screened:
        rubric = rubric_named(pen.app, QUESTIONS)
        asking = Asking(
            pen.app, pen.transaction, pen.viewer, standing.book.evaluation, standing.notes, rubric
        )
        asking.screened_anew(action)
    for harm in (harm for harm in standing.notes.harms if harm.action == action.id):
        pen.take_away("harm", f"{action.id}/{harm.criterion}")


def answer_harm(app: App, viewer: Viewer, evaluation_id: str, harm: HarmAnswer) -> None:
    """Say why an action is right although somebody sees harm; the reason enters its history once accepted.

    Raises:
        RefusedError: nobody said why.
    """
    require(viewer, "arrange", evaluation_id)
    if not harm.reason.strip():
        raise RefusedError("Say why it is right all the same; without a reason the harm stands in the way.")
    with app.store.write() as transaction:
        pen = Pen(app, transaction, viewer, evaluation_id)
        pen.write("harm", f"{harm.action}/{harm.criterion}", harm)
        act = Act("change", "screening", harm.action, evaluation_id, {"criterion": harm.criterion})
        note(app, transaction, viewer, act)


def answers_in(app: App, evaluation_id: str, round_number: int) -> Result:
    """Return one round of an evaluation of progress questions, scored."""
    cycle, rubric = cycles_of(app.store, evaluation_id)[-1], rubric_named(app, QUESTIONS)
    return score_tallies(rubric, tallies(app.store, rubric, evaluation_id, cycle.id, round_number))


def _delivered(standing: Standing, kept: ScreenedAs | None) -> tuple[Delivered, ...]:
    if kept is None or not has_answers(standing.app.store, kept.evaluation, kept.subject, AFTER):
        return ()
    name = _name(standing.app, kept.subject)
    before = answers_in(standing.app, kept.evaluation, BEFORE).subject(name)
    after = answers_in(standing.app, kept.evaluation, AFTER).subject(name)
    return () if before is None or after is None else delivered(before, after)


def _mine(
    app: App, viewer: Viewer, kept: ScreenedAs | None, subject_id: str, round_number: int
) -> dict[str, str]:
    if kept is None:
        return {}
    cycle = cycles_of(app.store, kept.evaluation)[-1]
    own = own_ratings(app.store, kept.evaluation, cycle.id, subject_id, viewer.person_id)
    return {name: given.level for name, given in own.items() if given.round == round_number}


def _name(app: App, subject_id: str) -> str:
    return one_subject(app.store, subject_id).subject.name
