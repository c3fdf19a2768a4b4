from __future__ import annotations

import pytest

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not, criteria_in
from tests.builders import criterion, number, one, rubric_of, section

CLOUD = Comparison("cloud", "==", 4)


def asked(expression: Expression, **given: float | str) -> bool:
    """Return whether a criterion with this condition applies."""
    rubric = rubric_of(
        criterion("cloud"),
        criterion("risk", reverse=True),
        criterion("price", 1, number(1, 9), formula="lowest_over_this"),
        criterion("asked", applies_if=expression),
    )
    return one(rubric, {"asked": 2, **given}).criteria["asked"].state != "does_not_apply"


@pytest.mark.parametrize(("value", "applies"), [(4, True), (3, False)])
def test_a_condition_compares_raw_points(value: float, applies: bool) -> None:
    assert asked(CLOUD, cloud=value) == applies


@pytest.mark.parametrize("said", ["NA", "DK", ""])
@pytest.mark.parametrize("operator", ["==", "!=", "<", ">="])
def test_a_comparison_without_a_value_is_false_also_for_unequal(said: str, operator: str) -> None:
    assert not asked(Comparison("cloud", operator, 1), cloud=said)  # type: ignore[arg-type]  # one of the operators


def test_not_of_a_comparison_without_a_value_is_true() -> None:
    assert asked(Not(CLOUD), cloud="DK")


@pytest.mark.parametrize(
    ("name", "value", "applies"),
    [("cloud", 0, False), ("cloud", 1, True), ("risk", 4, False), ("risk", 0, True), ("price", 9, True)],
)
def test_a_bare_id_holds_where_the_share_is_above_zero(name: str, value: float, applies: bool) -> None:
    assert asked(Holds(name), **{name: value}) == applies


@pytest.mark.parametrize(("policy", "applies"), [("full", True), ("zero", False), ("exclude", False)])
def test_a_bare_id_holds_where_not_applicable_counts_in_full(policy: str, applies: bool) -> None:
    rubric = rubric_of(criterion("cloud", not_applicable=policy), criterion("b", applies_if=Holds("cloud")))
    assert (one(rubric, {"cloud": "NA", "b": 2}).criteria["b"].state == "answered") == applies


def test_and_needs_all_and_or_needs_one() -> None:
    both, either = AllOf((CLOUD, Holds("risk"))), AnyOf((CLOUD, Holds("risk")))
    assert (asked(both, cloud=4, risk=4), asked(either, cloud=4, risk=4)) == (False, True)


def test_a_criterion_that_does_not_apply_has_no_value_for_others() -> None:
    rubric = rubric_of(
        criterion("a"),
        criterion("b", applies_if=Comparison("a", "==", 4)),
        criterion("c", applies_if=Comparison("b", ">=", 0)),
    )
    assert one(rubric, {"a": 0, "b": 3, "c": 3}).criteria["c"].state == "does_not_apply"


def test_conditions_may_stand_before_what_they_read() -> None:
    rubric = rubric_of(criterion("a", applies_if=Comparison("b", "==", 1)), criterion("b"))
    assert one(rubric, {"a": 4, "b": 1}).criteria["a"].state == "answered"


def test_where_a_section_does_not_apply_all_below_it_leaves_the_tree() -> None:
    rubric = rubric_of(criterion("cloud"), section("s", criterion("a"), applies_if=CLOUD))
    found = one(rubric, {"cloud": 2})
    assert (found.score, found.coverage, found.nodes["s"].applies) == (50.0, 1.0, False)
    assert found.criteria["a"].state == "does_not_apply"


def test_an_expression_names_the_criteria_it_reads() -> None:
    nested = AnyOf((Not(Holds("a")), AllOf((CLOUD, Holds("a")))))
    assert list(criteria_in(nested)) == ["a", "cloud", "a"]


def test_a_long_chain_of_conditions_is_followed_to_its_end() -> None:
    links = [criterion(f"c{i}", applies_if=Holds(f"c{i + 1}")) for i in range(3000)]
    assert one(rubric_of(*links, criterion("c3000")), {"c2999": 1, "c3000": 1}).score == 25.0
