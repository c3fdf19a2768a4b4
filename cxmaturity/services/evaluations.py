"""Evaluations: start one, find it, look at it, rename it, put it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.charts.formats import counted
from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, ActVerb, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import date_problems, name_problems, subject_problems, tidy
from cxmaturity.services.headlines import Headline
from cxmaturity.services.loop.harms import harm_sentence, harms_among, harms_in_plan, screening_places
from cxmaturity.services.loop.notebook import notebook
from cxmaturity.services.overview import view_of
from cxmaturity.services.registry import registered
from cxmaturity.services.results import cycle_headline
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.scored import Book
from cxmaturity.services.titles import free_title
from cxmaturity.services.views import (
    EvaluationCard,
    EvaluationView,
    NewEvaluation,
)
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    add_cycle,
    add_evaluation,
    all_evaluations,
    change_evaluation,
    one_evaluation,
)
from cxmaturity.store.ratings import answered_by, brought_cycles
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.subjects import enrol

NOTHING_SAID = Headline("", "")


def create_evaluation(app: App, viewer: Viewer, form: NewEvaluation) -> str:
    """Start an evaluation with its subjects and first cycle, and return its id.

    Where another one has its title, ``(2)`` goes behind it.

    Raises:
        ProblemsError: the form has problems; all of them, by field (title, rubric, subjects, cycle, ends_on).
    """
    require(viewer, "arrange")
    rubric = _checked(app, form)
    evaluation_id, now = app.new_id(), app.now()
    with app.store.write() as transaction:
        title = free_title(transaction, form.title)
        keep_rubric(transaction, rubric, now)
        add_evaluation(
            transaction,
            Evaluation(
                id=evaluation_id,
                title=title,
                rubric_id=rubric.id,
                purpose=rubric.purpose,
                state="open",
                is_demo=False,
                created_by=viewer.person_id,
                created_at=now,
            ),
        )
        ids = registered(app, transaction, form.subjects)
        enrol(transaction, evaluation_id, ids, viewer.person_id, now)
        add_cycle(
            transaction,
            Cycle(app.new_id(), evaluation_id, tidy(form.cycle), 1, form.starts_on, form.ends_on, "open"),
        )
        facts: dict[str, Fact] = {"title": title, "rubric": rubric.id, "version": rubric.version}
        note(app, transaction, viewer, Act("create", "evaluation", evaluation_id, evaluation_id, facts))
    return evaluation_id


def evaluations(
    app: App, viewer: Viewer, search: str = "", *, archived: bool = False
) -> tuple[EvaluationCard, ...]:
    """Return a card for every evaluation that the viewer may see, newest first.

    ``search`` keeps those in whose title, rubric, cycle or subjects every one of its words occurs. Who may
    not read results gets cards without headlines.
    """
    require(viewer, "see", viewer.only)
    state = "archived" if archived else "open"
    found = [e for e in all_evaluations(app.store) if viewer.only in {"", e.id} and e.state == state]
    around = _Around(
        answered_by(app.store, viewer.person_id),
        brought_cycles(app.store, viewer.person_id),
        screening_places(app.store),
    )
    books = (Book.of(app, one) for one in found)
    return tuple(_card(viewer, book, around) for book in books if _is_found(book, search))


def _is_found(book: Book, search: str) -> bool:
    view = book.view
    names = [view.title, view.rubric.title, view.current_cycle.label, *(s.name for s in view.subjects)]
    shown = "\n".join(names).casefold()
    return all(word in shown for word in search.casefold().split())


def evaluation(app: App, viewer: Viewer, evaluation_id: str) -> EvaluationView:
    """Return an evaluation with its rubric, subjects and cycles.

    Raises:
        NotFoundError: there is none.
    """
    require(viewer, "see", evaluation_id)
    return view_of(app, app.store, one_evaluation(app.store, evaluation_id))


def rename_evaluation(app: App, viewer: Viewer, evaluation_id: str, title: str) -> None:
    """Give an evaluation another title.

    Raises:
        ProblemsError: the title is empty, too long or cannot be shown.
    """
    require(viewer, "arrange", evaluation_id)
    problems = list(name_problems(title, "title"))
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        found = one_evaluation(transaction, evaluation_id)
        free = free_title(transaction, title, but=evaluation_id)
        change_evaluation(transaction, evaluation_id, free, found.state)
        facts: dict[str, Fact] = {"before": found.title, "title": free}
        note(app, transaction, viewer, Act("rename", "evaluation", evaluation_id, evaluation_id, facts))


def archive(app: App, viewer: Viewer, evaluation_id: str) -> None:
    """Put an evaluation away: it leaves home and takes no answers; everything in it can still be read."""
    _set_state(app, viewer, evaluation_id, "archived", "archive")


def unarchive(app: App, viewer: Viewer, evaluation_id: str) -> None:
    """Bring an evaluation back from the archive."""
    _set_state(app, viewer, evaluation_id, "open", "unarchive")


def _set_state(app: App, viewer: Viewer, evaluation_id: str, state: str, verb: ActVerb) -> None:
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        found = one_evaluation(transaction, evaluation_id)
        change_evaluation(transaction, evaluation_id, found.title, state)
        act = Act(verb, "evaluation", evaluation_id, evaluation_id, {"title": found.title})
        note(app, transaction, viewer, act)


@dataclass(frozen=True, slots=True)
class _Around:
    """What cards need beside their own evaluation; ``screening`` is where programmes screen their actions."""

    mine: Mapping[tuple[str, str], int]
    brought: frozenset[tuple[str, str]]
    screening: Mapping[str, frozenset[str]]

    def is_screening(self, evaluation_id: str) -> bool:
        """Tell whether an evaluation is there to screen a programme's actions."""
        return any(evaluation_id in places for places in self.screening.values())

    def harm(self, book: Book, rated: Cycle | None) -> str:
        """Return where somebody sees harm, in a programme's actions or among the initiatives scored."""
        if book.evaluation.id in self.screening:
            return harm_sentence(harms_in_plan(book.app, notebook(book.app, book.evaluation.id)))
        if rated is None:
            return ""
        return harm_sentence(harms_among(book.scored(rated).result, book.compared()), knows_answers=False)


