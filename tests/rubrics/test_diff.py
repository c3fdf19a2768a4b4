"""What changed between two versions, and how far they can be compared."""

import pytest

from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import RubricDiff, diff_rubrics
from cxmaturity.rubrics.diff import effective_weights
from tests.rubrics.builders import HEAD, SCALES, SMALL, loaded


def rubric_of(*criteria: str, version: str = "1.0.0", more: str = "") -> Rubric:
    """Return a rubric with these criteria, each in flow style without braces."""
    rows = "\n".join(f"  - {{{criterion}}}" for criterion in criteria)
    return loaded(f"{HEAD.replace('1.0.0', version)}{SCALES}criteria:\n{rows}\n{more}")


def many(names: str, **weights: float) -> Rubric:
    """Return a rubric with a criterion for each letter."""
    return rubric_of(*(f"id: {n}, title: {n}, weight: {weights.get(n, 1)}" for n in names))


def test_a_rubric_does_not_differ_from_itself() -> None:
    rubric = loaded(SMALL)
    assert diff_rubrics(rubric, rubric) == RubricDiff((), (), (), (), (), 100.0)


def test_new_and_gone_criteria_are_named() -> None:
    diff = diff_rubrics(many("ab"), many("bc"))
    assert (diff.new, diff.retired) == (("c",), ("a",))


def test_a_criterion_marked_as_retired_is_retired() -> None:
    new = rubric_of("id: a, title: a", "id: b, title: b, retired: true")
    assert diff_rubrics(many("ab"), new).retired == ("b",)


def test_a_changed_wording_is_named_and_stays_comparable() -> None:
    diff = diff_rubrics(many("ab"), rubric_of("id: a, title: Other", "id: b, title: b"))
    assert [(c.id, c.fields, c.is_comparable) for c in diff.changed] == [("a", ("title",), True)]
    assert diff.overlap == 100.0


def test_another_scale_makes_a_criterion_another_one() -> None:
    diff = diff_rubrics(many("ab"), rubric_of("id: a, title: a, scale: price", "id: b, title: b"))
    assert not diff.changed[0].is_comparable
    assert diff.overlap == pytest.approx(100 / 3)  # b of {a as it was, a as it is, b}


def test_turning_a_criterion_makes_it_another_one() -> None:
    diff = diff_rubrics(many("ab"), rubric_of("id: a, title: a, reverse: true", "id: b, title: b"))
    assert not diff.changed[0].is_comparable


def test_a_changed_scale_is_named() -> None:
    assert diff_rubrics(loaded(SMALL), loaded(SMALL.replace("label: Weak", "label: Poor"))).scales == ("fit",)


def test_weights_are_compared_as_shares_of_the_whole() -> None:
    diff = diff_rubrics(many("ab"), many("ab", a=3))
    assert [(w.id, w.old, w.new) for w in diff.weights] == [("a", 0.5, 0.75), ("b", 0.5, 0.25)]


def test_weights_scaled_by_a_constant_are_the_same_weights() -> None:
    assert diff_rubrics(many("ab"), many("ab", a=7, b=7)).weights == ()


def test_eight_of_twelve_questions_in_common_overlap_by_two_thirds() -> None:
    diff = diff_rubrics(many("abcdefghij"), many("abcdefghkl"))
    assert diff.overlap == pytest.approx(200 / 3)


def test_four_questions_added_to_eight_overlap_by_two_thirds_too() -> None:
    assert diff_rubrics(many("abcdefgh"), many("abcdefghijkl")).overlap == pytest.approx(200 / 3)


def test_overlap_is_the_same_in_both_directions() -> None:
    one, other = many("abcd", a=3), many("bcde", e=2)
    assert diff_rubrics(one, other).overlap == pytest.approx(diff_rubrics(other, one).overlap)


def test_nothing_in_common_is_no_overlap() -> None:
    assert diff_rubrics(many("ab"), many("cd")).overlap == 0.0


def test_a_criterion_renamed_by_an_equal_migration_is_the_same_one() -> None:
    more = 'migrations: {"1.0.0": {criteria: {a: {to: z, relation: equal}}}}\n'
    new = rubric_of("id: z, title: a", "id: b, title: b", version="2.0.0", more=more)
    diff = diff_rubrics(many("ab"), new)
    assert (diff.new, diff.retired, diff.overlap) == ((), (), 100.0)


def test_a_mean_weighs_its_children_alike() -> None:
    old = loaded(SMALL + "aggregate: mean\n")
    new = loaded(SMALL.replace("title: Field}", "title: Field, weight: 5}") + "aggregate: mean\n")
    assert diff_rubrics(old, new).weights == ()


def test_added_points_and_weights_of_zero_carry_no_share() -> None:
    weightless = "{id: y, title: Y, weight: 0}"
    more = f"  - {weightless}\n  - {{id: z, title: Z, add: true}}\n"
    assert diff_rubrics(loaded(SMALL), loaded(SMALL + more)).overlap == 100.0


def test_a_section_shares_its_weight_among_its_criteria() -> None:
    section = "sections: [{id: s, title: S, weight: 2, criteria: [{id: y, title: Y}, {id: z, title: Z}]}]\n"
    assert effective_weights(loaded(SMALL + section)) == {"field": 0.25, "cost": 0.25, "y": 0.25, "z": 0.25}


TWO_PARTS = """sections:
  - {id: many, title: Many, criteria: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}]}
  - {id: few, title: Few, criteria: [{id: d, title: D}]}
"""


def test_a_pooled_rubric_weighs_its_criteria_through_its_sections() -> None:
    old = loaded(f"{HEAD}{SCALES}aggregate: pooled\n{TWO_PARTS}")
    new = loaded(f"{HEAD}{SCALES}aggregate: pooled\n{TWO_PARTS.replace(', {id: c, title: C}', '')}")
    diff = diff_rubrics(old, new)
    assert diff.overlap == pytest.approx(75)
    assert {(w.id, w.old, round(w.new, 4)) for w in diff.weights} == {(n, 0.25, 0.3333) for n in "abd"}


def test_a_sum_weighs_its_criteria_with_their_ranges() -> None:
    scales = "scales: {ten: {min: 0, max: 10}, more: {min: 0, max: 90}}\n"
    rows = "criteria: [{id: a, title: A, scale: ten}, {id: b, title: B, scale: more}]\n"
    rubric = loaded(f"{HEAD}{scales}aggregate: sum\n{rows}")
    assert effective_weights(rubric) == pytest.approx({"a": 0.1, "b": 0.9})


def test_rules_above_the_criteria_that_change_every_score_are_named() -> None:
    old = loaded(f"{HEAD}{SCALES}aggregate: pooled\n{TWO_PARTS}")
    new = loaded(f"{HEAD}{SCALES}aggregate: min\nassessors: {{aggregate: median}}\n{TWO_PARTS}")
    assert [(rule.id, rule.fields) for rule in diff_rubrics(old, new).rules] == [
        (new.id, ("aggregate", "assessors"))
    ]


def test_a_changed_gate_of_a_section_is_named() -> None:
    old = loaded(f"{HEAD}{SCALES}{TWO_PARTS}")
    new = loaded(
        f"{HEAD}{SCALES}{TWO_PARTS.replace('title: Few,', 'title: Few, gate: {below: 1, then: exclude},')}"
    )
    assert [(rule.id, rule.fields) for rule in diff_rubrics(old, new).rules] == [("few", ("gate",))]
