from __future__ import annotations

from cxmaturity.services.timings import KEPT, PageTime, Timings


def test_the_slowest_page_comes_first() -> None:
    timings = Timings()
    for page, seconds in (("home", 0.1), ("result", 0.9), ("home", 0.3)):
        timings.add(page, seconds)
    assert [one.page for one in timings.slowest()] == ["result", "home"]


def test_a_page_has_its_median_its_ninth_of_ten_and_its_worst() -> None:
    timings = Timings()
    for tenth in range(11):
        timings.add("home", tenth / 10)
    assert timings.slowest() == (PageTime("home", 11, 0.5, 0.9, 1.0),)


def test_the_oldest_runs_make_room() -> None:
    timings = Timings()
    timings.add("home", 9.0)
    for _ in range(KEPT):
        timings.add("home", 0.1)
    assert timings.slowest()[0].worst == 0.1
