"""Cells of the level column."""

import pytest

from cxmaturity.domain.ratings import Answer
from tests.intake.builders import rated, read, said_of


@pytest.mark.parametrize("cell", ["weak", "1", "1.0", "Weak, really", "  weak ", "01"])
def test_a_level_is_its_id_value_or_label(cell: str) -> None:
    rating = rated("field", cell)
    assert (rating.answer, rating.level, rating.value) == (Answer.LEVEL, "weak", 2)


def test_a_number_on_levels_is_the_value_not_the_score() -> None:
    assert rated("field", "5").value == 4


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("NA", Answer.NOT_APPLICABLE),
        ("dk", Answer.DONT_KNOW),
        ("", Answer.UNANSWERED),
        ("  ", Answer.UNANSWERED),
    ],
)
@pytest.mark.parametrize("criterion", ["field", "cost"])
def test_three_kinds_of_missing_are_kept_apart(criterion: str, cell: str, answer: Answer) -> None:
    rating = rated(criterion, cell)
    assert (rating.answer, rating.value, rating.level) == (answer, None, "")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("wek", 'f.csv:2: there is no level "wek"; did you mean "weak"?'),
        ("4", 'f.csv:2: there is no level "4"; write none, weak, strong, NA or DK'),
        ("n/a", 'f.csv:2: there is no level "n/a"; write none, weak, strong, NA or DK'),
    ],
)
def test_an_unknown_level_is_met_with_the_known_ones(cell: str, sentence: str) -> None:
    assert said_of("field", cell) == [sentence]


@pytest.mark.parametrize("cell", ["12.5", "+12.5", "012.50"])
def test_a_numeric_scale_takes_plain_decimals(cell: str) -> None:
    assert rated("cost", cell).value == 12.5


@pytest.mark.parametrize("cell", ["1e1", "12,5", "1 000", "nan", "inf", "0x1", "€5", "9" * 400])
def test_anything_but_a_plain_decimal_is_refused(cell: str) -> None:
    assert "is not a plain decimal number such as 12.5" in said_of("cost", cell)[0]


def test_a_number_outside_the_range_is_refused() -> None:
    assert said_of("cost", "100.5") == ["f.csv:2: 100.5 is outside 0 to 100; write a number inside"]


@pytest.mark.parametrize(
    ("criterion", "cell", "value"), [("visits", "40", 9), ("visits", "-3", 1), ("share", "101", 100)]
)
def test_a_clamp_moves_a_number_to_the_nearer_end(criterion: str, cell: str, value: float) -> None:
    assert rated(criterion, cell).value == value


def test_whole_numbers_are_asked_for_where_the_scale_says_so() -> None:
    assert said_of("visits", "2.5") == ["f.csv:2: 2.5 must be a whole number"]


def test_a_number_goes_in_steps_from_the_minimum() -> None:
    assert said_of("grade", "7.3") == ["f.csv:2: 7.3 must go in steps of 0.25 from 0"]


@pytest.mark.parametrize("cell", ["0", "0.25", "7.75", "10"])
def test_every_step_is_welcome(cell: str) -> None:
    assert rated("grade", cell).value == float(cell)


@pytest.mark.parametrize("cell", ["0", "-0"])
def test_others_cannot_be_divided_by_zero(cell: str) -> None:
    assert said_of("cost", cell) == ["f.csv:2: 0 must be above 0, because others are divided by it"]


@pytest.mark.parametrize(
    ("criterion", "sentence"),
    [
        ("feild", 'there is no criterion "feild"; did you mean "field"?'),
        ("zzz", 'there is no criterion "zzz"; write the id of a criterion of this rubric'),
        ("legacy", 'the criterion "legacy" is retired; remove its ratings'),
        ("all", '"all" is a section; rate its criteria'),
        ("", "the criterion is empty; write its id"),
    ],
)
def test_only_criteria_that_are_asked_can_be_rated(criterion: str, sentence: str) -> None:
    assert said_of(criterion, "1") == [f"f.csv:2: {sentence}"]


def test_an_unknown_criterion_does_not_draw_a_second_sentence_about_its_level() -> None:
    assert len(said_of("zzz", "nonsense")) == 1


def test_the_holistic_rating_is_a_number_from_0_to_100() -> None:
    assert rated("_overall", "85.5").value == 85.5


def test_the_holistic_rating_uses_the_default_scale_where_there_is_one() -> None:
    assert read("subject,criterion,level\nA,_overall,strong\n", default_scale="fit")[0].value == 4
