from __future__ import annotations

from pathlib import Path
import re

import pytest

from cxmaturity.services.access import MAY, Role
from cxmaturity.services.links import MEANS

PAGE = (Path(__file__).parents[2] / "docs" / "people-and-rights.md").read_text(encoding="utf-8")
VERBS = ("see", "read", "rate", "arrange", "own")
ROWS = {
    cells[0]: cells[1:] for line in PAGE.splitlines() if (cells := re.findall(r"(?<=\| )[^|]+?(?= \|)", line))
}


def test_every_role_has_its_row() -> None:
    assert set(MAY) <= set(ROWS)


@pytest.mark.parametrize("role", list(MAY))
def test_a_roles_row_says_what_the_code_allows(role: Role) -> None:
    said = {verb for verb, cell in zip(VERBS, ROWS[role], strict=False) if cell == "yes"}
    assert said == MAY[role]


@pytest.mark.parametrize("role", list(MAY))
def test_a_role_is_described_in_the_words_of_the_screen(role: Role) -> None:
    assert ROWS[role][-1] == MEANS[role]
