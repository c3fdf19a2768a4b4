"""Numbered migrations: each file is one transaction, recorded with its hash, never edited afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.engine import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
RECORD = """create table if not exists schema_migrations (
    version integer primary key, name text not null, sha256 text not null, applied_at timestamp not null)"""


@dataclass(frozen=True, slots=True)
class Step:
    """One migration file, such as ``0001_first_tables.sql``."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Return the hash that tells whether the file was edited after it was applied."""
        return sha256(self.sql.encode()).hexdigest()


def steps_in(folder: Path | None = None) -> tuple[Step, ...]:
    """Return the migrations of a folder (this program's by default), oldest first."""
    paths = sorted((folder or MIGRATIONS).glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Step(int(path.name[:4]), path.stem[5:], path.read_text(encoding="utf-8")) for path in paths)


def newest_step() -> int:
    """Return the number of the last migration that this program knows."""
    return max(step.version for step in steps_in())


def migrate(
    engine: Engine,
    now: datetime,
    folder: Path | None = None,
    *,
    before: Callable[[int], None] = lambda step: None,  # noqa: ARG005 - nothing is to be done by default
    up_to: int | None = None,
) -> int:
    """Bring the database up to date and return how many steps that took.

    ``before`` is called with the step a database stands at before it is changed, not for an empty one;
    ``up_to`` stops at an older step. Of several processes that start at once, one migrates, the others wait.

    Raises:
        StoreError: the database is newer than this program, or a step was edited after it was applied.
    """
    with engine.alone():
        with engine.write() as transaction:
            transaction.run(RECORD)
        applied: dict[int, str] = dict(engine.read("select version, sha256 from schema_migrations"))
        steps = steps_in(folder)
        _refuse_other_history(applied, steps)
        wanted = [step for step in steps if up_to is None or step.version <= up_to]
        pending = [step for step in wanted if step.version not in applied]
        if pending and applied:
            before(max(applied))
        for step in pending:
            _apply(engine, step, now)
        if pending:
            engine.settle()
    return len(pending)


def _apply(engine: Engine, step: Step, now: datetime) -> None:
    with engine.write() as transaction:
        transaction.run(step.sql)
        transaction.run(
            "insert into schema_migrations values ($1, $2, $3, $4)",
            [step.version, step.name, step.sha256, now],
        )


def _refuse_other_history(applied: dict[int, str], steps: tuple[Step, ...]) -> None:
    known = {step.version: step for step in steps}
    newest = max(applied, default=0)
    if newest > max(known, default=0):
        raise StoreError(
            f"The database was written by a newer version of this program (its tables are at step {newest}). "
            "Update the program; nothing was changed."
        )
    for version, digest in applied.items():
        if version not in known or known[version].sha256 != digest:
            raise StoreError(
                f"Step {version} of the database's history is not the one this program knows. "
                "Install the version that wrote the database; nothing was changed."
            )
