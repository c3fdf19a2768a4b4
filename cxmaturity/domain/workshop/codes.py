"""Codes that people read from a wall and type on a phone."""

from __future__ import annotations

from random import Random
import unicodedata

from cxmaturity.domain.errors import RefusedError

SYMBOLS = "CDFHJKMNPRTVWXY34679"
JOIN_LENGTH, RESUME_LENGTH = 6, 10
MOST_NAMED = 3
AGAIN = "Look at the screen in the room again."
MEANT = str.maketrans({"0": "D", "O": "D", "Q": "D", "8": "3", "B": "3", "G": "6", "A": "4", "U": "V"})


def new_code(rng: Random, length: int = JOIN_LENGTH) -> str:
    """Return a code; ``rng`` must be a `random.SystemRandom` wherever a code protects something.

    No vowels, so no words; of signs that look alike (0 O Q D, 8 B 3, 6 G, 4 A, U V) one, of 1 I L, 2 Z and
    5 S none. Six of the 20 symbols make 64 million codes; ten, for taking up one's place elsewhere, 10¹³.
    """
    return "".join(rng.choice(SYMBOLS) for _ in range(length))


def typed(text: str, length: int = JOIN_LENGTH) -> str:
    """Return the code meant: any case, with spaces or dashes, a sign mistaken for its look-alike.

    Raises:
        RefusedError: it cannot be a code, whichever codes there are.
    """
    wide = unicodedata.normalize("NFKC", text[:200]).upper()
    code = "".join(sign for sign in wide if sign.isalnum()).translate(MEANT)
    strange = [sign for sign in dict.fromkeys(code) if sign not in SYMBOLS]
    if strange:
        named = ", ".join(strange[:MOST_NAMED])
        raise RefusedError(f"No code holds {named}: signs that are easily mistaken are left out. {AGAIN}")
    if len(code) != length:
        raise RefusedError(
            f"A code has {length} letters and digits, like {_sample(length)}; this has {len(code)}."
        )
    return code


def shown(code: str) -> str:
    """Return the code in two halves, as it stands on the wall: ``C7K-4MX``."""
    half = (len(code) + 1) // 2
    return f"{code[:half]}-{code[half:]}"


def _sample(length: int) -> str:
    return shown("C7K4MXR3WT"[:length])
