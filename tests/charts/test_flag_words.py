from __future__ import annotations

from dataclasses import replace

from cxmaturity.charts.flag_words import flag_words
from cxmaturity.domain.outside import Condition, RedFlag
from tests.builders import criterion, levels

FLAG = RedFlag(Condition(">=", 3.0), "high")
ASKED = criterion("magic", scale=levels(0, 1, 2, 3, 4), reverse=True, red_flag=FLAG)
ANYBODY = replace(ASKED, red_flag=replace(FLAG, any_assessor=True))


def test_a_flag_that_anybody_raises_says_how_many_do_and_the_median() -> None:
    assert flag_words(ANYBODY, {0.0: 4, 3.0: 1, 4.0: 1}, 1.2) == "2 of 6 people at 3 or above, median 0 of 4"


def test_a_flag_on_the_combined_value_says_that_value() -> None:
    assert flag_words(ASKED, {3.0: 2, 4.0: 1}, 3.33) == "3.3 of 4 together, at 3 or above"


def test_one_persons_flag_is_that_persons_answer() -> None:
    assert flag_words(ANYBODY, {4.0: 1}, 4.0) == "4 of 4, at 3 or above"


def test_without_a_flag_there_is_nothing_to_say() -> None:
    assert flag_words(replace(ASKED, red_flag=None), {4.0: 1}, 4.0) == ""
