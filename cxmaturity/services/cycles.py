"""The cycles of an evaluation: the next one, name and dates, closing, reopening, a corrected rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import diff_rubrics
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, ActVerb, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import date_problems, name_problems, tidy
from cxmaturity.services.loop.opening import LOOPS, carry_into
from cxmaturity.services.overview import REVISED
from cxmaturity.services.rubrics import kept_rubric, rubric_named
from cxmaturity.store.carried import move_carried
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    add_cycle,
    change_cycle,
    cycles_of,
    one_evaluation,
    pin_rubric,
)
from cxmaturity.store.evaluations import close_cycle as close_newest
from cxmaturity.store.ratings import carry_answers, event_counts
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.subjects import name_key


@dataclass(frozen=True, slots=True)
class CycleForm:
    """What a person says about a cycle: its name and its days, ``ends_on`` being the first day after."""

    label: str
    starts_on: date | None = None
    ends_on: date | None = None


def open_next_cycle(
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    label: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Close the newest cycle, open the next one and return its id.

    Raises:
        ProblemsError: the label is empty or taken, or the dates are reversed.
        RefusedError: it is a programme whose newest cycle holds answers that nobody signed.
    """
    require(viewer, "arrange", evaluation_id)
    form = CycleForm(tidy(label), starts_on, ends_on)
    with app.store.write() as transaction:
        cycles = _cycles(transaction, evaluation_id)
        _check(form, cycles)
        newest = cycles[-1]
        _refuse_unsigned(transaction, newest)
        close_newest(transaction, newest.id)
        opened = Cycle(
            app.new_id(), evaluation_id, form.label, newest.position + 1, starts_on, ends_on, "open"
        )
        add_cycle(transaction, opened)
        brought = carry_into(app, transaction, newest, opened)
        note(app, transaction, viewer, _act("open", opened, label=form.label, carried=brought))
    return opened.id


