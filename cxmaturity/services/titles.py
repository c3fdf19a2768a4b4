"""Titles of evaluations: no two are alike, so that a title names one of them everywhere."""

from __future__ import annotations

from itertools import chain, count

from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.forms import LONGEST_NAME, tidy
from cxmaturity.store.engine import Reader
from cxmaturity.store.evaluations import all_evaluations
from cxmaturity.store.subjects import name_key


def free_title(reader: Reader, title: str, but: str = "") -> str:
    """Return the title, tidied; with ``(2)``, ``(3)`` … behind it where another evaluation has it already.

    Case and white space do not tell titles apart; evaluations that were put away count too. ``but`` is the id
    of the one that is to be renamed.
    """
    wanted = tidy(title)
    taken = {name_key(one.title) for one in all_evaluations(reader) if one.id != but}
    tries = chain([wanted], (_numbered(wanted, number) for number in count(2)))
    return next(each for each in tries if name_key(each) not in taken)


def _numbered(title: str, number: int) -> str:
    ending = f" ({number})"
    return title[: LONGEST_NAME - len(ending)].rstrip() + ending


def require_one(reader: Reader, title: str) -> None:
    """Refuse a title that several evaluations have, as older databases may hold them.

    Raises:
        RefusedError: there are several.
    """
    alike = [one for one in all_evaluations(reader) if one.title == title]
    if len(alike) > 1:
        raise RefusedError(
            f"{len(alike)} evaluations are called “{title}”, so it is not clear which one is meant. "
            "Rename one of them under Setup, then try again."
        )
