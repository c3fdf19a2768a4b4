from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
import pytest

from tests.journeys.conftest import Visitor, settle
from tests.journeys.test_first_path import GOOD

pytestmark = pytest.mark.journey


def test_nothing_lies_over_a_charts_words_while_the_pointer_is_on_it(
    visitor: Visitor, owner_link: str, tmp_path: Path
) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(GOOD, encoding="utf-8")
    page = visitor()
    page.goto(f"{owner_link.split('/o/', maxsplit=1)[0]}/imports?rubric=innovation-partner")
    settle(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import 96 ratings").click()
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.hover()
    expect(chart).to_be_visible()
    expect(page.get_by_test_id("stElementToolbar").first).to_be_hidden()
