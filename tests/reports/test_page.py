"""The frozen page on a phone, after dark and on paper."""

from __future__ import annotations

from dataclasses import replace
import re

import pytest

from cxmaturity.charts.colour import contrast
from cxmaturity.charts.theme import DARK, LIGHT
from cxmaturity.reports.dark import PAINT, dark_accent, twin_of
from cxmaturity.reports.model import Aside, Table
from cxmaturity.reports.page import page
from tests.reports.builders import contest, report

WIDE = Table("Six columns", tuple("abcdef"), (("x", 1.0, 2.0, 3.0, 4.0, 5.0),))


def test_every_colour_of_a_drawing_has_its_dark_twin() -> None:
    colours = set(PAINT.findall(page(report(contest("Alder", "Birch", "Cedar")))))
    assert colours
    assert not [colour for colour in colours if not twin_of(colour)]


def test_heat_keeps_its_place_on_the_ramp_after_dark() -> None:
    assert [twin_of(light) for light in LIGHT.ramp] == list(DARK.ramp)


def test_a_colour_that_is_not_ours_stays_as_it_is() -> None:
    assert twin_of("#123456") == ""


@pytest.mark.parametrize("cell", DARK.ramp)
def test_numbers_on_heat_can_be_read_after_dark(cell: str) -> None:
    assert contrast(twin_of(LIGHT.ink), cell) >= 4.5


@pytest.mark.parametrize("accent", ["#0072B2", "#7A1F5C", "#000000", "#1B4D1B"])
def test_words_in_the_colour_of_a_brand_can_be_read_after_dark(accent: str) -> None:
    assert contrast(dark_accent(accent), DARK.paper) >= 4.5


def test_the_pages_own_colours_can_be_read_in_both_lights() -> None:
    sheet = page(report())
    for rules, paper in zip(
        re.findall(r":root \{([^}]*--ink[^}]*)\}", sheet), ("#FFFFFF", DARK.paper), strict=True
    ):
        words = dict(re.findall(r"--(ink|mute): (#[0-9A-F]{6})", rules))
        assert min(contrast(colour, paper) for colour in words.values()) >= 4.5


def test_paper_stays_light() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in page(report())
    assert "@media (prefers-color-scheme" not in page(report())


def test_cells_of_a_broad_table_carry_the_name_of_their_column_for_phones() -> None:
    made = page(replace(report(), asides=(Aside("plan", "Plan", "", WIDE),)))
    assert re.findall(r'data-c="([bcdef])"', made) == list("bcdef")


def test_a_table_that_stands_for_itself_says_its_title_once_and_needs_no_tap() -> None:
    made = page(replace(report(), exhibits=(), questions=None, asides=(Aside("plan", "Plan", "", WIDE),)))
    assert "<details" not in made
    assert len(re.findall(r">Six columns<", made)) == 2  # the heading, and the caption for those who hear it
    assert re.search(r"caption \{[^}]*clip-path", made)
