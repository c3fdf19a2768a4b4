"""What PostgreSQL did not do, as one sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from cxmaturity.domain.errors import ConflictError, StoreError
from cxmaturity.store.addresses import shown
from cxmaturity.store.engine import CONFLICT

CONFLICTS = (
    errors.UniqueViolation,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
)
TROUBLE = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.DataError, psycopg.InternalError)
PRIVILEGE = "The user of {place} may not do this. Give it the right to create and change tables."
# By the server's code; where nothing was reached there is no code, only the driver's words.
BY_CODE = {
    "53100": "The disk of the database server is full, so nothing was saved. Make room and try again.",
    "53300": "The database server takes no more connections. Allow it more, or stop a process that uses it.",
    "25006": "The database {place} is a copy that can only be read. Name the server that takes writes.",
    "22021": "A text holds a character that cannot be stored. Type it anew.",
}
BY_WORDS = {
    "password authentication failed": "The database {place} refuses this user or password.",
    "no pg_hba.conf entry": "The database {place} does not let this machine or user in.",
    "does not exist": "There is no database or user as named by {place}. Create it first.",
    "translate host name": "The database server of {place} is not known. Check the name.",
    "resolve host": "The database server of {place} is not known. Check the name.",
    "cannot contain nul": "A text holds a character that cannot be stored. Type it anew.",
    "couldn't get a connection": "The database {place} is too busy to answer. Try again in a moment.",
}
OTHERWISE = (
    "The database {place} cannot be reached. What was not acknowledged may be saved again without harm."
)


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what the world did to the database into our errors; a wrong SQL text is a bug and passes."""
    try:
        yield
    except CONFLICTS as error:
        raise ConflictError(CONFLICT) from error
    except errors.InsufficientPrivilege as error:
        raise StoreError(PRIVILEGE.format(place=shown(url))) from error
    except TROUBLE as error:
        raise StoreError(_sentence(error).format(place=shown(url))) from error


def _sentence(error: psycopg.Error) -> str:
    if error.sqlstate in BY_CODE:
        return BY_CODE[error.sqlstate]
    told = str(error).lower()
    return next((words for mark, words in BY_WORDS.items() if mark in told), OTHERWISE)