def _card(viewer: Viewer, book: Book, around: _Around) -> EvaluationCard:
    """Return a card; nothing is due in a demo, nor from who gave nothing where a file or a room brings it."""
    newest, rated = book.cycles[-1], book.rated()
    may_read = viewer.may("read", book.evaluation.id)
    words = cycle_headline(book, rated[-1] if rated else newest) if may_read else NOTHING_SAID
    of = "" if not rated or not words.headline or rated[-1].id == newest.id else f"{rated[-1].label}: "
    rubric = book.rubric(newest)
    to_rate = len(book.view.subjects) * len(rubric.criteria())
    left = to_rate - around.mine.get((book.evaluation.id, newest.id), 0)
    is_shown_only = book.evaluation.is_demo or (book.evaluation.id, newest.id) in around.brought
    is_shown_only = is_shown_only or around.is_screening(book.evaluation.id)
    is_due = newest.state == "open" and not book.view.is_archived and not is_shown_only
    return EvaluationCard(
        id=book.evaluation.id,
        title=book.evaluation.title,
        purpose=rubric.purpose,
        rubric_title=rubric.title,
        cycle=newest.label,
        headline=_screened(book) if around.is_screening(book.evaluation.id) else of + words.headline,
        detail=words.detail,
        my_left=max(left, 0) if is_due and viewer.may("rate", book.evaluation.id) else 0,
        is_demo=book.evaluation.is_demo,
        is_archived=book.view.is_archived,
        harm=around.harm(book, rated[-1] if rated else None) if may_read else "",
        is_rated=bool(rated),
    )


def _screened(book: Book) -> str:
    """Return what a place where actions are screened is, on one line: no ranking, since none competes."""
    count = len(book.view.subjects) - len(book.compared())
    return (
        f"Where {counted(count, 'action')} {'is' if count == 1 else 'are'} asked the four progress questions."
    )


def _checked(app: App, form: NewEvaluation) -> Rubric:
    problems = [
        *name_problems(form.title, "title"),
        *subject_problems(form.subjects),
        *name_problems(form.cycle, "cycle"),
        *date_problems(form.starts_on, form.ends_on),
    ]
    try:
        rubric = rubric_named(app, form.rubric_id)
    except NotFoundError as error:
        raise ProblemsError([Problem("rubric", 0, str(error)), *problems]) from error
    if problems:
        raise ProblemsError(problems)
    return rubric


def evaluation_meant(app: App, said: str) -> Evaluation:
    """Return the evaluation that an id or a title means.

    Raises:
        NotFoundError: none or several are called so.
    """
    everything = all_evaluations(app.store)
    meant = [each for each in everything if each.id == said] or [e for e in everything if e.title == said]
    if not meant:
        raise NotFoundError(
            f"No evaluation is called “{said[:60]}”. Write its title as the app shows it, or its id."
        )
    if len(meant) > 1:
        ids = ", ".join(each.id for each in meant)
        raise NotFoundError(f"{len(meant)} evaluations are called “{said[:60]}”; name one by its id: {ids}.")
    return meant[0]
