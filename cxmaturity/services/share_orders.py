"""Share links made and looked after by commands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
import json
from typing import Final, TypeVar

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError
from cxmaturity.domain.sharing import FILES, KINDS, PAGES, PARTS, USUAL_LIFE, Scope, Verb, last_day_of
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.boxes import boxed
from cxmaturity.services.evaluations import evaluation_meant
from cxmaturity.services.orders import Order, Said, base_of
from cxmaturity.services.sharing import (
    NewShare,
    ShareView,
    change_share,
    create_share,
    publish_edition,
    shares,
)
from cxmaturity.store.evaluations import Evaluation, cycles_of
from cxmaturity.store.subjects import subjects_of
from cxmaturity.store.workshops import all_workshops

Word = TypeVar("Word", bound=str)


@dataclass(slots=True)
class _Reading:
    """The words of an order, and what is wrong with them."""

    order: Order
    problems: list[Problem]

    def chosen(self, name: str, allowed: Collection[Word], usual: Word) -> Word:
        """Return one word of a list."""
        said = self.order.word(name) or usual
        for word in allowed:
            if word == said:
                return word
        self.problems.append(Problem(f"--{name}", 0, f"“{said}” is none of {', '.join(allowed)}."))
        return usual

    def several(self, name: str, allowed: Collection[Word]) -> frozenset[Word]:
        """Return some words of a list; all where none is said, nothing for ``none``."""
        said = self.order.word(name)
        if not said:
            return frozenset(allowed)
        asked = {word.strip() for word in said.split(",")} - {"none", ""}
        for word in sorted(asked.difference(allowed)):
            self.problems.append(Problem(f"--{name}", 0, f"“{word}” is none of {', '.join(allowed)}."))
        return frozenset(word for word in allowed if word in asked)

    def day(self, name: str, usual: date) -> date:
        """Return a day."""
        said = self.order.word(name)
        try:
            return date.fromisoformat(said) if said else usual
        except ValueError:
            self.problems.append(Problem(f"--{name}", 0, f"“{said}” is no day; write it as 2026-12-31."))
            return usual


def share_create(app: App, viewer: Viewer, order: Order) -> Said:
    """Make a link and print it, once.

    Raises:
        ProblemsError: something in the order is wrong; all of it.
    """
    base = base_of(order)
    made = create_share(app, viewer, _new(app, order))
    address = base.rstrip("/") + made.path
    if order.word("json"):
        plain = {"id": made.id, "url": address, "boxes": list(made.unset)}
        return Said(json.dumps(plain, ensure_ascii=False) + "\n")
    boxes = f"{boxed(made.unset)}\n" if made.unset else ""
    said = f"{address}\nIt is shown only now. Take it back with: cxmaturity share revoke {made.id}\n"
    return Said(said, err=boxes)


def share_list(app: App, viewer: Viewer, order: Order) -> Said:
    """Print the links of an evaluation, of all where none is named."""
    named = order.word("evaluation")
    found = shares(app, viewer, evaluation_meant(app, named).id if named else "")
    if order.word("json"):
        return Said(json.dumps([_plain(each) for each in found], ensure_ascii=False) + "\n")
    return Said("".join(f"{_line(each)}\n" for each in found) or "There are no share links yet.\n")


def share_change(app: App, viewer: Viewer, order: Order) -> Said:
    """Pause, resume, revoke or extend a link, or publish under it."""
    share_id, verb = order.word("id"), order.word("change")
    if verb == "publish":
        return Said(f"Edition {publish_edition(app, viewer, share_id)} is published.\n")
    for known, done in CHANGES.items():
        if known == verb:
            reading = _Reading(order, [])
            until = reading.day("until", app.now().date() + USUAL_LIFE) if known == "extend" else None
            _refuse(reading.problems)
            change_share(app, viewer, share_id, known, until)
            return Said(f"The link {done}{f' until {until}' if until else ''}.\n")
    raise ProblemsError([Problem("share", 0, f"“{verb}” is nothing that can be done to a link.")])


CHANGES: Final[Mapping[Verb, str]] = {
    "pause": "is paused; resume it with: cxmaturity share resume",
    "resume": "opens again",
    "revoke": "is revoked for good",
    "extend": "opens",
}


def _new(app: App, order: Order) -> NewShare:
    reading = _Reading(order, [])
    found = evaluation_meant(app, order.word("evaluation"))
    page, kind = reading.chosen("page", PAGES, "result"), reading.chosen("kind", KINDS, "frozen")
    parts, files = reading.several("parts", PARTS), reading.several("files", FILES)
    until = reading.day("until", app.now().date() + USUAL_LIFE)
    masked, comments, names = (bool(order.word(name)) for name in ("masked", "comments", "names"))
    reading.problems += _contradictions(page, masked=masked, comments=comments, names=names)
    _refuse(reading.problems)
    cycle = _cycle(app, found, order.word("cycle")) if order.word("cycle") else ""
    workshop = _workshop(app, found, order.word("workshop")) if page == "workshop" else ""
    subject = _subject(app, found, order.word("subject")) if page == "programme" else ""
    scope = Scope(found.id, page, cycle, parts, files, masked, comments, names, workshop, subject)
    return NewShare(scope, kind, order.word("for"), until, order.word("password"))


def _contradictions(page: str, *, masked: bool, comments: bool, names: bool) -> Iterator[Problem]:
    if masked and page == "programme":
        yield Problem("--masked", 0, "a plan's words may name what is masked; share the result or progress.")
    if masked and comments:
        yield Problem("--masked", 0, "comments may name what is masked; leave one of the two out.")
    if names and not comments and page not in {"programme", "workshop"}:
        yield Problem("--names", 0, "people are named beside their comments only; add --comments.")


def _cycle(app: App, found: Evaluation, said: str) -> str:
    cycles = cycles_of(app.store, found.id)
    for cycle in cycles:
        if said in {cycle.id, cycle.label}:
            return cycle.id
    labels = ", ".join(cycle.label for cycle in cycles)
    raise NotFoundError(f"“{found.title}” has no cycle “{said[:60]}”; it has {labels}.")


def _workshop(app: App, found: Evaluation, said: str) -> str:
    """Return the id of a workshop of an evaluation, the newest where none is named."""
    rooms = [room.id for room in all_workshops(app.store) if room.evaluation_id == found.id]
    if said in rooms:
        return said
    if said or not rooms:
        which = f"no workshop “{said[:60]}”" if said else "no workshop"
        raise NotFoundError(f"“{found.title}” has {which}; it has {', '.join(rooms) or 'none'}.")
    return rooms[0]


def _subject(app: App, found: Evaluation, said: str) -> str:
    """Return the id of a subject by its name; empty for the first one."""
    subjects = subjects_of(app.store, found.id)
    named = next((subject.id for subject in subjects if subject.name == said), "")
    if said and not named:
        names = ", ".join(subject.name for subject in subjects)
        raise NotFoundError(f"“{found.title}” has no “{said[:60]}”; it has {names}.")
    return named


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ProblemsError(problems)


def _plain(view: ShareView) -> dict[str, object]:
    return {
        "id": view.id,
        "for": view.label,
        "kind": view.kind,
        "state": view.state,
        "evaluation": view.title,
        "page": view.scope.page,
        "masked": view.scope.is_masked,
        "password": view.has_password,
        "expires_at": None if view.expires_at is None else f"{view.expires_at.isoformat()}Z",
        "editions": view.editions,
        "opens": view.opens,
    }


def _line(view: ShareView) -> str:
    until = f" until {last_day_of(view.expires_at)}" if view.expires_at else ""
    opened = f"opened {view.opens} times (may include mail scanners)"
    what = f"{view.kind} {view.scope.page} of {view.title}"
    return f"{view.id}  {view.state}{until}  {what}, {view.label}: {opened}"
