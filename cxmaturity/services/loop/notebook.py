"""Everything that a programme has written down, as the domain knows it: subjects by name, people by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from cxmaturity.domain.assumptions import Assumption
from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.evidence import EvidenceItem
from cxmaturity.domain.groups import Respondent
from cxmaturity.domain.issues import Issue
from cxmaturity.domain.kpis import KPIGoal, KPIReading
from cxmaturity.domain.planning import Action, Goal
from cxmaturity.domain.rewording import stamped
from cxmaturity.domain.targets import Target
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.overview import refuse_archived
from cxmaturity.services.rubrics import kept_rubric, rubric_named
from cxmaturity.store.bodies import read_as, written
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import cycles_of, one_evaluation
from cxmaturity.store.loop_entries import (
    TAKEN_AWAY,
    Entry,
    EntryKind,
    entries_extent,
    entries_of,
    put_entry,
    revision_of,
)
from cxmaturity.store.people import erasures
from cxmaturity.store.subjects import identities, subjects_of

T = TypeVar("T", Target, Action, EvidenceItem, Assumption, KPIReading, KPIGoal, Issue, "Consensus")
Agreed = Mapping[str, Mapping[str, float]]  # subject's id → criterion → raw value


@dataclass(frozen=True, slots=True)
class Consensus:
    """A value that a facilitator set after the talk, and how the room came to it; ``cycle`` is an id."""

    cycle: str
    subject: str
    criterion: str
    value: float
    level: str
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Invited:
    """A respondent as invited: their group and function, and the link that was given to them."""

    id: str
    group: str
    function: str = ""
    link: str = ""

    @property
    def respondent(self) -> Respondent:
        """Return them as the domain counts them."""
        return Respondent(self.id, self.group, self.function)


@dataclass(frozen=True, slots=True)
class ScreenedAs:
    """Where the progress questions of an action are answered: which evaluation, which two subjects, by id."""

    action: str
    evaluation: str
    subject: str
    way: str


@dataclass(frozen=True, slots=True)
class HarmAnswer:
    """Why an action is right although somebody sees harm in one of the progress questions."""

    action: str
    criterion: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notebook:
    """The entries of one evaluation as they are now, each kind in the order of first being written.

    ``agreed`` are the consensus values by cycle, with subjects by id: each cycle knows who an id stood for.
    """

    targets: tuple[Target, ...] = ()
    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    readings: tuple[KPIReading, ...] = ()
    objectives: tuple[KPIGoal, ...] = ()
    invited: tuple[Invited, ...] = ()
    issues: tuple[Issue, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    screened: Mapping[str, ScreenedAs] = field(default_factory=dict)
    harms: tuple[HarmAnswer, ...] = ()
    revisions: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def action(self, action_id: str) -> Action:
        """Return an action by its id.

        Raises:
            NotFoundError: there is none.
        """
        for action in self.actions:
            if action.id == action_id:
                return action
        raise NotFoundError("There is no such action. It may have been taken away.")

    def assumption(self, assumption_id: str) -> Assumption:
        """Return an assumption by its id.

        Raises:
            NotFoundError: there is none.
        """
        for assumption in self.assumptions:
            if assumption.id == assumption_id:
                return assumption
        raise NotFoundError("There is no such assumption. It may have been taken away.")

    def actions_about(self, subject: str) -> tuple[Action, ...]:
        """Return the actions about one subject."""
        return tuple(action for action in self.actions if action.subject == subject)

    @property
    def respondents(self) -> tuple[Respondent, ...]:
        """Return everybody who was asked, as the domain counts them."""
        return tuple(each.respondent for each in self.invited)


def notebook(app: App, evaluation_id: str) -> Notebook:
    """Return what is written down about an evaluation; read anew only after a change or an erasure."""
    extent, names = entries_extent(app.store, evaluation_id), subject_names(app.store, evaluation_id)
    state = (extent, erasures(app.store), tuple(names.items()))
    return app.memory.keep(
        ("notebook", evaluation_id), state, lambda: read_notebook(app.store, evaluation_id, names)
    )


def read_notebook(reader: Reader, evaluation_id: str, names: Mapping[str, str]) -> Notebook:
    """Return what is written down, straight from the store."""
    entries = entries_of(reader, evaluation_id)
    held = [entry for entry in entries if entry.body != TAKEN_AWAY]

    def all_of(entry_kind: EntryKind, kind: type[T]) -> tuple[T, ...]:
        found = (read_as(kind, entry.body) for entry in held if entry.kind == entry_kind)
        return tuple(replace(each, subject=names.get(each.subject, each.subject)) for each in found)

    return Notebook(
        targets=all_of("target", Target),
        goals=tuple(read_as(Goal, entry.body) for entry in held if entry.kind == "goal"),
        actions=all_of("action", Action),
        evidence=all_of("evidence", EvidenceItem),
        assumptions=all_of("assumption", Assumption),
        readings=all_of("reading", KPIReading),
        objectives=all_of("objective", KPIGoal),
        invited=tuple(read_as(Invited, entry.body) for entry in held if entry.kind == "respondent"),
        issues=all_of("issue", Issue),
        consensus=all_of("consensus", Consensus),
        agreed=_agreed([read_as(Consensus, entry.body) for entry in held if entry.kind == "consensus"]),
        screened={entry.id: read_as(ScreenedAs, entry.body) for entry in held if entry.kind == "screening"},
        harms=tuple(read_as(HarmAnswer, entry.body) for entry in held if entry.kind == "harm"),
        revisions={(entry.kind, entry.id): entry.revision for entry in entries},
    )


@dataclass(frozen=True, slots=True)
class Pen:
    """What writes into an evaluation's notebook during one transaction."""

    app: App
    transaction: Transaction
    viewer: Viewer
    evaluation_id: str

    def notes(self) -> Notebook:
        """Return what is written down at this moment; nobody changes it before the transaction ends."""
        names = subject_names(self.transaction, self.evaluation_id)
        return read_notebook(self.transaction, self.evaluation_id, names)

    def write(self, kind: EntryKind, entry_id: str, thing: object) -> None:
        """Write an entry or its next revision; subjects are kept by id, so a new name changes nothing.

        Whoever changes an entry reads it in the same transaction (`notes`), so that nobody's change is lost.

        Raises:
            RefusedError: the evaluation is in the archive.
        """
        self._put(kind, entry_id, written(self._stamped(self._by_id(thing))))

    def take_away(self, kind: EntryKind, entry_id: str) -> None:
        """Take an entry away; its history stays."""
        self._put(kind, entry_id, TAKEN_AWAY)

    def _put(self, kind: EntryKind, entry_id: str, body: str) -> None:
        refuse_archived(one_evaluation(self.transaction, self.evaluation_id))
        last = revision_of(self.transaction, self.evaluation_id, kind, entry_id)
        newest = cycles_of(self.transaction, self.evaluation_id)[-1]
        put_entry(
            self.transaction,
            self.evaluation_id,
            Entry(
                kind,
                entry_id,
                last,
                newest.id,
                body,
                self.viewer.person_id,
                self.app.now(),
            ),
        )

    def _stamped(self, thing: object) -> object:
        """Say by which version of the rubric a level is meant, where that is not said yet."""
        if not isinstance(thing, Target | Action):
            return thing
        if isinstance(thing, Action):
            return stamped(thing, self._version())
        return thing if thing.version else replace(thing, version=self._version())

    def _version(self) -> str:
        """Return the version that the newest cycle is rated with, as this transaction sees it."""
        pinned = cycles_of(self.transaction, self.evaluation_id)[-1].rubric_sha256
        if pinned is not None:
            return kept_rubric(self.transaction, pinned).version
        return rubric_named(self.app, one_evaluation(self.transaction, self.evaluation_id).rubric_id).version

    def _by_id(self, thing: object) -> object:
        if not isinstance(
            thing, Target | Action | EvidenceItem | Assumption | KPIReading | KPIGoal | Issue | Consensus
        ):
            return thing
        ids = {
            name: subject_id
            for subject_id, name in subject_names(self.transaction, self.evaluation_id).items()
        }
        kept = replace(thing, subject=ids.get(thing.subject, thing.subject))
        if isinstance(kept, KPIGoal):
            return replace(kept, baseline=replace(kept.baseline, subject=kept.subject))
        return kept


def _agreed(settled: Sequence[Consensus]) -> Mapping[str, Agreed]:
    """Return consensus values by cycle, subject and criterion: where one stands, it alone counts."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for each in settled:
        found.setdefault(each.cycle, {}).setdefault(each.subject, {})[each.criterion] = each.value
    return found


def subject_names(reader: Reader, evaluation_id: str) -> dict[str, str]:
    """Return the name of every subject by each id under which its answers lie; its own id comes last."""
    subjects = {subject.id: subject.name for subject in subjects_of(reader, evaluation_id)}
    lie_under = identities(reader, list(subjects))
    merged = {one: subjects[survivor] for one, survivor in lie_under.items() if one != survivor}
    return merged | subjects
