"""Who is asked: groups and functions, personal links, invitation and reminder, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cxmaturity.domain.calendar import day_text
from cxmaturity.domain.confirmation import counting
from cxmaturity.domain.errors import NotFoundError, ProblemsError
from cxmaturity.domain.groups import GROUPS, GroupView, PerceptionGap, group_views, perception_gaps
from cxmaturity.domain.releases import released
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.links import LINK, NewLink, add_link, end_link
from cxmaturity.services.loop.notebook import Invited, Pen, read_notebook
from cxmaturity.services.loop.standing import Standing
from cxmaturity.store.carried import answers_given, waiting_counts
from cxmaturity.store.closings import closings_of
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import Cycle
from cxmaturity.store.grants import one_grant
from cxmaturity.store.people import names_of

__all__ = ["GROUPS"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewRespondent:
    """Somebody to be asked; ``group`` and ``function`` may be the organisation's own words."""

    name: str
    group: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is shown once after inviting: the link's path, and the words to send with it."""

    name: str
    path: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class RespondentView:
    """Somebody who is asked: how many answers of theirs count, out of how many. Never which."""

    id: str
    name: str
    group: str
    function: str
    settled: int
    asked: int

    @property
    def is_missing(self) -> bool:
        """True where nothing of theirs counts yet."""
        return self.settled == 0

    @property
    def is_done(self) -> bool:
        """True where every answer of theirs counts."""
        return self.settled >= self.asked


@dataclass(frozen=True, slots=True)
class RoomView:
    """Everybody who is asked in the newest cycle, and a reminder to send to those who are not done."""

    people: tuple[RespondentView, ...]
    reminder: str

    @property
    def missing(self) -> tuple[RespondentView, ...]:
        """Return those of whom nothing counts yet."""
        return tuple(person for person in self.people if person.is_missing)

    @property
    def unfinished(self) -> tuple[RespondentView, ...]:
        """Return those of whom some answers are missing, or all."""
        return tuple(person for person in self.people if not person.is_done)


@dataclass(frozen=True, slots=True)
class GroupsView:
    """How groups and functions see one subject, and the gap between each two of the groups."""

    views: tuple[GroupView, ...]
    gaps: tuple[tuple[str, str, tuple[PerceptionGap, ...]], ...]


def invite(
    app: App, viewer: Viewer, evaluation_id: str, new: NewRespondent, base_url: str = ""
) -> Invitation:
    """Ask somebody by a personal link, which is shown this once; answers stay independent: they see none.

    Raises:
        ProblemsError: the name or the group is missing or cannot be shown.
    """
    require(viewer, "arrange", evaluation_id)
    name, group, function = tidy(new.name), tidy(new.group), tidy(new.function)
    problems = [*name_problems(name, "name"), *name_problems(group, "group")]
    problems += [*name_problems(function, "function")] if function else []
    if problems:
        raise ProblemsError(problems)
    standing = Standing.of(app, evaluation_id)
    with app.store.write() as transaction:
        made = add_link(app, transaction, viewer, NewLink("participant", name, evaluation_id=evaluation_id))
        person_id = one_grant(transaction, LINK, made.id).person_id
        kept = Invited(person_id, group, function, made.id)
        Pen(app, transaction, viewer, evaluation_id).write("respondent", person_id, kept)
        act = Act("add", "respondent", person_id, evaluation_id, {"group": group})
        note(app, transaction, viewer, act)
    return _invitation(standing, person_id, name, base_url.rstrip("/") + made.path)


def new_link(app: App, viewer: Viewer, evaluation_id: str, person_id: str, base_url: str = "") -> Invitation:
    """Give a respondent another link in place of a lost or revoked one, which opens nothing any more.

    Owners only.

    Raises:
        NotFoundError: nobody of this id was asked.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    new = NewLink("participant", person_id=person_id, evaluation_id=evaluation_id)
    with app.store.write() as transaction:
        kept = _asked(transaction, evaluation_id, person_id)
        fresh = add_link(app, transaction, viewer, new)
        _end_link(app, transaction, viewer, kept)
        pen = Pen(app, transaction, viewer, evaluation_id)
        pen.write("respondent", person_id, replace(kept, link=fresh.id))
        note(app, transaction, viewer, Act("change", "respondent", person_id, evaluation_id))
    name = names_of(app.store, [person_id]).get(person_id, "")
    return _invitation(standing, person_id, name, base_url.rstrip("/") + fresh.path)


def ask_no_more(app: App, viewer: Viewer, evaluation_id: str, person_id: str) -> None:
    """Stop asking somebody: their link opens nothing any more, what they answered stays.

    Raises:
        NotFoundError: nobody of this id was asked.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        _end_link(app, transaction, viewer, _asked(transaction, evaluation_id, person_id))
        Pen(app, transaction, viewer, evaluation_id).take_away("respondent", person_id)
        note(app, transaction, viewer, Act("withdraw", "respondent", person_id, evaluation_id))


def _asked(reader: Reader, evaluation_id: str, person_id: str) -> Invited:
    """Return a respondent as they are in the store at this moment."""
    for one in read_notebook(reader, evaluation_id, {}).invited:
        if one.id == person_id:
            return one
    raise NotFoundError("This person is not asked here.")


