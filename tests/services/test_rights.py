"""Every service against every role, for one's own evaluation and another's. A service without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
import inspect
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError
import cxmaturity.services
from cxmaturity.services.access import Role, Viewer
from cxmaturity.services.application import App
from cxmaturity.services.links import NewLink
from tests.services.builders import Room, new_app

ROLES: Mapping[Role, str] = {
    "owner": "see read rate arrange own",
    "facilitator": "see read rate arrange",
    "assessor": "see read rate",
    "participant": "see rate",
    "reader": "see read",
}
# All that one must be allowed to do for each service. A service that is told an evaluation is for those whose
# link is for that one or for everything; any other is for links to everything, apart from those in OWN_PART.
NEEDED: Mapping[str, str] = {
    "access.note_use": "see",
    "audit.acting_people": "own",
    "audit.acts": "own",
    "audit.acts_file": "own",
    "cycles.close_cycle": "own",
    "cycles.open_next_cycle": "arrange",
    "cycles.open_revision": "arrange",
    "cycles.rename_cycle": "arrange",
    "cycles.reopen_cycle": "own",
    "decisions.decided_in": "read",
    "demo.load_demo": "arrange",
    "demo.remove_demo": "arrange",
    "evaluations.archive": "arrange",
    "evaluations.create_evaluation": "arrange",
    "evaluations.evaluation": "see",
    "evaluations.evaluations": "see",
    "evaluations.rename_evaluation": "arrange",
    "evaluations.unarchive": "arrange",
    "exports.ratings_file": "own",
    "health.health": "own",
    "imports.commit_import": "arrange",
    "imports.preview_import": "arrange",
    "library.difference": "read",
    "library.effects": "read",
    "library.keep_upload": "arrange",
    "library.library": "read",
    "library.look_at_upload": "arrange",
    "library.rubric_file": "read",
    "library.versions": "read",
    "links.create_link": "arrange",
    "links.extend_link": "arrange",
    "links.links": "arrange",
    "links.pause_link": "arrange",
    "links.resume_link": "arrange",
    "links.revoke_link": "arrange",
    "loop.closing.close_and_sign": "arrange",
    "loop.closing.freeze": "read",
    "loop.closing.reopen": "own",
    "loop.confirming.change": "rate",
    "loop.confirming.confirm": "rate",
    "loop.confirming.confirm_section": "rate",
    "loop.consensus.lift_consensus": "arrange",
    "loop.consensus.set_consensus": "arrange",
    "loop.consensus.settled_together": "read",
    "loop.dates.calendar_file": "read",
    "loop.evidenced.assume": "arrange",
    "loop.evidenced.bring_evidence": "read rate",
    "loop.evidenced.evidence_view": "read",
    "loop.evidenced.tell_outcome": "arrange",
    "loop.evidenced.withdraw_evidence": "arrange",
    "loop.figures_file.import_readings": "rate",
    "loop.looking_back.looking_back": "read",
    "loop.measures.measures": "read",
    "loop.measures.raise_issue": "read rate",
    "loop.measures.set_objective": "arrange",
    "loop.measures.take_reading": "read rate",
    "loop.organisation.set_organisation": "own",
    "loop.path.short_path": "rate",
    "loop.path.starts_from_last_time": "rate",
    "loop.plan_view.action_view": "read",
    "loop.plan_view.draft_view": "arrange",
    "loop.plan_view.plan_view": "read",
    "loop.planning.accept": "arrange",
    "loop.planning.drop_target": "arrange",
    "loop.planning.keep_course": "arrange",
    "loop.planning.pivot": "arrange",
    "loop.planning.propose": "arrange",
    "loop.planning.read_indicator": "read rate",
    "loop.planning.replan": "arrange",
    "loop.planning.set_goal": "arrange",
    "loop.planning.set_target": "arrange",
    "loop.planning.take_step": "arrange",
    "loop.programme.programme": "read",
    "loop.respondents.ask_no_more": "arrange",
    "loop.respondents.groups": "read",
    "loop.respondents.invite": "arrange",
    "loop.respondents.new_link": "arrange",
    "loop.respondents.who_is_asked": "arrange",
    "loop.screening.answer_harm": "arrange",
    "loop.screening.answer_questions": "read rate",
    "loop.screening.screening_view": "read",
    "people.change_person": "own",
    "people.erase": "own",
    "people.people": "own",
    "people.person_meant": "own",
    "rating.left_to_give": "rate",
    "rating.save_answer": "rate",
    "rating.sheet": "rate",
    "results.progress": "read",
    "results.result_before": "read",
    "results.result": "read",
    "rubrics.add_rubric": "arrange",
    "rubrics.rubrics": "read",
    "safekeeping.backup": "own",
    "safekeeping.export_all": "own",
    "safekeeping.restore": "own",
    "safekeeping.verify": "own",
    "subjects.let_go_by": "arrange",
    "subjects.merge": "arrange",
    "subjects.rename": "arrange",
    "subjects.say_parent": "arrange",
    "subjects.say_status": "arrange",
    "subjects.subjects": "arrange",
    "taking_part.add_subject": "arrange",
    "taking_part.add_todays_way": "arrange",
    "taking_part.withdraw_subject": "arrange",
    "weighting.set_weights": "arrange",
    "weighting.weighting": "read",
}
# These give each link its own part: a list of what it may see, or a link that it looks after.
OWN_PART = {
    "access.note_use",
    "evaluations.evaluations",
    "links.extend_link",
    "links.links",
    "links.pause_link",
    "links.resume_link",
    "links.revoke_link",
}
# What a room or a share allows depends on who sits in it or made it; some only pass on to other services:
# tests of their own say what they allow.
ELSEWHERE = {
    "boxes",
    "joining",
    "loop.demo_company",
    "loop.programme_reports",
    "reporting",
    "room",
    "seats",
    "share",
    "sharing",
    "voting",
    "workshop",
}

Service = Callable[..., object]


def services() -> Iterator[tuple[str, Service]]:
    """Yield every public service that acts for a viewer; what joins another's transaction is a part of it."""
    package = cxmaturity.services
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(found.name)
        short = found.name.removeprefix(f"{package.__name__}.")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == found.name and not name.startswith("_")
            taken = inspect.signature(function).parameters.keys()
            if is_own and {"app", "viewer"} <= taken and "transaction" not in taken:
                yield f"{short}.{name}", function


