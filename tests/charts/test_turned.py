"""Where a high answer is bad, a chart of scores says that it is turned and what its top means."""

from __future__ import annotations

from dataclasses import replace

from cxmaturity.charts.heat import heat
from cxmaturity.charts.profile import criterion_rows, profile
from cxmaturity.charts.theme import LIGHT
from cxmaturity.charts.turned import title_of, turned_note
from cxmaturity.charts.voices import voices
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Criterion, Section
from tests.builders import criterion, number, section
from tests.charts.builders import PARTNER, a_criterion_score, four_vendors

WARNING = "Too good to be true"


def _turning(part: Criterion | Section) -> Criterion | Section:
    if isinstance(part, Section):
        return replace(part, children=tuple(_turning(child) for child in part.children))
    return replace(part, reverse=part.title == WARNING)


def turned() -> Result:
    result = four_vendors()
    root = _turning(result.rubric.root)
    assert isinstance(root, Section)
    return replace(result, rubric=replace(result.rubric, root=root))


def test_the_heat_map_marks_a_turned_row_and_says_what_its_top_means() -> None:
    picture = heat(turned(), LIGHT)
    assert picture is not None
    rows = {row["row"] for data in picture.chart.to_dict()["datasets"].values() for row in data}
    assert "3|Too good to be|true (turned)" in rows
    assert f"{WARNING} (as answered, high is bad)" in set(picture.table[""])
    assert picture.note.endswith("high is good · turned: 4 = “A”")


def test_the_profile_marks_a_turned_row_and_says_what_100_means() -> None:
    rows = criterion_rows(turned(), "Contoso")
    assert f"{WARNING} (turned)" in {row.title for row in rows}
    assert profile(rows, LIGHT).note.endswith("turned: 100 = “A”")


def test_a_section_of_turned_criteria_alone_is_turned() -> None:
    bad = criterion("bad", reverse=True)
    assert title_of(section("promises", bad)) == "Promises (turned)"
    assert title_of(section("promises", bad, criterion("good"))) == "Promises"


def test_a_price_is_best_at_its_lowest() -> None:
    price = criterion("price", scale=number(0, 900, goal="min", unit="EUR"))
    assert turned_note([price], 100) == "turned: 100 = 0 EUR"


def test_raw_answers_say_that_high_is_bad() -> None:
    bad = replace(PARTNER.criteria()[0], reverse=True)
    assert voices(bad, a_criterion_score(bad, 3, {3: 4}), LIGHT).note.endswith("0 to 4, high is bad")
