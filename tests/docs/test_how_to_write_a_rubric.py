"""The page for rubric authors is complete, and its examples are right."""

from pathlib import Path
import re

import pytest

from cxmaturity.rubrics import read_rubric
from cxmaturity.rubrics.format_nodes import RUBRIC, SHAPES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to-write-a-rubric.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
KEYS = sorted({key for shape in (RUBRIC, *SHAPES.values()) for key in shape.fields})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_format_is_on_the_page(key: str) -> None:
    assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", PAGE)


def test_the_first_example_is_a_whole_rubric_of_fifteen_lines_or_so() -> None:
    assert read_rubric(EXAMPLES[0].encode(), "example")[1] == ()
    assert len(EXAMPLES[0].splitlines()) <= 16


def test_every_other_example_fits_into_a_rubric() -> None:
    head, _, criteria = EXAMPLES[0].partition("scales:")
    rubric = f"{head}{EXAMPLES[1]}defaults: {{scale: fit}}\ncriteria:{criteria.partition('criteria:')[2]}"
    staged = rubric.replace("id: craft,", "id: craft, stage: 1,").replace(
        "id: listens,", "id: listens, stage: 2,"
    )
    examples = [example for example in EXAMPLES[2:] if not example.startswith("applies_if")]
    assert read_rubric((staged + "".join(examples)).encode(), "example")[1] == ()
