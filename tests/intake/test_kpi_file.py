from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.rubric import KPI
from cxmaturity.intake import Measured, read_kpi_readings

FCR = KPI("fcr", "Solved at once", "%", definition="As customers say", method="Survey", clock="Quarter")
ABOUT = Measured({"fcr": FCR}, ("Service",), {"Spring": date(2026, 5, 31)}, 4, date(2026, 11, 22))


def read(text: str, about: Measured = ABOUT) -> tuple[tuple[KPIReading, ...], list[str]]:
    readings, problems = read_kpi_readings(text.encode(), "f.csv", about)
    return readings, [str(problem) for problem in problems]


def test_a_figure_is_measured_as_the_rubric_says_and_keeps_what_stands_beside_it() -> None:
    (found,), problems = read("kpi,date,value,n,source,note\nfcr,2026-09-30,68.5,1200,CRM,Without August\n")
    assert problems == []
    assert found == KPIReading(
        "fcr", "Service", date(2026, 9, 30), 68.5, "As customers say", "Survey", "Quarter", "CRM", 1200,
        "Without August",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("Spring", date(2026, 5, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("Q3 2026", date(2026, 9, 30)),
        ("2026-Q1", date(2026, 3, 31)),
        ("FY27 Q1", date(2026, 6, 30)),
        ("2025", date(2025, 12, 31)),
    ],
)
def test_a_period_stands_for_its_last_day(period: str, last: date) -> None:
    assert [reading.on for reading in read(f"kpi,period,value\nfcr,{period},1\n")[0]] == [last]


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    rows = [
        "nps,2026-09-30,,1,",
        "fcr,30.9.2026,,1,",
        "fcr,,,1,",
        "fcr,2026-09-30,Q3 2026,1,",
        "fcr,,Q4 2026,1,",
        "fcr,,Lent,1,",
        "fcr,2026-08-31,,much,0.5",
        "fcr,2026-07-31,,1,",
        "fcr,2026-07-31,,2,",
    ]
    found, problems = read("kpi,date,period,value,n\n" + "\n".join(rows))
    assert found == ()
    assert [problem.split(": ")[0] for problem in problems] == [
        f"f.csv:{line}" for line in (2, 3, 4, 5, 6, 7, 8, 8, 10)
    ]


def test_of_several_subjects_one_is_named() -> None:
    about = Measured({"fcr": FCR}, ("North", "South"), {}, 1, ABOUT.today)
    assert "name the subject" in read("kpi,date,value\nfcr,2026-01-31,1\n", about)[1][0]
    (found,), _ = read("kpi,date,value,subject\nfcr,2026-01-31,1,South\n", about)
    assert found.subject == "South"


def test_a_column_that_no_figure_has_is_refused() -> None:
    assert "unknown column" in read("kpi,date,value,colour\nfcr,2026-01-31,1,red\n")[1][0]
