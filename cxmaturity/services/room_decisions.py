"""Writing down what a workshop decided, sealed with the result that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.domain.workshop.decisions import Basis, Outcome
from cxmaturity.domain.workshop.settings import Settings
from cxmaturity.services.access import Viewer
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, text_problems, tidy
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_log import state_of
from cxmaturity.services.seats import host_seat
from cxmaturity.services.workshop_results import results_view
from cxmaturity.services.workshop_screens import ResultsView
from cxmaturity.store.decisions import Decision, add_decision, decisions_of, wrote
from cxmaturity.store.engine import Transaction
from cxmaturity.store.people import Person, add_people, names_of
from cxmaturity.store.subjects import name_key
from cxmaturity.store.workshops import held_workshop

MOST_DECIDERS = 30


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What was decided. ``subjects`` are ids of the room's, ``decided_by`` names.

    ``seen`` is the revision that its author was looking at, 0 where nothing was written down yet.
    """

    outcome: Outcome
    reason: str
    decided_by: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    conditions: str = ""
    dissent: str = ""
    look_again_on: date | None = None
    seen: int = 0


def record_decision(app: App, viewer: Viewer, workshop_id: str, new: NewDecision) -> int:
    """Write a decision down, or correct the one there is, and return its revision; earlier ones stay.

    Raises:
        AccessError: the viewer does not host this workshop.
        RefusedError: the result is not open yet, or somebody else wrote one down meanwhile.
        ProblemsError: outcome, reason, names or day cannot be; all of them.
    """
    state = state_of(app, workshop_id)
    host_seat(viewer, state.workshop)
    view = results_view(app, viewer, workshop_id)
    stood = state.decisions[-1].look_again_on if state.decisions else None
    problems = list(_problems(new, state.room.settings, app.now().date(), stood))
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        held = held_workshop(transaction, workshop_id)
        before = decisions_of(transaction, workshop_id)
        if len(before) != new.seen:
            raise RefusedError("Somebody else wrote the decision down meanwhile. Read it, then correct it.")
        deciders = _deciders(app, transaction, state, new.decided_by)
        made = _decision(app, viewer, state, new, deciders)
        made = replace(made, basis=basis_of(state, view))
        made = replace(made, seal=made.sealed_after(before[-1].seal if before else ""))
        add_decision(transaction, made)
        facts: dict[str, Fact] = {"outcome": new.outcome, "revision": made.revision}
        act = Act("change" if before else "create", "decision", workshop_id, held.evaluation_id, facts)
        note(app, transaction, viewer, act)
    app.rooms.room(workshop_id).decided(made)
    return made.revision


def people_to_name(app: App, viewer: Viewer, workshop_id: str) -> tuple[str, ...]:
    """Return whom the form offers as deciders: who was in the room, told apart where two share a name."""
    state = state_of(app, workshop_id)
    host_seat(viewer, state.workshop)
    return tuple(_in_the_room(state))


def basis_of(state: RoomState, view: ResultsView) -> Basis:
    """Return the result that a decision rests on."""
    ids = {subject.name: subject.id for subject in view.head.subjects}
    final, sure = view.final, view.final.robustness
    ranked = [one for one in final.ranked if one.subject not in view.compared]
    first = [ids[one.subject] for one in ranked if one.rank == ranked[0].rank]
    return Basis(
        rubric=final.rubric.title,
        version=final.rubric.version,
        rubric_sha256=state.room.settings.rubric_sha256,
        rounds=len(view.rounds),
        people=view.raters,
        first=tuple(first),
        verdict=(sure.verdict or "") if sure else "",
        sure=sure.p_first.get(ranked[0].subject) if sure and ranked else None,
        draws=sure.draws if sure else 0,
        seed=sure.seed if sure else 0,
        weights=dict(state.room.settings.weights),
        scores={ids[one.subject]: one.score for one in final.subjects},
        result_sha256=view.result_sha256,
    )


def _decision(
    app: App, viewer: Viewer, state: RoomState, new: NewDecision, deciders: tuple[str, ...]
) -> Decision:
    return Decision(
        workshop_id=state.workshop.id,
        revision=new.seen + 1,
        outcome=new.outcome,
        subjects=new.subjects if new.outcome == "chosen" else (),
        deciders=deciders,
        reason=wrote(app.new_id(), new.reason.strip()),
        conditions=wrote(app.new_id(), new.conditions.strip()),
        dissent=wrote(app.new_id(), new.dissent.strip()),
        look_again_on=new.look_again_on,
        basis=Basis("", "", "", 0, 0),
        person_id=viewer.person_id,
        recorded_at=app.now(),
    )


def _problems(new: NewDecision, settings: Settings, today: date, stood: date | None) -> Iterator[Problem]:
    yield from _whom(new, settings)
    if not new.reason.strip():
        yield Problem("why", 0, "this is empty; say in a sentence what decided it.")
    for field, text in (("why", new.reason), ("conditions", new.conditions), ("dissent", new.dissent)):
        yield from text_problems(text, field)
    yield from _by_whom(new.decided_by)
    if new.look_again_on not in (None, stood) and new.look_again_on < today:  # a day that stands may pass
        yield Problem("look_again_on", 0, f"{new.look_again_on} is over; choose a later day.")


def _whom(new: NewDecision, settings: Settings) -> Iterator[Problem]:
    contest = {subject.id for subject in settings.subjects} - settings.compared
    word = settings.subject_word
    if new.outcome == "chosen" and not new.subjects:
        yield Problem("chosen", 0, f"this is empty; name at least one {word}, or say that nobody is chosen.")
    if not set(new.subjects) <= contest:
        yield Problem("chosen", 0, f"this names a {word} that was not up for choice in this workshop.")


def _by_whom(names: Sequence[str]) -> Iterator[Problem]:
    named = [name for name in names if name.strip()]
    if not named:
        yield Problem("decided_by", 0, "this is empty; name whoever decides.")
    if len(named) > MOST_DECIDERS:
        yield Problem("decided_by", 0, f"{len(named)} are named; at most {MOST_DECIDERS} fit.")
    for name in named:
        yield from name_problems(name, "decided_by")


def _deciders(app: App, transaction: Transaction, state: RoomState, names: Sequence[str]) -> tuple[str, ...]:
    """Return who these are: people of the room, or named before; whoever is new becomes a person."""
    earlier = {person for one in state.decisions for person in one.deciders}
    known = {name_key(name): person for person, name in names_of(transaction, sorted(earlier)).items()}
    known |= {name_key(label): person for label, person in _in_the_room(state).items()}
    wanted = dict.fromkeys(tidy(name) for name in names if name.strip())
    new = {name: app.new_id() for name in wanted if name_key(name) not in known}
    if new:
        now = app.now()
        add_people(transaction, [Person(person, name, "member", now) for name, person in new.items()])
    return tuple(dict.fromkeys(new.get(name) or known[name_key(name)] for name in wanted))


def _in_the_room(state: RoomState) -> dict[str, str]:
    """Return the ids of those who gave a name, by that name, with their number where two share one."""
    named = [person for person in state.people if person.name]
    shared = Counter(name_key(person.name) for person in named)
    return {
        f"{one.name} ({one.number})" if shared[name_key(one.name)] > 1 else one.name: one.id for one in named
    }
