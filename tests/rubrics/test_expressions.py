"""``applies_if``: precedence, what may stand where, and hostile input."""

import pytest

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not, criteria_in
from cxmaturity.domain.rubric import Level, Scale
from cxmaturity.rubrics.expressions import MOST_TOKENS, parse_expression

YES_NO = Scale("yn", 0, 4, (Level("no", 0, "No", 0), Level("yes", 1, "Yes, fully", 4)))
SCALES = {"cloud": YES_NO, "mfa": YES_NO, "sso": YES_NO, "users": Scale("users", 0, 1000)}


def parsed(text: str) -> Expression:
    expression, problems = parse_expression(text, SCALES)
    assert expression is not None, problems
    return expression


def refused(text: str) -> tuple[str, ...]:
    expression, problems = parse_expression(text, SCALES)
    assert expression is None
    return problems


def test_the_example_of_the_format_is_read_as_it_says() -> None:
    assert parsed("cloud == yes && (mfa == no || !sso)") == AllOf(
        (Comparison("cloud", "==", 4), AnyOf((Comparison("mfa", "==", 0), Not(Holds("sso")))))
    )


def test_and_binds_tighter_than_or() -> None:
    assert parsed("cloud || mfa && sso") == AnyOf((Holds("cloud"), AllOf((Holds("mfa"), Holds("sso")))))


def test_not_binds_to_what_follows_it() -> None:
    assert parsed("!cloud && mfa") == AllOf((Not(Holds("cloud")), Holds("mfa")))


def test_not_before_parentheses_covers_all_of_them() -> None:
    assert parsed("!(cloud == yes)") == Not(Comparison("cloud", "==", 4))


def test_two_nots_cancel_out() -> None:
    assert parsed("!!cloud") == Holds("cloud")


def test_not_before_a_comparison_gets_the_cure() -> None:
    assert "write !(cloud == …)" in refused("!cloud == yes")[0]


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_every_comparison_is_known(operator: str) -> None:
    assert parsed(f"users{operator}12.5") == Comparison("users", operator, 12.5)  # type: ignore[arg-type]  # parametrised text


@pytest.mark.parametrize("answer", ['"Yes, fully"', "'Yes, fully'", "yes", '"yes"'])
def test_a_level_is_its_raw_points_by_id_or_quoted_label(answer: str) -> None:
    assert parsed(f"cloud == {answer}") == Comparison("cloud", "==", 4)


def test_a_number_is_raw_points_not_the_level_value() -> None:
    assert parsed("cloud == 1") == Comparison("cloud", "==", 1)


def test_an_unknown_criterion_is_met_with_the_nearest_one() -> None:
    assert refused("clowd == yes") == ('there is no criterion "clowd"; did you mean "cloud"?',)


def test_every_unknown_name_is_reported_at_once() -> None:
    assert len(refused("zzz == yes && cloud == maybe && qqq")) == 3


def test_an_unknown_level_names_the_levels() -> None:
    assert refused("cloud == maybe") == ('there is no answer "maybe" here; it must be no or yes',)


def test_a_word_on_a_numeric_scale_names_the_range() -> None:
    assert refused("users == many") == ('there is no answer "many" here; it must be a number from 0 to 1000',)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "cloud ==",
        "== yes",
        "cloud yes",
        "(cloud",
        "cloud)",
        "()",
        "&& cloud",
        "cloud &&",
        "cloud & mfa",
        "cloud = yes",
        "1 == cloud",
        "cloud == yes == mfa",
        "cloud == (yes)",
        '"cloud" == yes',
        "cloud == 'yes",
        "cloud; import os",
        "__import__('os').system('true')",
        "cloud == 1e5",
        "not cloud",
        "cloud\u2003== y\u0000es",
    ],
)
def test_what_is_no_expression_is_refused_in_one_sentence(text: str) -> None:
    assert len(refused(text)) == 1


def test_five_hundred_tokens_are_read() -> None:
    assert parsed("cloud" + " && cloud" * ((MOST_TOKENS - 1) // 2)) == AllOf((Holds("cloud"),) * 250)


def test_more_than_five_hundred_tokens_are_refused() -> None:
    assert "more than 500" in refused("cloud" + " && cloud" * 250)[0]


def test_parentheses_as_deep_as_the_limit_allows_are_read() -> None:
    assert parsed("(" * 249 + "cloud" + ")" * 249) == Holds("cloud")


def test_nots_and_parentheses_as_deep_as_the_limit_allows_are_read() -> None:
    expression = parsed("!(" * 166 + "cloud" + ")" * 166)
    assert list(criteria_in(expression)) == ["cloud"]


def test_a_long_row_of_nots_stays_flat() -> None:
    assert parsed("!" * 499 + "cloud") == Not(Holds("cloud"))


def test_a_megabyte_of_parentheses_is_refused_at_once() -> None:
    assert "more than 500" in refused("(" * 1_000_000)[0]


@pytest.mark.parametrize("text", ["cloud == 7", "users > 1000.5"])
def test_a_number_outside_the_scale_is_refused(text: str) -> None:
    assert refused(text)[0].startswith("there is no answer")
