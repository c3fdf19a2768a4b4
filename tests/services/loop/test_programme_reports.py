from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.sharing import PARTS_OF, Part, Scope
from cxmaturity.domain.targets import Target
from cxmaturity.reports.model import Report, Table
from cxmaturity.services.loop.measures import Objective, set_objective, take_reading
from cxmaturity.services.loop.planning import set_target
from cxmaturity.services.reporting import Draft, draft_of
from tests.services.loop.programme import UNIT, Programme


def draft(care: Programme, **more: object) -> Draft:
    scope = Scope(care.id, "programme", **more)  # type: ignore[arg-type]
    return draft_of(care.app, care.owner, scope)


def report(care: Programme, **more: object) -> Report:
    return draft(care, **more).report


def table(care: Programme, name: str) -> Table:
    return next(aside.table for aside in report(care).asides if aside.name == name)


@pytest.fixture
def planned(care: Programme) -> Programme:
    care.rate_all("2213")
    set_target(care.app, care.owner, care.id, Target(UNIT, "goals", 3.0, date(2026, 12, 31)))
    care.accepted()
    take_reading(care.app, care.owner, care.id, KPIReading("fcr", UNIT, date(2026, 1, 31), 60.0))
    set_objective(care.app, care.owner, care.id, Objective("fcr", UNIT, 80.0, date(2026, 12, 31)))
    return care


def test_a_programmes_report_has_the_headline_and_the_figures_of_its_page(planned: Programme) -> None:
    made = report(planned)
    assert made.title == "Maturity is 50. Stage 1 is 2 steps away; the cheapest is to raise “Vision”."
    labels = [figure.label for figure in made.figures]
    assert labels == ["Maturity of 100", "Stage of 2", "With evidence, of 100", "Answers confirmed"]


def test_what_holds_the_stage_back_stands_with_its_next_step_the_cheapest_first(planned: Programme) -> None:
    assert table(planned, "Holds the stage back").rows[0][:2] == ("Vision", "Most")


def test_targets_actions_and_kpis_stand_in_the_report(planned: Programme) -> None:
    assert table(planned, "Targets").rows == (("Goals", "Most", "All", "31 Dec 2026", "open", "set here"),)
    assert len(table(planned, "Actions").rows) == 1
    assert table(planned, "KPIs").rows[0][:6] == ("Solved at once", "%", 60.0, 80.0, "31 Dec 2026", 60.0)


def test_owners_of_actions_are_named_only_where_that_was_asked_for(planned: Programme) -> None:
    assert "Owner" not in table(planned, "Actions").columns
    named = draft(planned, names=True)
    actions = next(aside for aside in named.report.asides if aside.name == "Actions")
    assert actions.table.columns[-1] == "Owner"
    assert named.people


@pytest.mark.parametrize("part", ["stage", "plan", "kpis", "finding"])
def test_a_part_of_a_programme_that_is_not_ticked_is_not_there(planned: Programme, part: Part) -> None:
    made = report(planned, parts=frozenset(PARTS_OF["programme"]) - {part})
    assert part not in {each.part for each in made.exhibits} | {each.part for each in made.asides}
    assert bool(made.figures) == (part != "finding")


def test_a_programme_without_answers_is_not_shared(care: Programme) -> None:
    with pytest.raises(RefusedError, match="Nobody has rated"):
        report(care)


def test_the_page_of_a_unit_that_left_the_programme_is_not_made_of_another(planned: Programme) -> None:
    with pytest.raises(RefusedError, match="left the programme"):
        report(planned, subject_id="gone")
