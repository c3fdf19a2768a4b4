"""Reading the record of acts, with names as people have them today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
import io
import json
from zoneinfo import ZoneInfo

from cxmaturity.domain.calendar import zone_named
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Fact
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import notebook
from cxmaturity.services.loop.organisation import organisation
from cxmaturity.store.audit import AuditEvent, Window, audit_events, audited_people, names_concerned
from cxmaturity.store.evaluations import all_evaluations, cycles_of
from cxmaturity.store.grants import grants_of

MOST = 1000  # lines that one page shows
MOST_EXPORTED = 1_000_000
HEAD = ("when", "who", "link", "verb", "kind", "object", "about", "evaluation", "facts")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take as the start of a formula


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are meant; empty ones ask for all. Days are the organisation's own, both included."""

    person_id: str = ""
    verb: str = ""
    evaluation_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act: who, when, by which link (its label), what was done to what.

    ``about`` names what it concerned, as it is called today: a person, a subject, a cycle, an action, a goal;
    of a link, whose it is. ``local`` is the time in the organisation's own zone, ``at`` in UTC.
    """

    at: datetime
    who: str
    link: str
    verb: str
    kind: str
    object_id: str
    evaluation: str
    facts: dict[str, Fact]
    about: str = ""
    local: datetime | None = None


def acts(app: App, viewer: Viewer, asked: Asked, most: int = MOST) -> tuple[ActLine, ...]:
    """Return what was done, newest first."""
    require(viewer, "own")
    zone = zone_named(organisation(app).zone)
    events = audit_events(app.store, _window(asked, zone), most)
    people = audited_people(app.store)
    titles = {evaluation.id: evaluation.title for evaluation in all_evaluations(app.store)}
    links = {grant.id: grant.label or grant.role for grant in grants_of(app.store, "link")}
    concerned = names_concerned(app.store) | _named_in(
        app, {event.evaluation_id for event in events} & set(titles)
    )
    return tuple(
        ActLine(
            at=event.occurred_at,
            who=people.get(event.person_id, ""),
            link=links.get(event.grant_id, ""),
            verb=event.verb,
            kind=event.kind,
            object_id=event.object_id,
            evaluation=titles.get(event.evaluation_id, ""),
            facts=_facts(event),
            about=concerned.get(event.object_id, ""),
            local=event.occurred_at.replace(tzinfo=UTC).astimezone(zone),
        )
        for event in events
    )


def _named_in(app: App, evaluation_ids: Iterable[str]) -> dict[str, str]:
    """Return what cycles, actions and goals of these evaluations are called, by id."""
    named: dict[str, str] = {}
    for evaluation_id in evaluation_ids:
        notes = notebook(app, evaluation_id)
        named |= {cycle.id: cycle.label for cycle in cycles_of(app.store, evaluation_id)}
        named |= {action.id: action.title for action in notes.actions}
        named |= {goal.id: goal.title for goal in notes.goals}
        named |= {item.id: item.title for item in notes.evidence}
    return named


def zone_of_record(app: App) -> str:
    """Return the name of the time zone in which the record's times are told."""
    return organisation(app).zone


def acting_people(app: App, viewer: Viewer) -> dict[str, str]:
    """Return the names of everybody who ever did anything, by id, for choosing one."""
    require(viewer, "own")
    return audited_people(app.store)


def acts_file(app: App, viewer: Viewer, asked: Asked) -> bytes:
    """Return what was done as CSV (UTF-8), newest first; no cell can be taken for a formula."""
    lines = acts(app, viewer, asked, MOST_EXPORTED)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(map(_harmless, map(_row, lines)))
    return text.getvalue().encode()


def _row(line: ActLine) -> tuple[str, ...]:
    facts = json.dumps(line.facts, ensure_ascii=False, sort_keys=True) if line.facts else ""
    at = f"{line.at.isoformat(timespec='seconds')}Z"
    return at, line.who, line.link, line.verb, line.kind, line.object_id, line.about, line.evaluation, facts


def _harmless(cells: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _facts(event: AuditEvent) -> dict[str, Fact]:
    facts: dict[str, Fact] = json.loads(event.facts)
    return facts


def _window(asked: Asked, zone: ZoneInfo) -> Window:
    since = _begins(asked.first_day, zone) if asked.first_day else None
    before = _begins(asked.last_day + timedelta(days=1), zone) if asked.last_day else None
    return Window(asked.person_id, asked.verb, asked.evaluation_id, since, before)


def _begins(day: date, zone: ZoneInfo) -> datetime:
    """Return when a local day begins, as naive UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
