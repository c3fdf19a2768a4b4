"""Rubrics to choose from: those shipped as files and those that people brought, newest version of each."""

from __future__ import annotations

from functools import lru_cache
import re

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import from_canonical
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.store.engine import Reader
from cxmaturity.store.rubrics import keep_rubric, kept_versions, rubric_text

HASH = re.compile(r"[0-9a-f]{64}")


def rubrics(app: App, viewer: Viewer) -> tuple[Rubric, ...]:
    """Return the newest version of every rubric, by purpose and title."""
    require(viewer, "read")
    ids = {*app.shipped, *newest_kept(app.store)}
    found = [rubric_named(app, rubric_id) for rubric_id in ids]
    return tuple(sorted(found, key=lambda rubric: (_order(rubric.purpose), rubric.title, rubric.id)))


def add_rubric(app: App, viewer: Viewer, rubric: Rubric) -> str:
    """Keep a rubric that somebody brought, and return its hash, by which `rubric_named` finds it."""
    require(viewer, "arrange")
    with app.store.write() as transaction:
        keep_rubric(transaction, rubric, app.now())
        facts: dict[str, Fact] = {"id": rubric.id, "version": rubric.version, "title": rubric.title}
        note(app, transaction, viewer, Act("add", "rubric", rubric.sha256, "", facts))
    return rubric.sha256


def rubric_named(app: App, name: str) -> Rubric:
    """Return a rubric by its id (the newest version) or by its hash (exactly that one).

    Of a shipped and a brought rubric with one id the higher version counts, the shipped one on a tie.

    Raises:
        NotFoundError: there is none.
    """
    if HASH.fullmatch(name):
        return kept_rubric(app.store, name)
    shipped = app.shipped.get(name)
    digest = newest_kept(app.store).get(name)
    if digest is None:
        if shipped is None:
            raise NotFoundError(f"There is no rubric “{name[:60]}”.")
        return shipped
    brought = kept_rubric(app.store, digest)
    return shipped if shipped and _order_of(shipped.version) >= _order_of(brought.version) else brought


def newest_kept(reader: Reader) -> dict[str, str]:
    """Return the hash of the highest version kept, by rubric id; of equal ones the one kept last."""
    ordered = sorted(kept_versions(reader), key=lambda one: _order_of(one.version))
    return {one.rubric_id: one.sha256 for one in ordered}


def kept_rubric(reader: Reader, sha256: str) -> Rubric:
    """Return exactly the rubric version with this hash, as it was when it was kept.

    Raises:
        NotFoundError: it was never kept.
    """
    text = rubric_text(reader, sha256)
    if text is None:
        raise NotFoundError("The rubric version of this cycle is not in the database.")
    return _parsed(text)


@lru_cache(maxsize=64)
def _parsed(canonical: str) -> Rubric:
    return from_canonical(canonical)


def _order_of(version: str) -> tuple[tuple[int, ...], bool]:
    """Return a sort key: numbers first; a pre-release comes before its release."""
    core, _, rest = version.partition("-")
    return tuple(int(part) for part in re.findall(r"\d+", core.partition("+")[0])), not rest


def _order(purpose: str) -> int:
    return ("vendor", "maturity", "initiative", "audit").index(purpose)
