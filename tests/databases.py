"""A PostgreSQL server of the test run's own, with a fresh database for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
import os
from pathlib import Path
import shutil
import subprocess
import tempfile

import psycopg
from psycopg.sql import SQL, Identifier

UNPRIVILEGED = "postgres"  # the server refuses to run as root
SPEED = "-F -c full_page_writes=off -c synchronous_commit=off -c max_connections=90"
LOCALE = ("--locale=C.UTF-8", "--encoding=UTF8")
OTHER_ORDER = ("--locale-provider=icu", "--icu-locale=en")
OTHER_ORDER_SINCE = 15  # versions before can only sort as the system does


@dataclass(frozen=True)
class Server:
    """A running server that sorts text other than DuckDB, so that a query that relies on its order shows."""

    folder: Path
    numbers: count[int] = field(default_factory=count)

    def fresh(self) -> str:
        """Return the address of a new, empty database."""
        name = f"t{next(self.numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as link:
            link.execute(SQL("create database {}").format(Identifier(name)))
        return self.address(name)

    def address(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://cx@/{name}?host={self.folder}"


def programs() -> Path | None:
    """Return the folder with PostgreSQL's programs, or None."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = Path(found) if found else (debian[-1] if debian else None)
    return path.parent if path else None


def version(bin_folder: Path) -> int:
    """Return the major version: ``initdb (PostgreSQL) 15.18`` is 15."""
    said = subprocess.run([bin_folder / "initdb", "--version"], check=True, capture_output=True, text=True)
    return int(said.stdout.rpartition(") ")[2].partition(".")[0])


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """Start a server on a socket in a folder of its own, and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cx-pg-"))
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root:
        shutil.chown(folder, UNPRIVILEGED)
    user = UNPRIVILEGED if is_root else None

    def call(program: str, *words: str) -> None:
        command = [str(bin_folder / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, user=user, cwd=folder, capture_output=True)

    try:
        order = OTHER_ORDER if version(bin_folder) >= OTHER_ORDER_SINCE else ()
        call("initdb", "--auth=trust", "--username=cx", "--no-sync", *LOCALE, *order)
        options = f"-k {folder} -h '' {SPEED}"
        call("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
        yield Server(folder)
        call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
