"""The registry of subjects as people look after it: names, what belongs to what, and two that are one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from cxmaturity.domain.errors import ConflictError, Problem, ProblemsError, RefusedError
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, ActVerb, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.views import SubjectKind, SubjectStatus
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.subjects import (
    Registered,
    add_alias,
    demo_subjects,
    merge_subjects,
    one_subject,
    registry,
    rename_subject,
    set_parent,
    set_status,
)


@dataclass(frozen=True, slots=True)
class RegistryLine:
    """One subject of the registry. ``also`` are its other names; ``merged_into`` what it turned out to be.

    What took part in demo evaluations only is demo too.
    """

    id: str
    name: str
    kind: SubjectKind
    status: SubjectStatus
    also: tuple[str, ...]
    parent_id: str
    parent: str
    merged_into: str
    evaluations: int
    is_demo: bool = False


def subjects(app: App, viewer: Viewer) -> tuple[RegistryLine, ...]:
    """Return every subject by kind and name, those that were merged into another last."""
    require(viewer, "arrange")
    found = registry(app.store)
    names = {one.subject.id: one.subject.name for one in found}
    demo = demo_subjects(app.store)
    lines = (_line(one, names, is_demo=one.subject.id in demo) for one in found)
    return tuple(sorted(lines, key=lambda line: bool(line.merged_into)))


def rename(app: App, viewer: Viewer, subject_id: str, name: str) -> None:
    """Give a subject another name; imports and forms still find it by its earlier ones.

    Raises:
        ProblemsError: the name is empty or too long, or another subject of its kind goes by it.
    """
    _name(app, viewer, subject_id, name, rename_subject, "rename")


def let_go_by(app: App, viewer: Viewer, subject_id: str, alias: str) -> None:
    """Let a subject go by one more name, under which imports and forms find it.

    Raises:
        ProblemsError: the name is empty or too long, or another subject of its kind goes by it.
    """
    _name(app, viewer, subject_id, alias, add_alias, "change")


def say_status(app: App, viewer: Viewer, subject_id: str, status: SubjectStatus) -> None:
    """Say whether a subject is a partner already, a candidate, for comparison only, or retired."""
    require(viewer, "arrange")
    with app.store.write() as transaction:
        found = _living(transaction, subject_id)
        set_status(transaction, subject_id, status)
        _note(app, transaction, viewer, "change", found, status=status)


def say_parent(app: App, viewer: Viewer, subject_id: str, parent_id: str) -> None:
    """Say what a subject belongs to; empty for nothing.

    Raises:
        RefusedError: the subject would end up belonging to itself.
    """
    require(viewer, "arrange")
    with app.store.write() as transaction:
        found = _living(transaction, subject_id)
        if parent_id:
            _living(transaction, parent_id)
            _refuse_circle(transaction, subject_id, parent_id)
        set_parent(transaction, subject_id, parent_id or None)
        _note(app, transaction, viewer, "change", found, parent=parent_id)


def merge(app: App, viewer: Viewer, gone_id: str, survivor_id: str) -> None:
    """Say that two subjects are one: both names and all ratings mean the survivor from now on.

    No rating is rewritten. Where somebody rated both in one cycle, the later answer counts.

    Raises:
        RefusedError: they are of different kinds, the same one, or already merged.
    """
    require(viewer, "arrange")
    with app.store.write() as transaction:
        gone, survivor = _living(transaction, gone_id), _living(transaction, survivor_id)
        if gone_id == survivor_id:
            raise RefusedError("A subject cannot be merged into itself. Choose another one.")
        if gone.subject.kind != survivor.subject.kind:
            raise RefusedError(
                f"“{gone.subject.name}” is a {gone.subject.kind} and “{survivor.subject.name}” a "
                f"{survivor.subject.kind}; only subjects of one kind can be one."
            )
        below = _below(transaction, survivor_id, gone_id)
        if below is not None:  # else both would end up above and below each other
            set_parent(transaction, below, gone.parent_id)
        merge_subjects(transaction, gone_id, survivor_id)
        _note(app, transaction, viewer, "merge", gone, into=survivor.subject.name)


def _name(
    app: App,
    viewer: Viewer,
    subject_id: str,
    name: str,
    give: Callable[..., None],
    verb: ActVerb,
) -> None:
    require(viewer, "arrange")
    problems = list(name_problems(name, "name"))
    if problems:
        raise ProblemsError(problems)
    try:
        with app.store.write() as transaction:
            found = _living(transaction, subject_id)
            give(transaction, found.subject, tidy(name), app.now())
            _note(app, transaction, viewer, verb, found, name=tidy(name))
    except ConflictError as error:
        sentence = f"another {found.subject.kind} goes by “{tidy(name)}”; merge the two if they are one."
        raise ProblemsError([Problem("name", 0, sentence)]) from error


def _refuse_circle(reader: Reader, subject_id: str, parent_id: str) -> None:
    if subject_id in _upwards(reader, parent_id):
        raise RefusedError("So the subject would belong to itself. Choose another one.")


def _below(reader: Reader, subject_id: str, above_id: str) -> str | None:
    """Return the last one on the way up from a subject to another, None where that one is not above it."""
    way = _upwards(reader, subject_id)
    return way[way.index(above_id) - 1] if above_id in way[1:] else None


def _upwards(reader: Reader, subject_id: str) -> list[str]:
    """Return a subject and what it belongs to, one after another; a circle that is kept ends the walk."""
    parents = {one.subject.id: one.parent_id for one in registry(reader)}
    way: dict[str, None] = {}
    above: str | None = subject_id
    while above is not None and above not in way:
        way[above] = None
        above = parents.get(above)
    return list(way)


def _living(reader: Reader, subject_id: str) -> Registered:
    found = one_subject(reader, subject_id)
    if found.merged_into is not None:
        raise RefusedError(f"“{found.subject.name}” was merged into another subject. Change that one.")
    return found


def _note(
    app: App, transaction: Transaction, viewer: Viewer, verb: ActVerb, found: Registered, **facts: Fact
) -> None:
    before: dict[str, Fact] = {"subject": found.subject.name}
    note(app, transaction, viewer, Act(verb, "subject", found.subject.id, "", before | facts))


def _line(found: Registered, names: dict[str, str], *, is_demo: bool) -> RegistryLine:
    subject = found.subject
    return RegistryLine(
        id=subject.id,
        name=subject.name,
        kind=cast("SubjectKind", subject.kind),
        status=cast("SubjectStatus", subject.status),
        also=tuple(alias for alias in found.aliases if alias != subject.name),
        parent_id=found.parent_id or "",
        parent=names.get(found.parent_id or "", ""),
        merged_into=names.get(found.merged_into or "", ""),
        evaluations=found.evaluations,
        is_demo=is_demo,
    )
