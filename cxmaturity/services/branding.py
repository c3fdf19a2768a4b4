"""Whose report it is: company, colour and logo as configured, refused where nobody could read them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
import re

from PIL import Image

from cxmaturity.charts.colour import contrast
from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.reports.model import PLAIN_ACCENT, Brand

COMPANY, ACCENT, LOGO = "CXMATURITY_COMPANY", "CXMATURITY_ACCENT", "CXMATURITY_LOGO"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
WHITE = "#FFFFFF"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: the accent colours words on white
LONGEST_NAME, LARGEST_LOGO = 80, 40_000  # characters; bytes, so that a page stays light
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def brand_in(environ: Mapping[str, str]) -> Brand:
    """Return the brand that the environment names; plain where it names none.

    Raises:
        ProblemsError: a colour is no colour or too pale on white, or the logo cannot be shown.
    """
    company = " ".join(environ.get(COMPANY, "").split())
    accent = environ.get(ACCENT, "").strip() or PLAIN_ACCENT
    logo, logo_flaw = _logo(environ.get(LOGO, "").strip())
    problems = [*_flaws(company, accent), *([Problem(LOGO, 0, logo_flaw)] if logo_flaw else [])]
    if problems:
        raise ProblemsError(problems)
    return Brand(company, accent, logo)


def _flaws(company: str, accent: str) -> Iterator[Problem]:
    if len(company) > LONGEST_NAME:
        yield Problem(COMPANY, 0, f"this has {len(company)} characters; at most {LONGEST_NAME} fit.")
    if not COLOUR.fullmatch(accent):
        yield Problem(ACCENT, 0, f"“{accent[:40]}” is no colour; write it as #0072B2.")
    elif contrast(accent, WHITE) < LEAST_CONTRAST:
        yield Problem(
            ACCENT,
            0,
            f"{accent} has a contrast of {contrast(accent, WHITE):.1f} to white, and words in it could not "
            f"be read; take a darker one with {LEAST_CONTRAST} or more.",
        )


def _logo(path: str) -> tuple[str, str]:
    """Return the logo as an address that holds the picture itself, and what is wrong with it."""
    if not path:
        return "", ""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return "", f"{path} cannot be read ({error.strerror})."
    kind = next((kind for start, kind in KINDS.items() if data.startswith(start)), "")
    if len(data) > LARGEST_LOGO:
        return "", f"{path} has {len(data)} bytes; at most {LARGEST_LOGO} fit on a page."
    if not kind or not _is_picture(data):
        return "", f"{path} is neither a PNG nor a JPEG that can be shown."
    return f"data:{kind};base64,{b64encode(data).decode()}", ""


def _is_picture(data: bytes) -> bool:
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
