"""Decision records of workshops: appended, a row for every correction."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
import json

from cxmaturity.domain.workshop.decisions import Basis, Outcome
from cxmaturity.store.bodies import read_as, written
from cxmaturity.store.engine import Reader, Row, Transaction, query
from cxmaturity.store.texts import Text, add_texts

SEALED = ("outcome", "subjects", "deciders", "look_again_on", "basis", "person_id", "recorded_at")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in a record; ``sha256`` stays when the ``body`` is erased."""

    body: str = ""
    sha256: str = ""
    id: str = ""
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """One revision of a workshop's decision record. ``subjects`` and ``deciders`` are ids.

    ``seal`` is the hash of all that stands in it and of the revision before.
    """

    workshop_id: str
    revision: int
    outcome: Outcome
    subjects: tuple[str, ...]
    deciders: tuple[str, ...]
    reason: Words
    conditions: Words
    dissent: Words
    look_again_on: date | None
    basis: Basis
    person_id: str
    recorded_at: datetime
    seal: str = field(default="", compare=False)

    def sealed_after(self, before: str) -> str:
        """Return the hash of this record, given that of the one before it; empty for the first."""
        stood = asdict(replace(self, basis=read_as(Basis, written(self.basis))))  # numbers as they come back
        document = {name: stood[name] for name in SEALED}
        document |= {name: stood[name]["sha256"] for name in ("reason", "conditions", "dissent")}
        document |= {"before": before, "workshop": self.workshop_id, "revision": self.revision}
        return sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()


def wrote(new_id: str, body: str) -> Words:
    """Return words as they are to be kept; nothing is nothing."""
    return Words(body, sha256(body.encode()).hexdigest(), new_id) if body else Words()


def decisions_of(reader: Reader, workshop_id: str) -> tuple[Decision, ...]:
    """Return every revision of a workshop's decision record, oldest first."""
    return tuple(map(_decision, reader.read(query("decisions"), [workshop_id])))


def add_decision(transaction: Transaction, decision: Decision) -> None:
    """Append a revision with its words.

    Raises:
        ConflictError: somebody else wrote this revision first.
    """
    said = {"decision": decision.reason, "condition": decision.conditions, "dissent": decision.dissent}
    by, at = decision.person_id, decision.recorded_at
    add_texts(transaction, [Text(w.id, by, kind, w.body, at) for kind, w in said.items() if w.id])
    transaction.run(
        "insert into decisions (workshop_id, revision, outcome, subjects, deciders, reason_id, "
        "conditions_id, dissent_id, look_again_on, basis, sha256, person_id, recorded_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [
            decision.workshop_id,
            decision.revision,
            decision.outcome,
            json.dumps(decision.subjects),
            json.dumps(decision.deciders),
            decision.reason.id,
            decision.conditions.id or None,
            decision.dissent.id or None,
            decision.look_again_on,
            written(decision.basis),
            decision.seal,
            by,
            at,
        ],
    )


def broken_seals(decisions: tuple[Decision, ...]) -> tuple[int, ...]:
    """Return the revisions of one workshop's record that are not what was sealed."""
    before, broken = "", []
    for decision in decisions:
        if decision.seal != decision.sealed_after(before):
            broken.append(decision.revision)
        before = decision.seal
    return tuple(broken)


def _decision(row: Row) -> Decision:
    workshop_id, revision, outcome, subjects, deciders, look_again_on, basis, seal, by, at, *texts = row
    reason, conditions, dissent = (_words(*texts[place : place + 4]) for place in (0, 4, 8))
    return Decision(
        workshop_id=workshop_id,
        revision=revision,
        outcome=outcome,
        subjects=tuple(json.loads(subjects)),
        deciders=tuple(json.loads(deciders)),
        reason=reason,
        conditions=conditions,
        dissent=dissent,
        look_again_on=look_again_on,
        basis=read_as(Basis, basis),
        person_id=by,
        recorded_at=at,
        seal=seal,
    )


def _words(text_id: str | None, body: str | None, digest: str | None, erased_at: datetime | None) -> Words:
    return Words(body or "", digest or "", text_id or "", is_erased=erased_at is not None)
