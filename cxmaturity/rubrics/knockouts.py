"""Gates and red flags: what stands outside the sum."""

from __future__ import annotations

import re
from typing import Literal, cast

from cxmaturity.domain.reading import ProblemList
from cxmaturity.domain.rubric import Condition, Gate, RedFlag
from cxmaturity.rubrics.records import Record

CONDITION = re.compile(r"\s*(==|!=|<=|>=|<|>)\s*(\S+)\s*")


def build_gate(record: Record | None, problems: ProblemList) -> Gate | None:
    """Return the gate; a cap without its bound, or bounds that always trip, are reported."""
    if record is None:
        return None
    then = cast("Literal['exclude', 'cap', 'flag']", record.text("then"))
    below, above = record.optional_number("below"), record.optional_number("above")
    cap = record.optional_number("cap")
    if then == "cap" and cap is None and "cap" not in record.broken:
        problems.add(record.line, '"then: cap" needs the highest score that is left, for example "cap: 40"')
    if then in {"exclude", "flag"} and "cap" in record:
        problems.add(record.line_of("cap"), '"cap" only goes with "then: cap"; remove one of them')
    if below is not None and above is not None and below > above:
        problems.add(record.line, 'this gate always trips; "below" must not lie above "above"')
    return Gate(then, below, above, cap)


def build_red_flag(record: Record | None) -> RedFlag | None:
    """Return the red flag."""
    match = CONDITION.fullmatch(record.text("when")) if record else None
    if record is None or match is None:
        return None
    operator = cast("Literal['==', '!=', '<', '<=', '>', '>=']", match[1])
    return RedFlag(
        when=Condition(operator, float(match[2])),
        severity=cast("Literal['medium', 'high', 'critical']", record.text("severity")),
        say=record.text("say"),
        any_assessor=record.flag("any"),
    )