SERVICES = dict(services())
NOT_HERE = {name for name in SERVICES if name.startswith(tuple(ELSEWHERE))}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    app = new_app(tmp_path_factory.mktemp("rights"))
    yield Room.of(app)
    app.close()


def visitors(room: Room) -> Iterator[tuple[Role, str, Viewer]]:
    """Yield a visitor of every role with every scope: everything, this evaluation, another one."""
    for role in ROLES:
        for scope, only in (("everything", ""), ("own", room.id), ("other", "another")):
            yield role, scope, Viewer(room.owner.person_id, "", role, only)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a service writes on its way fall into a folder of this test."""
    monkeypatch.chdir(tmp_path)


def arguments(app: App, room: Room, name: str) -> dict[str, Any]:
    """Return arguments with which a service gets past its door, and hardly any further."""
    names = inspect.signature(SERVICES[name]).parameters
    said: dict[str, Any] = {
        one: "nothing" for one, kind in names.items() if kind.default is inspect.Parameter.empty
    }
    said |= {"app": app, "evaluation_id": room.id, "folder": Path("nothing")}
    if name == "links.create_link":
        said["new"] = NewLink("reader", "Ines", evaluation_id=room.id)
    return {one: said[one] for one in names if one in said}


def is_let_in(service: Service, said: Mapping[str, Any], viewer: Viewer) -> bool:
    try:
        service(**{**said, "viewer": viewer})
    except AccessError:
        return False
    except Exception:
        return True  # past the door; what was said there made no sense
    return True


def scopes_of(name: str) -> set[str]:
    """Return the scopes of links that a service lets in, the right role given."""
    if name in OWN_PART:
        return {"everything", "own", "other"}
    is_told = "evaluation_id" in inspect.signature(SERVICES[name]).parameters
    return {"everything", "own"} if is_told or name == "links.create_link" else {"everything"}


def test_every_service_for_a_viewer_has_its_row() -> None:
    assert set(SERVICES) - NOT_HERE == set(NEEDED)


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_service_lets_in_whom_its_row_says_and_nobody_else(name: str, room: Room) -> None:
    said, scopes = arguments(room.app, room, name), scopes_of(name)
    let_in = {(r, s) for r, s, v in visitors(room) if is_let_in(SERVICES[name], said, v)}
    assert let_in == {
        (r, s) for r in ROLES for s in scopes if set(NEEDED[name].split()) <= set(ROLES[r].split())
    }