def rename_cycle(app: App, viewer: Viewer, evaluation_id: str, cycle_id: str, form: CycleForm) -> None:
    """Give a cycle another name and other days; its ratings stay where they are.

    Raises:
        ProblemsError: the label is empty or taken, or the dates are reversed.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        cycles = _cycles(transaction, evaluation_id)
        found = _one(cycles, cycle_id)
        _check(form, [cycle for cycle in cycles if cycle.id != cycle_id])
        changed = replace(found, label=tidy(form.label), starts_on=form.starts_on, ends_on=form.ends_on)
        change_cycle(transaction, changed)
        note(app, transaction, viewer, _act("change", changed, before=found.label, label=changed.label))


def close_cycle(app: App, viewer: Viewer, evaluation_id: str) -> None:
    """Close the newest cycle: it takes no more answers until it is reopened or the next one begins.

    Raises:
        RefusedError: it is closed already, or a programme's, which is closed with a signature.
    """
    _set_state(app, viewer, evaluation_id, "closed", "close")


def reopen_cycle(app: App, viewer: Viewer, evaluation_id: str) -> None:
    """Let the newest cycle take answers again; earlier ones stay closed, so history is not redrawn.

    Raises:
        RefusedError: it is open already, or a programme's, which is reopened with a reason.
    """
    _set_state(app, viewer, evaluation_id, "open", "reopen")


def open_revision(app: App, viewer: Viewer, evaluation_id: str, rubric_name: str) -> int:
    """Go on with a corrected rubric in the running cycle, and return how many answers came along.

    The cycle as it was is kept, closed, with the version that it pinned. A new one takes its place, name and
    days; answers to criteria in which both versions mean the same come along, all others are asked anew.

    Raises:
        RefusedError: the cycle is closed or the evaluation in the archive; nothing is rated yet, so the
            newest version counts by itself; or it is the same version.
    """
    require(viewer, "arrange", evaluation_id)
    rubric = rubric_named(app, rubric_name)
    with app.store.write() as transaction:
        found = one_evaluation(transaction, evaluation_id)
        running = cycles_of(transaction, evaluation_id)[-1]
        _refuse_ended(found, running)
        old = _pinned(app, running, rubric)
        if rubric.id != found.rubric_id:
            raise RefusedError("That is another rubric, not a version of this one. Start an evaluation.")
        revised = replace(
            running, id=app.new_id(), position=running.position + 1, state="open", rubric_sha256=None
        )
        change_cycle(transaction, replace(running, label=_earlier(running), state=REVISED))
        add_cycle(transaction, revised)
        keep_rubric(transaction, rubric, app.now())
        pin_rubric(transaction, revised.id, rubric.sha256, app.now())
        same = unchanged_criteria(old, rubric)
        brought = carry_answers(transaction, running.id, revised.id, same, app.now())
        move_carried(transaction, running.id, revised.id, same)
        facts: dict[str, Fact] = {"from": old.version, "to": rubric.version, "answers": brought}
        note(app, transaction, viewer, Act("open", "cycle", revised.id, evaluation_id, facts))
    return brought


def unchanged_criteria(old: Rubric, new: Rubric) -> list[str]:
    """Return the criteria of which an answer means the same in both versions, words and points included."""
    found = diff_rubrics(old, new)
    touched = {change.id for change in found.changed} | set(found.new)
    return [c.id for c in new.criteria() if c.id not in touched and old.criterion(c.id) is not None]


def _refuse_ended(found: Evaluation, running: Cycle) -> None:
    """Refuse to go on where no answer is taken: a revision would open again what the owner closed."""
    if found.state == "archived":
        raise RefusedError(f"“{found.title}” is in the archive. Bring it back before you revise its cycle.")
    if running.state != "open":
        raise RefusedError(f"{running.label} is {running.state}; only an open cycle can be revised.")


def _pinned(app: App, running: Cycle, rubric: Rubric) -> Rubric:
    if running.rubric_sha256 is None:
        raise RefusedError("Nothing is rated in this cycle yet, so the newest version counts by itself.")
    if running.rubric_sha256 == rubric.sha256:
        raise RefusedError("This cycle uses exactly this version already.")
    return kept_rubric(app.store, running.rubric_sha256)


def _set_state(app: App, viewer: Viewer, evaluation_id: str, state: str, verb: ActVerb) -> None:
    require(viewer, "own", evaluation_id)
    with app.store.write() as transaction:
        newest = _cycles(transaction, evaluation_id)[-1]
        if one_evaluation(transaction, evaluation_id).purpose in LOOPS:
            raise RefusedError(
                "A programme’s cycle is closed with a signature, reopened with a reason, on “Close and sign”."
            )
        if newest.state == state:
            raise RefusedError(f"{newest.label} is {state} already.")
        change_cycle(transaction, replace(newest, state=state))
        note(app, transaction, viewer, _act(verb, newest, label=newest.label))


def _refuse_unsigned(transaction: Transaction, newest: Cycle) -> None:
    """Let no cycle of a programme end without a signature once something counts in it."""
    is_programme = one_evaluation(transaction, newest.evaluation_id).purpose in LOOPS
    counts = newest.id in event_counts(transaction, newest.evaluation_id)
    if is_programme and newest.state == "open" and counts:
        raise RefusedError(f"Close and sign {newest.label} first; then the next cycle can open.")


def _cycles(transaction: Transaction, evaluation_id: str) -> tuple[Cycle, ...]:
    one_evaluation(transaction, evaluation_id)
    return cycles_of(transaction, evaluation_id)


def _one(cycles: Sequence[Cycle], cycle_id: str) -> Cycle:
    for cycle in cycles:
        if cycle.id == cycle_id:
            return cycle
    raise NotFoundError("There is no such cycle in this evaluation.")


def _check(form: CycleForm, others: Sequence[Cycle]) -> None:
    problems = [
        *name_problems(form.label, "cycle"),
        *date_problems(form.starts_on, form.ends_on),
        *_taken(form.label, others),
    ]
    if problems:
        raise ProblemsError(problems)


def _taken(label: str, others: Sequence[Cycle]) -> Iterator[Problem]:
    if name_key(label) in {name_key(cycle.label) for cycle in others}:
        yield Problem("cycle", 0, f"there is a cycle “{tidy(label)}” already; give this one another name.")


def _earlier(cycle: Cycle) -> str:
    """Return the name of a cycle in whose place a corrected one stands, unique within the evaluation."""
    return f"{cycle.label} (before revision {cycle.position})"


def _act(verb: ActVerb, cycle: Cycle, **facts: Fact) -> Act:
    return Act(verb, "cycle", cycle.id, cycle.evaluation_id, facts)
