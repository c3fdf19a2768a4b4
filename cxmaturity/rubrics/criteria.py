"""Criteria: a checked record → a `Criterion`, with every reference resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from cxmaturity.domain.expression import Expression
from cxmaturity.domain.reading import did_you_mean, shown
from cxmaturity.domain.rubric import Criterion, Policy, Scale
from cxmaturity.rubrics.expressions import parse_expression
from cxmaturity.rubrics.knockouts import build_gate, build_red_flag
from cxmaturity.rubrics.known import Known
from cxmaturity.rubrics.level_words import build_default_target, build_evidence, build_measure, texts_by_level
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.scales import UNKNOWN


def build_criterion(record: Record, known: Known, policies: tuple[Policy, Policy]) -> Criterion:
    """Return the criterion; ``policies`` are unanswered and not_applicable as resolved for it."""
    scale = known.scale_of(record)
    _check_turning(record, scale, known)
    return Criterion(
        id=record.text("id"),
        title=record.text("title"),
        scale=scale,
        weight=record.number("weight", 1.0),
        reverse=record.flag("reverse"),
        clamp=record.flag("clamp"),
        unanswered=policies[0],
        not_applicable=policies[1],
        gate=build_gate(record.record("gate"), known.problems),
        red_flag=build_red_flag(record.record("red_flag")),
        stage=record.optional_whole("stage"),
        applies_if=build_condition(record, known),
        formula="lowest_over_this" if "formula" in record else None,
        add=record.flag("add"),
        retired=retirement(record),
        since=record.text("since"),
        question=record.text("question"),
        description=record.text("description"),
        why=record.text("why"),
        anchors=texts_by_level(record, "anchors", scale, known),
        next_step=texts_by_level(record, "next_step", scale, known),
        evidence=build_evidence(record.record("evidence"), scale, known),
        follow_up=record.texts("follow_up"),
        effort=record.optional_whole("effort") or 3,
        impact=record.optional_whole("impact"),
        depends_on=_references(record, "depends_on", known.criteria, known),
        kpis=_references(record, "kpis", known.kpis, known),
        measure=build_measure(record, scale, known),
        moment=record.text("moment"),
        step=record.text("step"),
        owner=record.text("owner"),
        roles=record.texts("roles"),
        default_target=build_default_target(record, scale, known),
        tags=record.texts("tags"),
    )


def build_condition(record: Record, known: Known) -> Expression | None:
    """Return the parsed ``applies_if`` of a criterion or section; its problems are noted."""
    if "applies_if" not in record:
        return None
    text, suggests = record.text("applies_if"), not known.problems.is_full
    expression, problems = parse_expression(text, known.asked, suggests=suggests)
    for problem in problems:
        known.problems.add(record.line_of("applies_if"), f'"applies_if": {problem}')
    return expression


def retirement(record: Record) -> str:
    """Return why a criterion is retired, "true" where the file gives no reason, or "" where it is not."""
    if "retired" not in record:
        return ""
    return "true" if record.flag("retired") else record.text("retired")


def _check_turning(record: Record, scale: Scale, known: Known) -> None:
    """Report what cannot go together: turned twice, a formula that is turned, a clamp without numbers."""
    add = known.problems.add
    if record.flag("reverse") and scale.goal == "min":
        add(record.line_of("reverse"), '"reverse" and the scale\'s "goal: min" turn twice; keep one of them')
    if record.flag("reverse") and "formula" in record:
        add(
            record.line_of("reverse"),
            '"reverse" has no meaning beside "formula", which is never turned; remove it',
        )
    if scale is UNKNOWN or scale.is_numeric:
        return
    if "formula" in record:
        add(record.line_of("formula"), '"formula" needs a numeric scale (one with min and max)')
    if "clamp" in record:
        add(record.line_of("clamp"), '"clamp" needs a numeric scale (one with min and max); remove it')


def _references(
    record: Record, key: str, existing: frozenset[str] | Mapping[str, Record], known: Known
) -> tuple[str, ...]:
    what = "KPI" if key == "kpis" else "criterion"
    for name in record.texts(key):
        if name not in existing and not known.problems.is_full:
            hint = did_you_mean(name, existing)
            known.problems.add(
                record.line_of(key), f'"{key}" names the {what} {shown(name)}, which does not exist{hint}'
            )
    return record.texts(key)


def policies_of(record: Record, inherited: tuple[str, str]) -> tuple[str, str]:
    """Return unanswered and not_applicable as they stand inside a record; "" where nothing is said yet."""
    return record.text("unanswered", inherited[0]), record.text("not_applicable", inherited[1])


def resolved_policies(
    stated: tuple[str, str], scale: Record | None, defaults: Record
) -> tuple[Policy, Policy]:
    """Return the policies in force: as stated on the way down, else the scale's, else the defaults'."""
    fallback = policies_of(scale or Record(0), policies_of(defaults, ("exclude", "exclude")))
    return cast("Policy", stated[0] or fallback[0]), cast("Policy", stated[1] or fallback[1])
