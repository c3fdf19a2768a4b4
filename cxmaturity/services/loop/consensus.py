"""After the talk: a facilitator sets a consensus value beside the individual ones; both are kept."""

from __future__ import annotations

from cxmaturity.domain.confirmation import TracedRating, agreed
from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.groups import Beside, beside_consensus
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.answers import asked, points_given
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Consensus, Pen
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.rating import refuse_old_page, subject_in
from cxmaturity.services.views import GivenAnswer, Ground
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import held_cycle


def set_consensus(
    app: App, viewer: Viewer, evaluation_id: str, subject_id: str, criterion: str, given: GivenAnswer
) -> None:
    """Set the value that counts for one criterion from now on; the individual answers stay beside it.

    ``given.note`` says how the room came to it.

    Raises:
        RefusedError: the cycle is closed, or another one than the page showed; the evaluation is in the
            archive; it is no level, or nobody said how it came about.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    refuse_old_page(given.ground, standing.cycle, standing.rubric)
    subject = subject_in(standing.book.view, subject_id).name
    level, value = points_given(asked(standing.rubric, criterion), given)
    answer = given.answer or Answer.UNANSWERED
    traced = agreed(Rating(subject, criterion, answer, value, level), given.note or "", standing.on)
    kept = Consensus(
        standing.cycle.id,
        subject,
        criterion,
        value or 0.0,
        level,
        traced.reason,
        viewer.person_id,
        standing.on,
    )
    with app.store.write() as transaction:
        _hold_open(transaction, standing.cycle.id)
        pen = Pen(app, transaction, viewer, evaluation_id)
        pen.write("consensus", _entry_id(standing, subject_id, criterion), kept)
        note(
            app,
            transaction,
            viewer,
            Act("change", "consensus", subject_id, evaluation_id, {"criterion": criterion}),
        )


def lift_consensus(
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    subject_id: str,
    criterion: str,
    ground: Ground | None = None,
) -> None:
    """Take a consensus value away, so that the individual answers count again.

    Raises:
        RefusedError: the cycle is closed, or another one than the page showed; or the evaluation is in the
            archive.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    refuse_old_page(ground, standing.cycle, standing.rubric)
    with app.store.write() as transaction:
        _hold_open(transaction, standing.cycle.id)
        pen = Pen(app, transaction, viewer, evaluation_id)
        pen.take_away("consensus", _entry_id(standing, subject_id, criterion))
        note(
            app,
            transaction,
            viewer,
            Act("remove", "consensus", subject_id, evaluation_id, {"criterion": criterion}),
        )


def beside(standing: Standing, subject: str) -> tuple[Beside, ...]:
    """Return each consensus value of the newest cycle with the individual ones."""
    answers = [*standing.answers(standing.cycle), *settled(standing)]
    return beside_consensus(standing.rubric, answers, subject)


def settled(standing: Standing) -> list[TracedRating]:
    """Return the newest cycle's consensus values."""
    return [
        agreed(Rating(c.subject, c.criterion, Answer.LEVEL, c.value, c.level), c.reason, c.on)
        for c in standing.notes.consensus
        if c.cycle == standing.cycle.id
    ]


def _hold_open(transaction: Transaction, cycle_id: str) -> None:
    """Keep a cycle as it is until the transaction ends, and refuse to change what a closed one comes to."""
    cycle = held_cycle(transaction, cycle_id)
    if cycle.state != "open":
        raise RefusedError(f"{cycle.label} is closed. Reopen it to change a consensus value.")


def _entry_id(standing: Standing, subject_id: str, criterion: str) -> str:
    return f"{standing.cycle.id}/{subject_id}/{criterion}"


def settled_together(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> tuple[Beside, ...]:
    """Return the consensus values about one subject, each with what people said alone."""
    require(viewer, "read", evaluation_id)
    return beside(Standing.of(app, evaluation_id), subject)
