from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.services.access import USE_NOTED_EVERY, Viewer, note_use, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.links import (
    LinkView,
    MadeLink,
    NewLink,
    create_link,
    extend_link,
    links,
    pause_link,
    resume_link,
    revoke_link,
)
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import Invitation, NewWorkshop
from cxmaturity.services.workshops import create_workshop, new_host_link
from cxmaturity.store.people import Person, erase_person, person
from tests.services.builders import START, Room, somebody

TODAY = START.date()


def by_link(app: App, made: MadeLink) -> Viewer | None:
    return viewer_for(app, made.path.removeprefix("/l/"))


def the_link(app: App, owner: Viewer) -> LinkView:
    (found,) = links(app, owner)
    return found


def workshop_in(app: App, owner: Viewer) -> Invitation:
    form = NewWorkshop("Choice", "partner", (NewSubject("Call-back"),))
    return create_workshop(app, owner, form)


def invited(app: App, owner: Viewer, **changed: object) -> MadeLink:
    fields: dict[str, object] = {"role": "assessor", "name": "Ines"}
    return create_link(app, owner, NewLink(**(fields | changed)))  # type: ignore[arg-type]  # tests change fields at will


def test_whoever_opens_a_link_is_in_under_the_name_and_role_it_was_made_for(app: App, owner: Viewer) -> None:
    viewer = by_link(app, invited(app, owner))
    assert viewer is not None
    assert (viewer.name, viewer.role, viewer.only) == ("Ines", "assessor", "")


def test_a_link_for_one_evaluation_opens_that_one_only(room: Room) -> None:
    viewer = by_link(room.app, invited(room.app, room.owner, evaluation_id=room.id))
    assert viewer is not None
    assert (viewer.may("read", room.id), viewer.may("read", "another"), viewer.may("read")) == (
        True,
        False,
        False,
    )


def test_two_links_are_two_people_though_they_share_a_name(app: App, owner: Viewer) -> None:
    one, other = by_link(app, invited(app, owner)), by_link(app, invited(app, owner))
    assert one is not None
    assert other is not None
    assert one.person_id != other.person_id


def test_a_second_link_for_a_known_person_is_the_same_person(app: App, owner: Viewer) -> None:
    first = by_link(app, invited(app, owner))
    assert first is not None
    second = by_link(app, invited(app, owner, name="", person_id=first.person_id))
    assert second == first


def test_a_host_link_is_listed_with_its_workshops_evaluation(app: App, owner: Viewer) -> None:
    workshop_in(app, owner)
    assert [(line.title, line.label) for line in links(app, owner)] == [("Choice", "Host of Choice")]


def test_a_facilitator_of_the_evaluation_can_take_a_host_link_back(app: App, owner: Viewer) -> None:
    room = workshop_in(app, owner)
    fay = somebody(app, "Fay", "facilitator", room.evaluation_id)
    (line,) = [line for line in links(app, fay) if line.label == "Host of Choice"]
    revoke_link(app, fay, line.id)
    assert (line.may_change, viewer_for(app, room.host_token)) == (True, None)
    assert acts(app, owner, Asked(verb="revoke"))[0].evaluation == "Choice"


def test_a_facilitator_of_another_evaluation_neither_sees_nor_changes_a_host_link(
    app: App, owner: Viewer
) -> None:
    workshop_in(app, owner)
    (line,) = links(app, owner)
    gus = somebody(app, "Gus", "facilitator", "another")
    assert [one for one in links(app, gus) if one.id == line.id] == []
    with pytest.raises(AccessError):
        revoke_link(app, gus, line.id)


def test_whoever_hosts_by_a_link_cannot_take_back_another_hosts(app: App, owner: Viewer) -> None:
    room = workshop_in(app, owner)
    second = viewer_for(app, new_host_link(app, owner, room.id, "Dana").host_token)
    assert second is not None
    with pytest.raises(AccessError):
        revoke_link(app, second, links(app, owner)[-1].id)


def test_the_token_is_not_in_the_database(app: App, owner: Viewer) -> None:
    made = invited(app, owner)
    assert made.path.removeprefix("/l/") not in str(app.store.read("select * from grants"))


def test_a_paused_link_opens_nothing_until_it_is_resumed(app: App, owner: Viewer) -> None:
    made = invited(app, owner)
    pause_link(app, owner, made.id)
    assert (by_link(app, made), the_link(app, owner).state) == (None, "paused")
    resume_link(app, owner, made.id)
    assert by_link(app, made) is not None


def test_a_revoked_link_never_opens_again(app: App, owner: Viewer) -> None:
    made = invited(app, owner)
    revoke_link(app, owner, made.id)
    with pytest.raises(RefusedError, match="revoked for good"):
        resume_link(app, owner, made.id)
    assert (by_link(app, made), the_link(app, owner).state) == (None, "revoked")


