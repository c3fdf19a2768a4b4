"""Gates and red flags."""

import pytest

from cxmaturity.domain.rubric import Condition, Gate, RedFlag
from tests.rubrics.builders import SMALL, criterion_x, loaded, said_of_x


def test_a_gate_may_have_both_bounds() -> None:
    assert criterion_x("gate: {below: 1, above: 3, then: flag}").gate == Gate("flag", below=1, above=3)


def test_a_cap_keeps_its_score() -> None:
    assert criterion_x("gate: {below: 2, then: cap, cap: 40}").gate == Gate("cap", below=2, cap=40)


def test_a_section_may_have_a_gate() -> None:
    gate = "gate: {below: 1, then: exclude}"
    rubric = loaded(f"{SMALL}sections: [{{id: s, title: S, {gate}, criteria: [{{id: y, title: Y}}]}}]\n")
    assert list(rubric.root.sections())[1].gate == Gate("exclude", below=1)


@pytest.mark.parametrize(
    ("gate", "sentence"),
    [
        ("{then: flag}", 'this gate needs "below" or "above"'),
        ("{below: 1}", 'this gate has no "then"; add it: what tripping does.'),
        ("{below: 1, then: cap}", '"then: cap" needs the highest score that is left, for example "cap: 40"'),
        ("{below: 1, then: flag, cap: 4}", '"cap" only goes with "then: cap"; remove one of them'),
        ("{below: 3, above: 1, then: flag}", 'this gate always trips; "below" must not lie above "above"'),
        ("{below: 1, then: cap, cap: 101}", '"cap" is 101; it must be 0 or more, and at most 100'),
        ("{below: 1, then: stop}", '"then" is "stop"; it must be exclude, cap or flag'),
    ],
)
def test_a_gate_that_cannot_work_is_refused(gate: str, sentence: str) -> None:
    assert said_of_x(f"gate: {gate}") == [sentence]


def test_a_red_flag_is_read() -> None:
    flag = criterion_x('red_flag: {when: ">= 3", severity: high, say: "Ask.", any: true}').red_flag
    assert flag == RedFlag(Condition(">=", 3), "high", "Ask.", any_assessor=True)


@pytest.mark.parametrize(
    ("when", "condition"), [("<1", ("<", 1)), (" != -2.5 ", ("!=", -2.5)), ("==0", ("==", 0))]
)
def test_a_condition_may_be_written_tightly_or_widely(when: str, condition: tuple[str, float]) -> None:
    flag = criterion_x(f'red_flag: {{when: "{when}", severity: medium}}').red_flag
    assert flag is not None
    assert (flag.when.operator, flag.when.number) == condition


@pytest.mark.parametrize("when", ["3", "=> 3", ">= strong", ">= nan", ">= 1e9", ">= " + "9" * 400])
def test_a_condition_is_a_comparison_with_a_number(when: str) -> None:
    assert 'such as ">= 3"' in said_of_x(f'red_flag: {{when: "{when}", severity: high}}')[0]


def test_a_red_flag_needs_its_severity() -> None:
    assert said_of_x('red_flag: {when: ">= 3"}') == [
        'this red flag has no "severity"; add it: how serious it is.'
    ]
