"""Where the four progress questions of a programme's actions are answered: opened at the first answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.planning import Action
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.access import Viewer
from cxmaturity.services.answers import points_given
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Notebook, Pen, ScreenedAs
from cxmaturity.services.registry import registered
from cxmaturity.services.titles import free_title
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    add_cycle,
    add_evaluation,
    cycles_of,
    pin_rubric,
)
from cxmaturity.store.ratings import Event, save
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.subjects import enrol

TODAYS_WAY = "Today’s way"
NOT_OPENED = "The questions about this plan are not open yet: whoever plans it answers them first."


def way_of(action: Action) -> str:
    """Return the name under which today's way is scored beside an action."""
    process = action.replaces or action.keeps
    return f"{TODAYS_WAY}: {process}"[:120] if process else TODAYS_WAY


@dataclass(frozen=True, slots=True)
class Asking:
    """Opens a programme's evaluation of progress questions where it is needed, and saves answers in it."""

    app: App
    transaction: Transaction
    viewer: Viewer
    evaluation: Evaluation
    notes: Notebook
    rubric: Rubric

    def screened_as(self, action: Action) -> ScreenedAs:
        """Return where an action's answers lie, made at the first one; today's way follows its process."""
        known = self.notes.screened
        evaluation_id = next((each.evaluation for each in known.values()), "") or self._evaluation()
        (way,) = self._subjects(NewSubject(way_of(action), "todays way", "comparator"))
        kept = known.get(action.id)
        if kept is not None and kept.way == way:
            return kept
        if not self.viewer.may("arrange", self.evaluation.id):
            raise RefusedError(NOT_OPENED)
        subject = kept.subject if kept else self._own_subject(action, action.title)
        return self._placed(ScreenedAs(action.id, evaluation_id, subject, way))

    def screened_anew(self, action: Action) -> None:
        """Give an action that was screened before a place of its own for the answers after a pivot."""
        (way,) = self._subjects(NewSubject(way_of(action), "todays way", "comparator"))
        subject = self._own_subject(action, f"{action.title[:90]} (pivot {len(action.pivots)})")
        self._placed(replace(self.notes.screened[action.id], subject=subject, way=way))

    def _placed(self, made: ScreenedAs) -> ScreenedAs:
        enrol(
            self.transaction,
            made.evaluation,
            [made.subject, made.way],
            self.viewer.person_id,
            self.app.now(),
        )
        pen = Pen(self.app, self.transaction, self.viewer, self.evaluation.id)
        pen.write("screening", made.action, made)
        return made

    def blank(self, cycle: Cycle, subject_id: str, criterion: str) -> Event:
        """Return an answer of the viewer's without a level."""
        return Event(
            evaluation_id=cycle.evaluation_id,
            cycle_id=cycle.id,
            subject_id=subject_id,
            criterion=criterion,
            assessor_id=self.viewer.person_id,
            answer=str(Answer.LEVEL),
            actor_id=self.viewer.person_id,
            request_id=self.app.new_id(),
            recorded_at=self.app.now(),
        )

    def save(self, event: Event, level_id: str) -> None:
        """Append an answer with its level."""
        criterion = self.rubric.criterion(event.criterion)
        if criterion is not None:
            level, value = points_given(criterion, GivenAnswer(Answer.LEVEL, level_id))
            save(self.transaction, replace(event, level=level, value=value))

    def _own_subject(self, action: Action, title: str) -> str:
        """Return a subject for this action alone; two of one title are told apart."""
        taken = {each.subject for each in self.notes.screened.values()}
        (subject,) = self._subjects(NewSubject(title, "initiative"))
        if subject in taken:
            (subject,) = self._subjects(NewSubject(f"{title[:100]} ({action.id})", "initiative"))
        return subject

    def _subjects(self, subject: NewSubject) -> list[str]:
        return registered(self.app, self.transaction, [subject])

    def _evaluation(self) -> str:
        now, of, newest = self.app.now(), self.evaluation, cycles_of(self.transaction, self.evaluation.id)[-1]
        made = Evaluation(
            id=self.app.new_id(),
            title=free_title(self.transaction, f"{of.title[:100]}: initiatives"),
            rubric_id=self.rubric.id,
            purpose=self.rubric.purpose,
            state="open",
            is_demo=of.is_demo,
            created_by=self.viewer.person_id,
            created_at=now,
        )
        cycle = Cycle(self.app.new_id(), made.id, newest.label, 1, None, None, "open")
        keep_rubric(self.transaction, self.rubric, now)
        add_evaluation(self.transaction, made)
        add_cycle(self.transaction, cycle)
        pin_rubric(self.transaction, cycle.id, self.rubric.sha256, now)
        return made.id
