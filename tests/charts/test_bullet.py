from __future__ import annotations

from cxmaturity.charts.bullet import Way, bullet
from cxmaturity.charts.theme import LIGHT


def test_a_figures_way_names_every_mark_in_the_picture_and_in_words() -> None:
    picture = bullet(Way("Solved at once", "%", 66.0, 69.0, 72.0), LIGHT)
    drawn = str(picture.chart.to_dict())
    assert all(f"'{words}'" in drawn for words in ("from 66", "now 69", "to 72"))
    assert picture.alt == "Solved at once: baseline 66, now 69, objective 72"