def test_a_link_opens_up_to_the_end_of_its_last_day(app: App, owner: Viewer) -> None:
    made = invited(app, owner, last_day=TODAY)
    assert by_link(app, made) is not None
    assert the_link(app, owner).expires_at == START.replace(hour=0) + timedelta(days=1)


def test_a_link_whose_last_day_is_over_opens_nothing_until_it_is_extended(app: App, owner: Viewer) -> None:
    made = invited(app, owner)
    with app.store.write() as transaction:
        transaction.run("update grants set expires_at = $1 where id = $2", [START, made.id])
    assert (by_link(app, made), the_link(app, owner).state) == (None, "expired")
    extend_link(app, owner, made.id, None)
    assert (by_link(app, made) is not None, the_link(app, owner).state) == (True, "active")


def test_all_that_is_wrong_with_an_invitation_is_told_at_once(app: App, owner: Viewer) -> None:
    with pytest.raises(ProblemsError) as caught:
        invited(app, owner, name=" ", label="x" * 200, last_day=date(2026, 1, 1))
    assert [problem.path for problem in caught.value.problems] == ["name", "label", "last_day"]


def test_a_last_day_that_is_over_is_refused(app: App, owner: Viewer) -> None:
    made = invited(app, owner)
    with pytest.raises(ProblemsError, match="2026-01-01 is over"):
        extend_link(app, owner, made.id, date(2026, 1, 1))


def test_a_link_to_an_evaluation_that_does_not_exist_is_refused(app: App, owner: Viewer) -> None:
    with pytest.raises(NotFoundError):
        invited(app, owner, evaluation_id="nothing")


@pytest.mark.parametrize("role", ["owner", "facilitator"])
def test_a_facilitator_invites_nobody_with_rights_like_their_own(app: App, role: str) -> None:
    with pytest.raises(AccessError, match=f"as {role}"):
        invited(app, somebody(app, "Dana", "facilitator"), role=role)


def test_a_facilitator_cannot_make_a_link_for_a_known_person(app: App, owner: Viewer) -> None:
    with pytest.raises(AccessError):
        invited(app, somebody(app, "Dana", "facilitator"), person_id=owner.person_id)


def test_a_facilitator_cannot_revoke_a_link_of_their_own_kind(app: App, owner: Viewer) -> None:
    made = invited(app, owner, role="facilitator")
    with pytest.raises(AccessError, match="change this one"):
        revoke_link(app, somebody(app, "Dana", "facilitator"), made.id)


def test_a_facilitator_of_one_evaluation_sees_and_changes_its_links_only(room: Room) -> None:
    app = room.app
    mine, other = (invited(app, room.owner, evaluation_id=each) for each in (room.id, ""))
    dana = somebody(app, "Dana", "facilitator", only=room.id)
    assert [(line.id, line.title) for line in links(app, dana)] == [(mine.id, "Spring choice")]
    with pytest.raises(AccessError):
        pause_link(app, dana, other.id)


def test_nobody_makes_a_link_for_an_erased_person(app: App, owner: Viewer) -> None:
    person_id = somebody(app, "Jo").person_id
    with app.store.write() as transaction:
        erase_person(transaction, person_id, "Erased", START)
    with pytest.raises(RefusedError, match="erased"):
        invited(app, owner, person_id=person_id)


def test_an_unknown_link_is_not_found(app: App, owner: Viewer) -> None:
    with pytest.raises(NotFoundError, match="no such link"):
        pause_link(app, owner, "nothing")


def test_the_last_use_of_a_link_is_kept_and_written_at_most_once_an_hour(app: App, owner: Viewer) -> None:
    viewer = by_link(app, invited(app, owner))
    assert viewer is not None
    note_use(app, viewer)
    first = the_link(app, owner).last_used_at
    note_use(app, viewer)
    assert the_link(app, owner).last_used_at == first
    assert first is not None
    app.memory.last_use[viewer.grant_id] = first - USE_NOTED_EVERY
    note_use(app, viewer)
    assert the_link(app, owner).last_used_at != first


def test_the_link_that_one_came_in_by_is_marked(app: App, owner: Viewer) -> None:
    viewer = by_link(app, invited(app, owner, role="owner"))
    assert viewer is not None
    assert [line.is_own for line in links(app, viewer)] == [True]


def test_who_was_invited_is_a_person_from_then_on(app: App, owner: Viewer) -> None:
    viewer = by_link(app, invited(app, owner, name="  Ines  Vidal "))
    assert viewer is not None
    found = person(app.store, viewer.person_id)
    assert isinstance(found, Person)
    assert (found.name, found.kind) == ("Ines Vidal", "member")
