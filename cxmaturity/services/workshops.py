"""The verbs of a facilitator: set a workshop up, open it, take it through its rounds, end it."""

from __future__ import annotations

from collections.abc import Mapping

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.domain.workshop import hosting, steering
from cxmaturity.domain.workshop.commands import Command
from cxmaturity.domain.workshop.events import Created, fold
from cxmaturity.domain.workshop.settings import Settings, masked
from cxmaturity.domain.workshop.steering import StartScoring
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.room_log import carry_out, state_of
from cxmaturity.services.seats import Pass, add_pass, host_seat, may_host, new_token
from cxmaturity.services.workshop_setup import Ground, ground_for, room_subjects, unused_code
from cxmaturity.services.workshop_views import Invitation, NewWorkshop, WorkshopCard
from cxmaturity.store.engine import Reader
from cxmaturity.store.evaluations import pin_rubric
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.workshops import Workshop, add_workshop, all_workshops, append_events, events_of

COMMANDS: Mapping[str, type[Command]] = {
    kind.__name__: kind
    for kind in (
        steering.Brief,
        steering.BackToLobby,
        steering.StartScoring,
        steering.ScoreAgain,
        steering.Lock,
        steering.OpenAgain,
        steering.Reveal,
        steering.Withdraw,
        steering.Discuss,
        steering.BackToReveal,
        steering.Accept,
        steering.Conclude,
        steering.End,
        hosting.ChangeSettings,
        hosting.LockWeights,
        hosting.LockDoor,
        hosting.OpenDoor,
        hosting.Admit,
        hosting.Remove,
        hosting.Observe,
        hosting.SetTimer,
    )
}


def create_workshop(app: App, viewer: Viewer, form: NewWorkshop) -> Invitation:
    """Set a workshop up in its lobby, with its evaluation where none is named, and return its doors.

    The rubric's version is pinned from here on. The host's token is returned once; its hash is kept.

    Raises:
        ProblemsError: the form has problems; all of them, by field (title, rubric, subjects, weights, …).
    """
    require(viewer, "arrange", form.evaluation_id)
    ground = ground_for(app, form)
    token, now = new_token(), app.now()
    with app.store.write() as transaction:
        keep_rubric(transaction, ground.rubric, now)
        evaluation_id, cycle_id, subjects = ground.laid(app, transaction, viewer, form)
        pin_rubric(transaction, cycle_id, ground.rubric.sha256, now)
        workshop = Workshop(
            id=app.new_id(),
            evaluation_id=evaluation_id,
            cycle_id=cycle_id,
            code=unused_code(app, transaction),
            state="open",
            revision=0,
            created_by=viewer.person_id,
            created_at=now,
        )
        add_workshop(transaction, workshop)
        chosen = room_subjects(subjects)
        settings = ground.settings(form, masked(chosen, app.chance) if form.is_masked else chosen)
        append_events(transaction, workshop, [Created(now, viewer.person_id, settings)])
        add_pass(app, transaction, token, _host_pass(viewer, workshop, settings, viewer.person_id))
        note(app, transaction, viewer, _created(workshop, settings, ground))
    return Invitation(
        id=workshop.id,
        evaluation_id=evaluation_id,
        code=workshop.code,
        join_path=f"/j/{workshop.code}",
        host_token=token,
        host_path=f"/h/{token}",
    )


def open_room(app: App, viewer: Viewer, workshop_id: str) -> None:
    """Open round 1 at once, on everything; the weights lock with it."""
    state = state_of(app, workshop_id)
    host_command(app, viewer, workshop_id, StartScoring(state.room.revision))


def host_command(app: App, viewer: Viewer, workshop_id: str, command: Command) -> None:
    """Do what a facilitator asks; ``command.seen`` is the revision of the room that they were looking at.

    Raises:
        AccessError: this is not their workshop.
        RefusedError: it is not possible now, or somebody else changed the room meanwhile; says why.
    """
    state = state_of(app, workshop_id)
    seat = host_seat(viewer, state.workshop)
    if isinstance(command, hosting.ChangeSettings):
        _refuse_other_ground(state.room.settings, command.settings)
    carry_out(app, workshop_id, command, seat, viewer)


def new_host_link(app: App, viewer: Viewer, workshop_id: str, name: str = "") -> Invitation:
    """Return another host link: for a second facilitator by name, without one for oneself.

    What is done by it stands in the room's history and in the record under that name.

    Raises:
        ProblemsError: the name is too long.
    """
    state = state_of(app, workshop_id)
    host_seat(viewer, state.workshop)
    problems = list(name_problems(name, "name")) if name else []
    if problems:
        raise ProblemsError(problems)
    token, workshop = new_token(), state.workshop
    with app.store.write() as transaction:
        of_whom = viewer.person_id
        if name:
            of_whom = app.new_id()
            add_people(transaction, [Person(of_whom, tidy(name), "member", app.now())])
        made = add_pass(app, transaction, token, _host_pass(viewer, workshop, state.room.settings, of_whom))
        facts: dict[str, Fact] = {"role": "facilitator", "workshop": workshop.id}
        note(app, transaction, viewer, Act("create", "link", made.id, workshop.evaluation_id, facts))
    return Invitation(
        id=workshop.id,
        evaluation_id=workshop.evaluation_id,
        code=workshop.code,
        join_path=f"/j/{workshop.code}",
        host_token=token,
        host_path=f"/h/{token}",
    )


def workshop_cards(app: App, viewer: Viewer, *, under_way: bool = False) -> tuple[WorkshopCard, ...]:
    """Return a card for every workshop that the viewer may host, newest first; or for those under way."""
    known = (one for one in all_workshops(app.store) if one.is_open or not under_way)
    return tuple(_card(app, one) for one in known if may_host(viewer, one))


def require_no_open_round(reader: Reader) -> None:
    """Let everything be taken out as long as no room is in the middle of a round.

    Raises:
        RefusedError: one is; its answers are sealed, also from whoever may export.
    """
    for workshop in all_workshops(reader):
        room = fold(events_of(reader, workshop.id)) if workshop.is_open else None
        if room is not None and room.current is not None:
            raise RefusedError(
                f"“{room.settings.title}” is in the middle of a round; nobody may see its answers yet. "
                "Reveal it or take it back first; `backup` makes a safe copy at any time."
            )


def _card(app: App, workshop: Workshop) -> WorkshopCard:
    state = state_of(app, workshop.id)
    return WorkshopCard(
        id=workshop.id,
        evaluation_id=workshop.evaluation_id,
        title=state.room.settings.title,
        code=state.workshop.code,
        phase=state.room.phase,
        subjects=tuple(subject.name for subject in state.room.settings.subjects),
        people=len(state.people),
        created_at=workshop.created_at,
    )


def _created(workshop: Workshop, settings: Settings, ground: Ground) -> Act:
    facts = {"title": settings.title, "rubric": ground.rubric.id, "version": ground.rubric.version}
    return Act("create", "workshop", workshop.id, workshop.evaluation_id, dict(facts))


def _host_pass(viewer: Viewer, workshop: Workshop, settings: Settings, of_whom: str) -> Pass:
    label = f"Host of {settings.title}"
    return Pass("link", "facilitator", workshop.id, of_whom, label, viewer.person_id)


def _refuse_other_ground(now: Settings, wanted: Settings) -> None:
    """Keep what lies in other tables too: a room is about the subjects and the rubric it was set up with."""
    if (now.rubric_sha256, now.subjects, now.criteria) != (
        wanted.rubric_sha256,
        wanted.subjects,
        wanted.criteria,
    ):
        raise RefusedError("Set up another workshop to score others, or to use another rubric.")
