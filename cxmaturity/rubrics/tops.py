"""What stands at the top of a rubric beside its criteria: bands, stages, assessors, KPIs and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, cast

from cxmaturity.domain.reading import ProblemList, number_text, shown
from cxmaturity.domain.rubric import (
    KPI,
    Assessors,
    Band,
    CriterionMigration,
    Migration,
    Reference,
    Source,
    Stages,
)
from cxmaturity.rubrics.known import Known
from cxmaturity.rubrics.records import Record


def build_bands(root: Record, problems: ProblemList) -> tuple[Band, ...]:
    """Return the bands; they must rise, and their ids differ."""
    records = root.records("bands")
    for before, after in pairwise(records):
        low, high = before.optional_number("min"), after.optional_number("min")
        if low is not None and high is not None and high <= low:
            message = f"bands rise: {number_text(high)} must be above {number_text(low)}, the band before"
            problems.add(after.line_of("min"), message)
    check_distinct(records, "band", problems)
    return tuple(
        Band(
            band.text("id"), band.text("label", band.text("id")), band.number("min"), band.text("description")
        )
        for band in records
    )


def build_stages(root: Record) -> Stages | None:
    """Return the stage rules; they are compared with the criteria elsewhere."""
    record = root.record("stages")
    if record is None:
        return None
    require = {
        int(stage): MappingProxyType({int(other): row.number(other) for other in row.values})
        for stage, row in sorted(record.table("require").items(), key=lambda entry: int(entry[0]))
    }
    table = record.record("labels")
    labels = {int(stage): table.text(stage) for stage in table.values} if table else {}
    return Stages(record.number("pass_level"), MappingProxyType(require), MappingProxyType(labels))


def build_assessors(root: Record) -> Assessors:
    """Return how several people's answers become one."""
    record = root.record("assessors") or Record(root.line)
    return Assessors(
        aggregate=cast("Literal['mean', 'median', 'trimmed_mean']", record.text("aggregate", "mean")),
        minimum=record.optional_whole("minimum") or 1,
        missing=cast("Literal['ignore', 'zero']", record.text("missing", "ignore")),
        round=record.optional_whole("round"),
    )


def build_kpis(root: Record, problems: ProblemList) -> tuple[KPI, ...]:
    """Return the KPIs; their ids must differ."""
    check_distinct(root.records("kpis"), "KPI", problems)
    return tuple(_kpi(record) for record in root.records("kpis"))


def _kpi(record: Record) -> KPI:
    return KPI(
        id=record.text("id"),
        title=record.text("title"),
        unit=record.text("unit"),
        direction=cast("Literal['up', 'down']", record.text("direction", "up")),
        definition=record.text("definition"),
        method=record.text("method"),
        clock=record.text("clock"),
        cadence=record.text("cadence"),
        reference=tuple(
            Reference(value.number("at"), value.text("label"), value.text("source"), value.text("grade"))
            for value in record.records("reference")
        ),
    )


def build_sources(root: Record, problems: ProblemList) -> tuple[Source, ...]:
    """Return the sources; their ids must differ."""
    records = root.records("sources")
    check_distinct(records, "source", problems)
    return tuple(
        Source(
            id=record.text("id"),
            title=record.text("title"),
            author=record.text("author"),
            year=record.optional_whole("year"),
            url=record.text("url"),
            grade=record.text("grade"),
            seen=record.text("seen"),
        )
        for record in records
    )


def build_migrations(root: Record, known: Known) -> tuple[Migration, ...]:
    """Return the migrations; they lead from older versions to criteria of this one."""
    table = root.table("migrations")
    return tuple(
        _migration(version, table[version], root, known) for version in sorted(table, key=_precedence)
    )


def _migration(version: str, record: Record, root: Record, known: Known) -> Migration:
    own = root.text("version")
    if own and _precedence(version) >= _precedence(own):
        message = f"a migration leads from an older version; {shown(version)} is not older than {shown(own)}"
        known.problems.add(record.line, message)
    criteria = {old: _moved(moved, known) for old, moved in record.table("criteria").items()}
    scale = cast("Literal['clamp', 'reset', 'rescale'] | None", record.text("scale") or None)
    return Migration(version, MappingProxyType(criteria), scale)


def _moved(record: Record, known: Known) -> CriterionMigration:
    to, relation = record.text("to"), record.text("relation")
    if relation == "retired" and to:
        known.problems.add(record.line_of("to"), '"to" has no meaning beside "relation: retired"; remove it')
    elif relation and relation != "retired" and not to and "to" not in record.broken:
        known.problems.add(record.line, f'"relation: {relation}" needs "to", a criterion of this version')
    elif to and to not in known.criteria:
        known.problems.add(record.line_of("to"), f'"to" is {shown(to)}, which is no criterion of this file')
    kind = cast("Literal['equal', 'subset', 'superset', 'intersect', 'retired']", relation)
    return CriterionMigration(to, kind)


def _precedence(version: str) -> tuple[list[int], bool, list[tuple[bool, int, str]]]:
    """Return a key that sorts versions as semantic versioning does (semver.org, rule 11)."""
    core, _, before = version.partition("+")[0].partition("-")
    words = before.split(".") if before else []
    parts = [(not word.isdecimal(), len(word) if word.isdecimal() else 0, word) for word in words]
    return [int(part) for part in core.split(".")], not before, parts


def check_distinct(records: tuple[Record, ...], what: str, problems: ProblemList) -> None:
    """Report ids that are used twice in one list."""
    report_repeats(((record, record.text("id")) for record in records if "id" in record), what, problems.add)


def report_repeats(
    named: Iterator[tuple[Record, str]], what: str, report: Callable[[int, str], None]
) -> None:
    """Report every id after its first use."""
    first: dict[str, int] = {}
    for record, name in named:
        line = record.line_of("id")
        if name in first:
            report(line, f"the {what} id {shown(name)} is already used on line {first[name]}; choose another")
        first.setdefault(name, line)
