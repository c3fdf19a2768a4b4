"""Facts about the organisation: its name, its time zone, and the month in which its fiscal year begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmaturity.domain.calendar import Quarter, local_date, quarter_of, zone_named
from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.store.settings import put_setting, setting

NAME, ZONE, FIRST_MONTH = "organisation", "zone", "fiscal first month"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose programmes these are; ``first_month`` (1–12) begins the fiscal year."""

    name: str = ""
    zone: str = "UTC"
    first_month: int = 1


def organisation(app: App) -> Organisation:
    """Return what is set, with a calendar year in UTC where nothing is."""
    return Organisation(
        setting(app.store, NAME) or "",
        setting(app.store, ZONE) or "UTC",
        int(setting(app.store, FIRST_MONTH) or 1),
    )


def set_organisation(app: App, viewer: Viewer, said: Organisation) -> None:
    """Say whose programmes these are, where, and when their year begins.

    Raises:
        ProblemsError: the name cannot be shown, there is no such time zone, or no such month.
    """
    require(viewer, "own")
    problems = list(_problems(said))
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        put_setting(transaction, NAME, tidy(said.name))
        put_setting(transaction, ZONE, said.zone.strip())
        put_setting(transaction, FIRST_MONTH, str(said.first_month))
        facts: dict[str, Fact] = {"zone": said.zone.strip(), "first_month": said.first_month}
        note(app, transaction, viewer, Act("change", "organisation", "", facts=facts))


def today(app: App) -> date:
    """Return the local date of the organisation."""
    return local_date(app.now(), zone_named(organisation(app).zone))


def present_quarter(app: App) -> Quarter:
    """Return the fiscal quarter that today lies in."""
    return quarter_of(today(app), organisation(app).first_month)


def _problems(said: Organisation) -> list[Problem]:
    problems = list(name_problems(said.name, "organisation")) if said.name else []
    if not 1 <= said.first_month <= 12:
        problems.append(Problem("first_month", 0, f"{said.first_month} is no month; choose 1 to 12."))
    try:
        zone_named(said.zone.strip())
    except RefusedError as error:
        problems.append(Problem("zone", 0, str(error)))
    return problems
