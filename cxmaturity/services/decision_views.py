"""Decision records as screens and reports show them: names as people and subjects have them today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cxmaturity.domain.workshop.decisions import Basis, Outcome, decision_words
from cxmaturity.store.decisions import Decision, Words, broken_seals
from cxmaturity.store.engine import Reader
from cxmaturity.store.people import names_of
from cxmaturity.store.texts import ERASED


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One revision of a decision record.

    ``words`` is the decision as one sentence; ``decided_by`` are names, ``written_by`` who wrote it down.
    ``is_whole`` is False where the record is not what was sealed. ``people`` are the ids of all whose names
    or words stand in it.
    """

    revision: int
    words: str
    outcome: Outcome
    chosen: tuple[str, ...]
    subject_ids: tuple[str, ...]
    reason: str
    conditions: str
    dissent: str
    decided_by: tuple[str, ...]
    look_again_on: date | None
    written_by: str
    written_at: datetime
    basis: Basis
    seal: str
    is_whole: bool
    people: tuple[str, ...]


def decision_views(
    reader: Reader, decisions: Sequence[Decision], names: Mapping[str, str]
) -> tuple[DecisionView, ...]:
    """Return a workshop's decision record, newest revision first; ``names`` are the room's subjects by id."""
    if not decisions:
        return ()
    everybody = {person for one in decisions for person in (*one.deciders, one.person_id)}
    people = names_of(reader, sorted(everybody))
    broken = broken_seals(tuple(decisions))
    return tuple(
        _view(one, names, people, is_whole=one.revision not in broken) for one in reversed(decisions)
    )


def _view(
    one: Decision, names: Mapping[str, str], people: Mapping[str, str], *, is_whole: bool
) -> DecisionView:
    chosen = tuple(names[subject] for subject in one.subjects)
    first = [names[subject] for subject in one.basis.first]
    return DecisionView(
        revision=one.revision,
        words=decision_words(one.outcome, chosen, first, one.basis.verdict),
        outcome=one.outcome,
        chosen=chosen,
        subject_ids=one.subjects,
        reason=_said(one.reason),
        conditions=_said(one.conditions),
        dissent=_said(one.dissent),
        decided_by=tuple(people.get(person, "") for person in one.deciders),
        look_again_on=one.look_again_on,
        written_by=people.get(one.person_id, ""),
        written_at=one.recorded_at,
        basis=one.basis,
        seal=one.seal,
        is_whole=is_whole,
        people=tuple(sorted({*one.deciders, one.person_id})),
    )


def _said(words: Words) -> str:
    return ERASED if words.is_erased else words.body
