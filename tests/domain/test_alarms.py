"""Each alarm goes up for its own reason, prints its rule, and stays down otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxmaturity.domain.alarm_rules import Alarm, AlarmFacts, AlarmKind, AlarmRules
from cxmaturity.domain.alarms import alarms
from cxmaturity.domain.calendar import Quarter
from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.decomposition import decompositions
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind
from cxmaturity.domain.groups import Respondent, group_views
from cxmaturity.domain.indicators import EarlyIndicator, reading_taken
from cxmaturity.domain.issues import Issue, raised_by
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.likeforlike import RatedCycle, trends
from cxmaturity.domain.planning import Action, ActionState
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import KPI, Condition, Evidence, Gate, RedFlag, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import tally
from cxmaturity.domain.targets import Target
from tests.builders import FIVE, criterion, levels, panel, rate, rubric_of

TODAY = date(2026, 11, 22)
FCR = KPI("fcr", "First contact resolution", "%", "up", method="survey")
RUBRIC = rubric_of(
    criterion("a", kpis=("fcr",), evidence=Evidence(3, max_age_days=120)),
    criterion("b"),
    criterion("c"),
    kpis=(FCR,),
)
NEXT = replace(rubric_of(criterion("a"), criterion("b"), criterion("d")), version="2.0.0")
FIRST = Quarter(2026, 4)


def cycle(rubric: Rubric, place: int, rows: Sequence[Rating]) -> RatedCycle:
    period, tallies = FIRST.moved(place).period, tally(rows)
    return RatedCycle(period.label, rubric, tallies, score_tallies(rubric, tallies), period)


def history(*values: Mapping[str, float], rubric: Rubric = RUBRIC) -> list[RatedCycle]:
    """Return cycles of one unit, oldest first, the last one in Q4 2026."""
    return [cycle(rubric, i - len(values) + 1, rate("U", v)) for i, v in enumerate(values)]


def facts(cycles: list[RatedCycle], **more: Any) -> AlarmFacts:
    change = decompositions(cycles[-2], cycles[-1]).get("U") if len(cycles) > 1 else None
    return AlarmFacts(
        subject="U", today=TODAY, cycles=cycles, trend=trends(cycles).get("U", ()), change=change, **more
    )


def up(cycles: list[RatedCycle], **more: Any) -> dict[AlarmKind, list[str]]:
    """Return the alarms that are up, each with the ids of what raised it."""
    return {alarm.kind: [part.id for part in alarm.parts] for alarm in alarms(facts(cycles, **more))}


def test_steady_progress_raises_no_alarm() -> None:
    assert up(history({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 1}, {"a": 2, "b": 2, "c": 1})) == {}


def test_a_first_cycle_raises_no_alarm() -> None:
    assert up(history({"a": 1, "b": 1, "c": 1})) == {}


def test_a_fall_is_named_as_a_whole_and_by_criterion() -> None:
    found = up(history({"a": 2, "b": 2, "c": 2}, {"a": 1, "b": 2, "c": 2}))
    assert found == {AlarmKind.REGRESSION: ["r", "a"]}


def test_a_fall_that_only_the_rubric_made_is_no_regression() -> None:
    cycles = [
        cycle(RUBRIC, -1, rate("U", {"a": 3, "b": 3, "c": 3})),
        cycle(NEXT, 0, rate("U", {"a": 3, "b": 3, "d": 0})),
    ]
    assert up(cycles) == {AlarmKind.RUBRIC_CHANGE: ["r"]}


def test_a_plateau_is_stagnation_of_the_whole() -> None:
    flat = {"a": 2, "b": 2, "c": 2}
    assert up(history(flat, flat, flat)) == {AlarmKind.STAGNATION: ["r"]}


def test_two_level_cycles_are_no_stagnation_yet() -> None:
    flat = {"a": 2, "b": 2, "c": 2}
    assert up(history(flat, flat)) == {}


def test_a_criterion_stuck_below_its_target_is_named_though_the_whole_moves() -> None:
    cycles = history({"a": 1, "b": 1, "c": 0}, {"a": 1, "b": 2, "c": 0}, {"a": 1, "b": 3, "c": 0})
    assert up(cycles, targets=[Target("U", "a", 2, None)]) == {AlarmKind.STAGNATION: ["a"]}


def test_standing_still_with_every_target_met_is_no_stagnation() -> None:
    flat = {"a": 2, "b": 2, "c": 2}
    assert up(history(flat, flat, flat), targets=[Target("U", "a", 2, None)]) == {}


def test_a_steep_rise_needs_evidence() -> None:
    cycles = history({"a": 1, "b": 1, "c": 1}, {"a": 3, "b": 1, "c": 1})
    assert up(cycles) == {AlarmKind.JUMP: ["a"]}
    proof = EvidenceItem("e", "Survey", "", EvidenceKind.DATA, date(2026, 11, 1), "P", ("a",))
    assert up(cycles, evidence=[proof]) == {}
    old = replace(proof, dated=date(2026, 1, 1))
    assert set(up(cycles, evidence=[old])) == {AlarmKind.JUMP, AlarmKind.STALE_EVIDENCE}


def test_a_split_room_is_named() -> None:
    rows = panel("U", "a", 0, 0, 4, 4) + panel("U", "b", 1, 1, 2, 2)
    assert up([cycle(RUBRIC, 0, rows)]) == {AlarmKind.SPLIT_ROOM: ["a"]}


def test_groups_far_apart_are_a_split_room_and_hidden_groups_are_not() -> None:
    asked = [Respondent(f"P{i}", "executive" if i < 2 else "front line") for i in range(4)]
    rows = panel("U", "a", 4, 3, 2, 2) + panel("U", "b", 2, 2, 2, 2)
    cycles = [cycle(RUBRIC, 0, rows)]
    found = alarms(facts(cycles, groups=group_views(RUBRIC, rows, asked, "U", 2)))
    assert [part.detail for part in found[0].parts] == ["executive 1.5 levels above front line"]
    assert up(cycles, groups=group_views(RUBRIC, rows, asked, "U", 5)) == {}


def test_a_group_that_sees_it_worse_is_named_second() -> None:
    asked = [Respondent(f"P{i}", "executive" if i < 2 else "front line") for i in range(4)]
    rows = panel("U", "a", 2, 2, 4, 4)
    found = alarms(facts([cycle(RUBRIC, 0, rows)], groups=group_views(RUBRIC, rows, asked, "U", 2)))
    assert found[0].parts[0].detail == "front line 2.0 levels above executive"


def test_all_answers_at_the_top_are_a_ceiling_and_no_stagnation() -> None:
    top = {"a": 4, "b": 4, "c": 4}
    assert up(history(top, top, top)) == {AlarmKind.CEILING: ["r"]}


def test_an_issue_named_three_times_in_four_cycles_comes_back() -> None:
    cycles = history(*({"a": 1, "b": i, "c": 1} for i in range(4)))
    labels = [c.label for c in cycles]
    named = [Issue("bill", "Unclear bill", "U", label) for label in (labels[0], labels[2], labels[3])]
    assert up(cycles, issues=named) == {AlarmKind.RECURRING: ["bill"]}
    assert up(cycles, issues=named[:-1]) == {}
    assert up(cycles, issues=[*named[:-1], replace(named[-1], subject="V")]) == {}


def test_red_flags_and_gates_are_issues_by_themselves() -> None:
    flagged = rubric_of(
        criterion("a", red_flag=RedFlag(Condition("<=", 1), "high")),
        criterion("b", gate=Gate("flag", below=1)),
    )
    found = raised_by(cycle(flagged, 0, rate("U", {"a": 0, "b": 0})), "U")
    assert [issue.key for issue in found] == ["flag a", "gate b"]
    assert raised_by(cycle(flagged, 0, []), "U") == ()


def test_an_answer_carried_twice_without_a_look_is_named() -> None:
    rows = rate("U", {"a": 1, "b": 1})
    answers = [TracedRating(row, Origin.CARRIED, unchecked=i + 1) for i, row in enumerate(rows)]
    others = [replace(answers[1], rating=replace(rows[0], subject="V"))]
    cycles = history({"a": 1, "b": 1, "c": 1})
    (alarm,) = alarms(facts(cycles, answers=[*answers, *others]))
    assert [(part.id, part.detail) for part in alarm.parts] == [("b", "carried 2 times")]


def test_stale_evidence_is_dated() -> None:
    old = EvidenceItem("e", "Survey", "", EvidenceKind.DATA, date(2026, 1, 31), "P", ("a",))
    (alarm,) = alarms(facts(history({"a": 1, "b": 1, "c": 1}), evidence=[old]))
    assert (alarm.kind, alarm.parts[0].detail) == (AlarmKind.STALE_EVIDENCE, "of 31 Jan 2026")


SIGN = EarlyIndicator("Call-backs within a day", 80, "up", date(2026, 11, 15))
PILOT = Action(id="p", subject="U", title="Pilot", state=ActionState.RUNNING, due=date(2026, 12, 1))


@pytest.mark.parametrize(("action", "kind"), [
    (replace(PILOT, indicator=reading_taken(SIGN, 60, date(2026, 11, 15))), AlarmKind.MISSED_INDICATOR),
    (replace(PILOT, due=date(2026, 11, 21)), AlarmKind.OVERDUE),
])  # fmt: skip
def test_a_missed_indicator_and_an_overdue_action_are_named(action: Action, kind: AlarmKind) -> None:
    cycles = history({"a": 1, "b": 1, "c": 1})
    assert up(cycles, actions=[action, replace(action, subject="V")]) == {kind: ["p"]}
    assert up(cycles, actions=[replace(action, state=ActionState.DONE)]) == {}


def fcr(*values: float, **more: Any) -> list[KPIReading]:
    days = [date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 20)]
    return [KPIReading("fcr", "U", d, v, method="survey", **more) for d, v in zip(days, values, strict=True)]


RISING = ({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 2, "c": 1}, {"a": 2, "b": 2, "c": 1})


def test_a_claim_that_rises_while_its_kpi_falls_is_named_with_the_figures() -> None:
    (alarm,) = alarms(facts(history(*RISING), readings=fcr(75, 72, 70)))
    assert alarm.kind is AlarmKind.CLAIM
    assert alarm.parts[0].detail == "First contact resolution 75 → 72 → 70 %"


@pytest.mark.parametrize("values", [(75, 72, 73), (75, 76, 70), (70, 72, 75)])
def test_a_kpi_that_got_better_once_is_no_contradiction(values: tuple[float, ...]) -> None:
    assert up(history(*RISING), readings=fcr(*values)) == {}


def test_a_figure_measured_another_way_contradicts_nothing() -> None:
    readings = fcr(75, 72, 70)
    assert up(history(*RISING), readings=[replace(readings[0], method="agent log"), *readings[1:]]) == {}


def test_a_figure_missing_for_a_cycle_contradicts_nothing() -> None:
    assert up(history(*RISING), readings=fcr(75, 72, 70)[1:]) == {}
    undated = [replace(one, period=None) for one in history(*RISING)]
    assert up(undated, readings=fcr(75, 72, 70)) == {}


def test_a_changed_rubric_is_said_with_its_overlap() -> None:
    cycles = [
        cycle(RUBRIC, -1, rate("U", {"a": 1, "b": 1, "c": 1})),
        cycle(NEXT, 0, rate("U", {"a": 1, "b": 1, "d": 1})),
    ]
    (alarm,) = alarms(facts(cycles))
    assert alarm.parts[0].detail == "version 2.0.0, 50 % as before"


def test_levels_of_a_rescaled_criterion_neither_fall_nor_jump() -> None:
    small, big = rubric_of(criterion("a", scale=FIVE)), rubric_of(criterion("a", scale=levels(*range(11))))
    cycles = [
        cycle(small, -1, rate("U", {"a": 4})),
        cycle(replace(big, version="2.0.0"), 0, rate("U", {"a": 1})),
    ]
    assert up(cycles) == {AlarmKind.RUBRIC_CHANGE: ["r"]}


def test_a_subject_that_nobody_rated_raises_nothing() -> None:
    found = AlarmFacts(subject="V", today=TODAY, cycles=history({"a": 1, "b": 1, "c": 1}))
    assert alarms(found) == ()


def test_an_answer_to_a_question_that_is_gone_is_called_by_its_id() -> None:
    old = TracedRating(rate("U", {"gone": 1})[0], Origin.CARRIED, unchecked=2)
    (alarm,) = alarms(facts(history({"a": 1, "b": 1, "c": 1}), answers=[old]))
    assert alarm.parts[0].title == "gone"


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_alarm_prints_its_rule_with_its_own_numbers(kind: AlarmKind) -> None:
    text = AlarmRules().text(kind)
    assert text.endswith(".")
    assert "{" not in text


def test_other_numbers_give_another_rule_and_another_alarm() -> None:
    steady = history({"a": 2, "b": 2, "c": 2}, {"a": 1, "b": 2, "c": 2})
    lenient = AlarmRules(fall_points=20, fall_levels=2)
    assert up(steady, rules=lenient) == {}
    assert "more than 20 point" in lenient.text(AlarmKind.REGRESSION)


def test_the_gravest_alarm_comes_first() -> None:
    cycles = history({"a": 2, "b": 2, "c": 2}, {"a": 1, "b": 2, "c": 4})
    found: tuple[Alarm, ...] = alarms(facts(cycles))
    assert [alarm.kind for alarm in found] == [AlarmKind.REGRESSION, AlarmKind.JUMP]
