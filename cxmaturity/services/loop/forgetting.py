"""What of a person stands in plans, evidence and figures: their words go; ids, dates and numbers stay.

An entry is written whole at each change, so words stand in every later revision, whoever made it; whose they
are is told by who wrote them first. What things are called (actions, goals, processes) is everybody's; it
stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
import json
import re
from types import MappingProxyType
from typing import Any

from cxmaturity.store.engine import Transaction
from cxmaturity.store.loop_entries import (
    TAKEN_AWAY,
    Entry,
    EntryKind,
    books_naming,
    rename_entry,
    rewrite_body,
)
from cxmaturity.store.texts import ERASED

WORDS: Mapping[EntryKind, frozenset[str]] = MappingProxyType(
    {
        "goal": frozenset({"why"}),
        "action": frozenset({"buy_in", "reason"}),
        "evidence": frozenset({"title", "link"}),
        "assumption": frozenset({"text", "study", "learned"}),
        "reading": frozenset({"source", "note"}),
        "objective": frozenset({"reason", "source", "note"}),
        "consensus": frozenset({"reason"}),
        "harm": frozenset({"reason"}),
    }
)
TAKES_FROM: Mapping[EntryKind, EntryKind] = MappingProxyType({"action": "harm", "objective": "reading"})
PERSONAL_GOALS, ADDRESS = "goals", "link"
Change = Callable[[str, str], str]  # a field's name and text → its text


def forget_words(transaction: Transaction, person_id: str, new_id: Callable[[], str]) -> None:
    """Take what a person wrote out of every revision of every entry, and their personal goal out of plans."""
    for evaluation_id, entries in groupby(books_naming(transaction, person_id), lambda row: row[0]):
        book = _book([entry for _, entry in entries])
        said = {place: _said(revisions, person_id) for place, revisions in book.items()}
        for (kind, entry_id), revisions in book.items():
            place = evaluation_id, kind, entry_id
            if kind == "issue":
                _forget_issue(transaction, place, revisions, person_id, new_id)
                continue
            forgetting = _Forgetting(person_id, said[kind, entry_id], _taken(said, kind, entry_id))
            for entry in revisions:
                body = forgetting.body(kind, entry.body)
                if body != entry.body:
                    rewrite_body(transaction, place, entry.revision, body)


Place = tuple[EntryKind, str]


@dataclass(frozen=True, slots=True)
class _Forgetting:
    """What is taken out of one entry: words ``said`` there, and words ``taken`` over from another entry."""

    person_id: str
    said: frozenset[str]
    taken: frozenset[str]

    def body(self, kind: EntryKind, body: str) -> str:
        """Return a body without them."""
        if body == TAKEN_AWAY:
            return body
        changed = _changed(self._without_goal(json.loads(body)), self._change(WORDS.get(kind, frozenset())))
        return json.dumps(changed, ensure_ascii=False, sort_keys=True)

    def _change(self, fields: frozenset[str]) -> Change:
        def change(field: str, text: str) -> str:
            if field not in fields:
                return text
            if text in self.said | self.taken:
                return "" if field == ADDRESS else ERASED
            for words in self.taken:  # reasons against harm stand side by side: “title: words; title: words”
                text = re.sub(rf"(?<=: ){re.escape(words)}(?=; |$)", lambda _: ERASED, text)
            return text

        return change

    def _without_goal(self, value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
        """Leave out the person's own goal, in plans that pivots left behind too."""
        if isinstance(value, list):
            return [self._without_goal(each) for each in value]
        if not isinstance(value, dict):
            return value
        kept = {name: self._without_goal(each) for name, each in value.items()}
        goals = kept.get(PERSONAL_GOALS)
        if isinstance(goals, dict):
            kept[PERSONAL_GOALS] = {who: goal for who, goal in goals.items() if who != self.person_id}
        return kept


def _book(entries: Sequence[Entry]) -> dict[Place, list[Entry]]:
    """Return the revisions of each entry of one evaluation, oldest first."""
    found: dict[Place, list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.id), []).append(entry)
    return found


def _said(revisions: Sequence[Entry], person_id: str) -> frozenset[str]:
    """Return the words of an entry that a person wrote first."""
    known: set[str] = set()
    own: set[str] = set()
    for entry in revisions:
        words = set(_words(entry))
        if entry.actor_id == person_id:
            own |= words - known
        known |= words
    return frozenset(own)


def _words(entry: Entry) -> Iterator[str]:
    found: list[str] = []

    def look(field: str, text: str) -> str:
        if text and field in WORDS.get(entry.kind, frozenset()):
            found.append(text)
        return text

    if entry.body != TAKEN_AWAY:
        _changed(json.loads(entry.body), look)
    yield from found


def _taken(said: Mapping[Place, frozenset[str]], kind: EntryKind, entry_id: str) -> frozenset[str]:
    """Return the words that an entry takes over: the source of its baseline, answers to harm it may do."""
    source = TAKES_FROM.get(kind)
    others = (
        words for (other, name), words in said.items() if other == source and name.startswith(f"{entry_id}/")
    )
    return frozenset().union(*others)


def _changed(value: Any, change: Change, field: str = "") -> Any:  # noqa: ANN401 - JSON is of any type
    if isinstance(value, dict):
        return {name: _changed(each, change, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_changed(each, change, field) for each in value]
    return change(field, value) if isinstance(value, str) else value


def _forget_issue(
    transaction: Transaction,
    place: tuple[str, EntryKind, str],
    revisions: Sequence[Entry],
    person_id: str,
    new_id: Callable[[], str],
) -> None:
    """Take away an issue that nobody else named; its words stand in its id as well."""
    if all(entry.actor_id == person_id for entry in revisions):
        for entry in revisions:
            rewrite_body(transaction, place, entry.revision, TAKEN_AWAY)
        rename_entry(transaction, place, new_id())
