"""Keeping a record of acts: one line, written in the same transaction as the act."""

from __future__ import annotations

from dataclasses import dataclass, field
import json
from typing import Literal, Protocol

from cxmaturity.services.application import App
from cxmaturity.store.audit import AuditEvent, add_audit_event
from cxmaturity.store.engine import Transaction

ActVerb = Literal[
    "create", "change", "open", "close", "reopen", "add", "withdraw", "rename", "merge", "archive",
    "unarchive", "import", "confirm", "accept", "pause", "resume", "revoke", "extend", "publish",
    "erase", "remove", "load", "back up", "restore", "export",
]  # fmt: skip
Kind = Literal[
    "evaluation",
    "cycle",
    "subject",
    "person",
    "link",
    "owner key",
    "rubric",
    "weights",
    "demo",
    "store",
    "workshop",
    "decision",
    "share link",
    "organisation",
    "answer",
    "target",
    "goal",
    "action",
    "screening",
    "evidence",
    "assumption",
    "figure",
    "objective",
    "respondent",
    "consensus",
    "issue",
]
Fact = str | int | float | bool | None


class Actor(Protocol):
    """Whoever acts: a viewer."""

    @property
    def person_id(self) -> str:
        """Return who it is."""
        ...

    @property
    def grant_id(self) -> str:
        """Return by which way in."""
        ...


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to what. ``facts`` holds no answers, tokens or people's names: it outlives a person."""

    verb: ActVerb
    kind: Kind
    object_id: str
    evaluation_id: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)


def note(app: App, transaction: Transaction, actor: Actor, act: Act) -> None:
    """Record an act; it is undone together with the act if the transaction fails."""
    add_audit_event(
        transaction,
        AuditEvent(
            id=app.new_id(),
            occurred_at=app.now(),
            person_id=actor.person_id,
            grant_id=actor.grant_id,
            verb=act.verb,
            kind=act.kind,
            object_id=act.object_id,
            evaluation_id=act.evaluation_id,
            facts=json.dumps(act.facts, ensure_ascii=False, sort_keys=True),
        ),
    )