def _end_link(app: App, transaction: Transaction, viewer: Viewer, asked: Invited) -> None:
    if asked.link:
        end_link(app, transaction, viewer, asked.link)


def who_is_asked(app: App, viewer: Viewer, evaluation_id: str) -> RoomView:
    """Return everybody who is asked or answers, with how far they are, those who are missing first."""
    require(viewer, "arrange", evaluation_id)
    return room_of(Standing.of(app, evaluation_id))


def room_of(standing: Standing) -> RoomView:
    """Return who is asked in the newest cycle; also who answered without being invited."""
    opened = waiting_counts(standing.app.store, standing.evaluation_id, standing.cycle.id)
    settled = _settled(standing)
    places = {one.id: (one.group, one.function) for one in standing.notes.invited}
    everybody = dict.fromkeys([*places, *opened, *settled])
    names = names_of(standing.app.store, list(everybody))
    asked = len(standing.rubric.criteria()) * len(standing.subjects)
    people = [
        RespondentView(
            id=person_id,
            name=names.get(person_id, ""),
            group=places.get(person_id, ("", ""))[0],
            function=places.get(person_id, ("", ""))[1],
            settled=settled.get(person_id, 0),
            asked=asked,
        )
        for person_id in everybody
    ]
    people.sort(key=lambda person: (not person.is_missing, person.is_done, person.name.casefold()))
    return RoomView(tuple(people), _reminder(standing))


def groups(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> GroupsView:
    """Return how groups see a subject in the newest cycle with answers; small ones are suppressed."""
    require(viewer, "read", evaluation_id)
    return groups_of(Standing.of(app, evaluation_id), subject)


def groups_of(standing: Standing, subject: str) -> GroupsView:
    """Return the groups' views and gaps; worked out anew only after a change."""
    rated = standing.book.rated()
    if not rated or not standing.notes.invited:
        return GroupsView((), ())
    closed_at = _closed_at(standing, rated[-1])
    question = (
        "groups",
        rated[-1].id,
        standing.book.counts[rated[-1].id][0],
        subject,
        standing.notes.respondents,
        closed_at,
    )
    return standing.app.memory.recall(question, lambda: _groups(standing, rated[-1], subject, closed_at))


def _closed_at(standing: Standing, cycle: Cycle) -> datetime | None:
    """Return when a cycle was first closed; its groups could be seen from then on."""
    signed = (
        each.recorded_at
        for each in closings_of(standing.app.store, standing.evaluation_id)
        if each.cycle_id == cycle.id
    )
    return next(signed, None if cycle.state == "open" else standing.book.last_rated_at(cycle))


def _groups(standing: Standing, cycle: Cycle, subject: str, closed_at: datetime | None) -> GroupsView:
    rubric, ratings = standing.book.rubric(cycle), counting(standing.answers(cycle))
    given = answers_given(standing.app.store, standing.evaluation_id, cycle.id, standing.names, subject)
    views = group_views(
        rubric,
        ratings,
        standing.notes.respondents,
        subject,
        shown=lambda people: released(given, people, closed_at),
    )
    shown = [view for view in views if view.dimension == "group"]
    pairs = [
        (one.name, other.name, gaps)
        for place, one in enumerate(shown)
        for other in shown[place + 1 :]
        if (gaps := perception_gaps(rubric, one, other))
    ]
    return GroupsView(views, tuple(pairs))


def _settled(standing: Standing) -> dict[str, int]:
    counts: dict[str, int] = {}
    for answer in standing.answers(standing.cycle):
        if answer.counts:
            counts[answer.rating.assessor] = counts.get(answer.rating.assessor, 0) + 1
    return counts


def _invitation(standing: Standing, person_id: str, name: str, url: str) -> Invitation:
    about = f"{standing.book.view.title}, {standing.cycle.label}"
    lines = [
        f"Hello {name},",
        "",
        f"please tell us how you see it: {about}. It takes about ten minutes.",
        *_brought(standing, person_id),
        "Nobody else sees your answers one by one, and groups of fewer than five are never shown alone.",
        "",
        f"Your personal link: {url}",
        *_until(standing),
        "Keep the link: it is yours for later cycles too, until you are asked no more.",
    ]
    return Invitation(name, url, f"{about}: your view", "\n".join(lines))


def _reminder(standing: Standing) -> str:
    about = f"{standing.book.view.title}, {standing.cycle.label}"
    return "\n".join(
        [
            "Hello,",
            "",
            f"some or all of your answers for {about} are still missing.",
            "Open your personal link from the invitation; it takes about ten minutes. If it is lost, ask.",
            *_until(standing),
        ]
    )


def _brought(standing: Standing, person_id: str) -> Iterator[str]:
    """Yield what to say of last time's answers, to whoever gave some."""
    if person_id in waiting_counts(standing.app.store, standing.evaluation_id, standing.cycle.id):
        yield "Your last answers are there already; they count once you confirm them."


def _until(standing: Standing) -> Iterator[str]:
    if standing.cycle.ends_on is not None:
        yield f"The cycle closes on {day_text(standing.cycle.ends_on - ONE_DAY)}."
