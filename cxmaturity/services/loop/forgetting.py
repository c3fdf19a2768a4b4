"""What of a person stands in plans: their personal goal goes with them; ids and numbers stay."""

from __future__ import annotations

from dataclasses import replace

from cxmaturity.domain.planning import Action
from cxmaturity.store.bodies import read_as, written
from cxmaturity.store.engine import Transaction
from cxmaturity.store.loop_entries import blank_body, bodies_naming


def forget_personal_goals(transaction: Transaction, person_id: str) -> None:
    """Take a person's goal out of every revision of every plan, those that pivots left behind included."""
    for evaluation_id, kind, entry_id, revision, body in bodies_naming(transaction, f'"{person_id}"'):
        if kind == "action":
            kept = written(_without(read_as(Action, body), person_id))
            blank_body(transaction, (evaluation_id, kind, entry_id, revision), kept)


def _without(action: Action, person_id: str) -> Action:
    goals = {who: goal for who, goal in action.enablement.goals.items() if who != person_id}
    history = tuple(
        event if event.was is None else replace(event, was=_without(event.was, person_id))
        for event in action.history
    )
    return replace(action, enablement=replace(action.enablement, goals=goals), history=history)
