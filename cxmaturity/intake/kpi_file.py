"""KPI figures from a CSV file: which KPI, of which day or period, how much, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cxmaturity.domain.calendar import day_text, last_day_of
from cxmaturity.domain.errors import Problem
from cxmaturity.domain.kpis import KPIReading, taken_as
from cxmaturity.domain.reading import ProblemList, listed, plain_number, shown
from cxmaturity.domain.rubric import KPI
from cxmaturity.intake.cells import day, name, prose
from cxmaturity.intake.csv_file import read_csv
from cxmaturity.intake.tables import MOST_PROBLEMS, RefusedCell, Table, parse_column

REQUIRED = ("kpi", "value")
COLUMNS = ("kpi", "period", "date", "value", "n", "source", "note", "subject")
MOST_SEEN = 1e15


@dataclass(frozen=True, slots=True)
class Measured:
    """What figures may be about: the KPIs by id, the subjects, and each cycle's last day by its name.

    ``first_month`` begins the fiscal year; a figure of days later than ``today`` is a problem.
    """

    kpis: Mapping[str, KPI]
    subjects: Sequence[str]
    cycles: Mapping[str, date]
    first_month: int
    today: date


def read_kpi_readings(
    data: bytes, path: str, about: Measured
) -> tuple[tuple[KPIReading, ...], tuple[Problem, ...]]:
    """Return the figures and no problem, or nothing and every problem of the file ``path``."""
    problems = ProblemList(path, MOST_PROBLEMS)
    table = read_csv(data, REQUIRED, COLUMNS, problems)
    readings = _readings(table, about, problems) if table else ()
    return (() if problems else readings), problems.found()


def _readings(table: Table, about: Measured, problems: ProblemList) -> tuple[KPIReading, ...]:
    kpis = parse_column(table, "kpi", _known("KPI", about.kpis), "", problems)
    subjects = _subjects(table, about, problems)
    days = _days(table, about, problems)
    values = parse_column(table, "value", _value, 0.0, problems)
    counts = parse_column(table, "n", _count, None, problems)
    sources = parse_column(table, "source", name, "", problems)
    notes = parse_column(table, "note", prose, "", problems)
    rows = zip(kpis, subjects, days, values, counts, sources, notes, table.lines, strict=True)
    found: dict[Hashable, KPIReading] = {}
    for kpi, subject, on, value, n, source, note, line in rows:
        if not kpi or on is None:
            continue
        if (kpi, subject, on) in found and table.is_whole:
            problems.add(line, f"a second figure of {shown(kpi)} for {day_text(on)}; keep one")
        taken = taken_as(about.kpis[kpi], subject, on, value, source)
        found[kpi, subject, on] = replace(taken, n=n, note=note)
    return tuple(found.values())


def _subjects(table: Table, about: Measured, problems: ProblemList) -> list[str]:
    if len(about.subjects) > 1 and "subject" not in table.columns:
        problems.add(1, f"name the subject in a column of its own; here are {listed(about.subjects, 'and')}")
        return [""] * len(table)
    return parse_column(table, "subject", _subject(about), "", problems)


def _days(table: Table, about: Measured, problems: ProblemList) -> list[date | None]:
    """Return the last day that each row covers; None, with a problem, where it has none or two."""
    periods = parse_column(table, "period", _period(about), None, problems)
    days = parse_column(table, "date", day, None, problems)
    written = [
        sum(bool(cells[place].strip()) for cells in map(table.columns.get, ("period", "date")) if cells)
        for place in range(len(table))
    ]
    found = []
    for period, on, count, line in zip(periods, days, written, table.lines, strict=True):
        last = period or on
        if count != 1 and table.is_whole:
            problems.add(line, "write either the date or the period that the figure covers")
        elif last is not None and last > about.today:
            problems.add(line, f"{day_text(last)} is still to come; a figure covers days that are over")
        found.append(last)
    return found


def _known(what: str, names: Mapping[str, object]) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell in names:
            return cell
        cure = f"; the rubric defines {listed(names, 'and')}" if names else "; the rubric defines none"
        raise RefusedCell(f"there is no {what} {shown(cell)}", cell, names, cure)

    return parse


def _subject(about: Measured) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not cell and len(about.subjects) == 1:
            return about.subjects[0]
        if cell in about.subjects:
            return cell
        if not cell:
            raise RefusedCell(f"name the subject: {listed(about.subjects, 'or')}")
        cure = f"; scored here: {listed(about.subjects, 'and')}"
        raise RefusedCell(f"there is no subject {shown(cell)}", cell, about.subjects, cure)

    return parse


def _period(about: Measured) -> Callable[[str], date | None]:
    def parse(cell: str) -> date | None:
        if not cell:
            return None
        last = about.cycles.get(cell) or last_day_of(cell, about.first_month)
        if last is None:
            cure = "; write a cycle’s name, or a month as 2026-03, a quarter as Q1 2026, a year as 2026"
            raise RefusedCell(f"{shown(cell)} is no period", cell, about.cycles, cure)
        return last

    return parse


def _value(cell: str) -> float:
    number = plain_number(cell)
    if number is None or abs(number) > MOST_SEEN:
        raise RefusedCell(f"the value {shown(cell)} must be a plain decimal number such as 12.5")
    return number


def _count(cell: str) -> int | None:
    if not cell:
        return None
    number = plain_number(cell)
    if number is None or not number.is_integer() or not 1 <= number <= MOST_SEEN:
        raise RefusedCell(f"n {shown(cell)} must be a whole number from 1 on: how many the figure rests on")
    return int(number)
