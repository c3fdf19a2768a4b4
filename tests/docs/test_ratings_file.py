"""The page about ratings files names every column, and its example is right."""

from pathlib import Path
import re

import pytest

from cxmaturity.intake import read_ratings
from cxmaturity.intake.ratings_file import COLUMNS
from cxmaturity.rubrics import read_rubric

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "ratings-file.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_on_the_page(column: str) -> None:
    assert re.search(rf"^\|.*`{column}`", PAGE, flags=re.MULTILINE)


def test_the_example_can_be_read_with_the_example_rubric() -> None:
    page = (DOCS / "how-to-write-a-rubric.md").read_text(encoding="utf-8")
    rubric, _ = read_rubric(page.partition("```yaml\n")[2].partition("```")[0].encode(), "example")
    assert rubric is not None
    example = PAGE.partition("```\n")[2].partition("```")[0]
    assert read_ratings(example.encode(), "example.csv", rubric)[1] == ()
