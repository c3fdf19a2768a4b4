"""The library of rubrics: what there is, in which versions, what differs, and what a new version would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.domain.errors import Problem, RubricError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import RubricDiff, diff_rubrics, read_rubric, rubric_to_yaml
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.cycles import unchanged_criteria
from cxmaturity.services.rubrics import add_rubric, kept_rubric, rubric_named, rubrics
from cxmaturity.store.evaluations import all_evaluations, cycles_of
from cxmaturity.store.rubrics import KeptVersion, kept_versions


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rubric: shipped with the program, or kept since ``added_at``."""

    rubric: Rubric
    is_shipped: bool
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A rubric with its newest version, the hash of every version, and how many evaluations follow it."""

    rubric: Rubric
    is_shipped: bool
    versions: int
    evaluations: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version would do to one running evaluation.

    ``pinned`` is the version its newest cycle was rated with; None where nothing is rated yet, so that the
    newest version counts by itself. ``stays`` and ``anew`` count criteria whose answers would come along, or
    be asked anew, in a revision of that cycle.
    """

    evaluation_id: str
    title: str
    cycle: str
    pinned: Rubric | None
    diff: RubricDiff | None
    stays: int
    anew: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A rubric file that somebody brought, looked at and not kept: all its problems, or what it would do.

    ``against`` is the version that counts now under its id, and ``diff`` what differs from that.
    """

    name: str
    rubric: Rubric | None
    problems: tuple[Problem, ...]
    against: Rubric | None
    diff: RubricDiff | None
    effects: tuple[Effect, ...]
    is_known: bool


def library(app: App, viewer: Viewer) -> tuple[Shelf, ...]:
    """Return every rubric in its newest version, by purpose and title."""
    require(viewer, "read")
    kept = kept_versions(app.store)
    used = [evaluation.rubric_id for evaluation in all_evaluations(app.store)]
    return tuple(
        Shelf(
            rubric=rubric,
            is_shipped=_is_shipped(app, rubric),
            versions=len(_hashes(app, kept, rubric.id)),
            evaluations=used.count(rubric.id),
        )
        for rubric in rubrics(app, viewer)
    )


def versions(app: App, viewer: Viewer, rubric_id: str) -> tuple[Version, ...]:
    """Return every known version of a rubric, the one that counts now first, then the newest kept.

    Raises:
        NotFoundError: there is no rubric with this id.
    """
    require(viewer, "read")
    newest = rubric_named(app, rubric_id)
    kept = {one.sha256: one.added_at for one in kept_versions(app.store) if one.rubric_id == newest.id}
    shipped = app.shipped.get(newest.id)
    found = {newest.sha256: newest, **({shipped.sha256: shipped} if shipped else {})}
    for digest in reversed(kept):
        found.setdefault(digest, kept_rubric(app.store, digest))
    return tuple(
        Version(rubric, _is_shipped(app, rubric), kept.get(digest)) for digest, rubric in found.items()
    )


def difference(app: App, viewer: Viewer, old: str, new: str) -> RubricDiff:
    """Return what differs between two versions, each named by its hash or the rubric's id (newest)."""
    require(viewer, "read")
    return diff_rubrics(_version(app, old), _version(app, new))


def effects(app: App, viewer: Viewer, name: str) -> tuple[Effect, ...]:
    """Return what a version, by its hash or id, would do to every open evaluation that follows its rubric."""
    require(viewer, "read")
    return _effects(app, _version(app, name))


def rubric_file(app: App, viewer: Viewer, name: str) -> bytes:
    """Return a rubric version, by its hash or id, as YAML that loads back as exactly this version."""
    require(viewer, "read")
    return rubric_to_yaml(_version(app, name)).encode()


def look_at_upload(app: App, viewer: Viewer, data: bytes, name: str) -> Upload:
    """Return what a rubric file would bring, or every problem it has with its line; nothing is stored."""
    require(viewer, "arrange")
    rubric, problems = read_rubric(data, name)
    if rubric is None:
        return Upload(name, None, problems, None, None, (), is_known=False)
    known = {shelf.rubric.id: shelf.rubric for shelf in library(app, viewer)}
    against = known.get(rubric.id)
    return Upload(
        name=name,
        rubric=rubric,
        problems=(*_same_version(app, rubric),),
        against=against,
        diff=diff_rubrics(against, rubric) if against else None,
        effects=_effects(app, rubric),
        is_known=rubric.sha256 in _hashes(app, kept_versions(app.store), rubric.id),
    )


def keep_upload(app: App, viewer: Viewer, data: bytes, name: str) -> str:
    """Keep a rubric file as a new rubric, or a new version of one, and return its hash.

    Raises:
        RubricError: the file has problems; all of them are listed.
    """
    looked_at = look_at_upload(app, viewer, data, name)
    if looked_at.rubric is None or looked_at.problems:
        raise RubricError(looked_at.problems)
    return add_rubric(app, viewer, looked_at.rubric)


def _version(app: App, name: str) -> Rubric:
    shipped = {rubric.sha256: rubric for rubric in app.shipped.values()}
    return shipped.get(name) or rubric_named(app, name)


def _is_shipped(app: App, rubric: Rubric) -> bool:
    shipped = app.shipped.get(rubric.id)
    return shipped is not None and shipped.sha256 == rubric.sha256


def _hashes(app: App, kept: Sequence[KeptVersion], rubric_id: str) -> set[str]:
    shipped = app.shipped.get(rubric_id)
    own = {one.sha256 for one in kept if one.rubric_id == rubric_id}
    return own | ({shipped.sha256} if shipped else set())


def _same_version(app: App, rubric: Rubric) -> list[Problem]:
    """Return the problem of two texts under one version: nobody could tell later which of them was meant."""
    shipped = app.shipped.get(rubric.id)
    known = {one.sha256: one.version for one in kept_versions(app.store) if one.rubric_id == rubric.id}
    known |= {shipped.sha256: shipped.version} if shipped else {}
    if rubric.sha256 in known or rubric.version not in known.values():
        return []
    sentence = f"version {rubric.version} of {rubric.id} is known with another content; raise the version."
    return [Problem(rubric.id, 0, sentence)]


def _effects(app: App, rubric: Rubric) -> tuple[Effect, ...]:
    running = [e for e in all_evaluations(app.store) if e.rubric_id == rubric.id and e.state == "open"]
    return tuple(_effect(app, evaluation.id, evaluation.title, rubric) for evaluation in running)


def _effect(app: App, evaluation_id: str, title: str, rubric: Rubric) -> Effect:
    newest = cycles_of(app.store, evaluation_id)[-1]
    if newest.rubric_sha256 is None:
        return Effect(evaluation_id, title, newest.label, None, None, 0, len(rubric.criteria()))
    pinned = kept_rubric(app.store, newest.rubric_sha256)
    stays = len(unchanged_criteria(pinned, rubric))
    return Effect(
        evaluation_id=evaluation_id,
        title=title,
        cycle=newest.label,
        pinned=pinned,
        diff=diff_rubrics(pinned, rubric),
        stays=stays,
        anew=len(rubric.criteria()) - stays,
    )
