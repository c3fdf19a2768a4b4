"""Which signs of a report no font on this machine has: they would be boxes in PDF and PNG."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
import json
from pathlib import Path
import re
from typing import Final
import unicodedata

import typst

from cxmaturity.reports.drawing import FONTS
from cxmaturity.reports.model import Report

OURS: Final = 0x0500  # Latin, Greek and Cyrillic before it are in the bundled family
UNDRAWN: Final = {"Cc", "Cf", "Cs", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"}
MOST_NAMED = 12
PROBE: Final = Path(__file__).with_name("probe.typ")
CODE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")  # how it writes signs without a picture of their own
NAMED: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


def unset(report: Report) -> tuple[str, ...]:
    """Return the signs of a report that cannot be set here, at most a dozen; none where all can.

    On the web page and in Office files they are set in a font of the reader.
    """
    said = asdict(report)
    for exhibit in said["exhibits"]:
        del exhibit["spec"]
    text = json.dumps(said, ensure_ascii=False, default=str)
    foreign = {sign for sign in text if ord(sign) >= OURS and unicodedata.category(sign) not in UNDRAWN}
    return _unset("".join(sorted(foreign))) if foreign else ()


@lru_cache(maxsize=64)
def _unset(signs: str) -> tuple[str, ...]:
    """Ask the typesetter, which in its strictest mode names the first sign that no font has."""
    missing: list[str] = []
    while signs and len(missing) < MOST_NAMED:
        try:
            typst.compile(
                str(PROBE), sys_inputs={"signs": signs}, font_paths=[str(FONTS)], pdf_standards=["ua-1"]
            )
        except typst.TypstError as error:
            named = _named(str(error), signs)
            if not named:
                break
            missing.append(named)
            signs = signs.replace(named, "")
        else:
            break
    return tuple(missing)


def _named(complaint: str, signs: str) -> str:
    """Return which of these signs a complaint of the typesetter is about; empty where it is about none."""
    found = NAMED.search(complaint)
    text = CODE.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    return next((sign for sign in text if sign in signs), "")
