"""What people type into one line: a title, a name, a reason."""

from __future__ import annotations

import unicodedata

from cxmaturity.domain.errors import RefusedError

JOINERS = {"\u200d", "\u200c"}  # hold emoji and some scripts together; every other format sign goes

UNSEEN = {"Cc", "Cf", "Cs"}


def one_line(text: str, what: str, longest: int) -> str:
    """Return the text on one line, without control signs and without signs that turn the reading direction.

    Markup stays as typed: it is text, and whoever shows it escapes it.

    Raises:
        RefusedError: more than ``longest`` characters are left.
    """
    spaced = " ".join(text.split())
    kept = "".join(
        sign for sign in spaced if sign in JOINERS or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    if len(kept) > longest:
        raise RefusedError(f"{what} has {len(kept)} characters; at most {longest} fit.")
    return kept


def reason(text: str, what: str) -> str:
    """Return a reason that says something.

    Raises:
        RefusedError: it is empty or longer than 500 characters.
    """
    said = one_line(text, "The reason", 500)
    if not said:
        raise RefusedError(f"{what} needs a reason; it will stand in the record.")
    return said
