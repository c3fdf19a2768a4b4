"""Every service of a room against everybody who might try it. A service without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
import inspect
from pathlib import Path

import pytest

from cxmaturity.domain.errors import AccessError, RefusedError
from cxmaturity.domain.workshop.hosting import LockDoor
from cxmaturity.services import (
    joining,
    room_decisions,
    rooms,
    voting,
    workshop_orders,
    workshop_results,
    workshops,
)
from cxmaturity.services.access import Viewer, viewer_for
from cxmaturity.services.orders import Order
from cxmaturity.services.room_decisions import NewDecision
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import NewWorkshop
from tests.services.builders import somebody
from tests.services.hall import Hall, level, open_hall, running

HOSTS = {"owner", "facilitator", "facilitator of the evaluation", "host"}
GUEST = {"participant"}
NEEDED: Mapping[str, set[str]] = {
    "joining.declare": GUEST,
    "joining.introduce": GUEST,
    "joining.resume_code": GUEST,
    "room_decisions.people_to_name": HOSTS,
    "room_decisions.record_decision": HOSTS,
    "rooms.console_view": HOSTS,
    "rooms.phone_view": GUEST,
    "rooms.projector_view": HOSTS,
    "rooms.pulse": HOSTS | GUEST,
    "voting.vote": GUEST,
    "workshop_orders.set_up": {"owner", "facilitator"},
    "workshop_results.results_view": HOSTS | GUEST,
    "workshops.create_workshop": {"owner", "facilitator"},
    "workshops.host_command": HOSTS,
    "workshops.new_host_link": HOSTS,
    "workshops.open_room": HOSTS,
}
OWN_PART = {"workshops.workshop_cards"}  # gives everybody the list of what they may host
MODULES = (joining, room_decisions, rooms, voting, workshop_orders, workshop_results, workshops)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return running(open_hall(tmp_path), "Ana")


def viewers(hall: Hall) -> dict[str, Viewer]:
    """Return everybody who might try, by what they are."""
    app, evaluation_id = hall.app, hall.doors.evaluation_id
    other = running(app, "Eve")
    by_link = viewer_for(app, hall.doors.host_token)
    by_other_link = viewer_for(app, other.doors.host_token)
    assert by_link is not None
    assert by_other_link is not None
    return {
        "owner": hall.host,
        "facilitator": somebody(app, "Fay", "facilitator"),
        "facilitator of the evaluation": somebody(app, "Gus", "facilitator", evaluation_id),
        "facilitator of another evaluation": somebody(app, "Hal", "facilitator", other.doors.evaluation_id),
        "host": by_link,
        "host of another room": by_other_link,
        "participant": hall.people["Ana"],
        "participant of another room": other.people["Eve"],
        "assessor": somebody(app, "Ida", "assessor"),
        "reader of the evaluation": somebody(app, "Jon", "reader", evaluation_id),
    }


def tries(hall: Hall) -> Mapping[str, Callable[[Viewer], object]]:
    """Return how each service is tried."""
    app, room = hall.app, hall.id
    cell = hall.cell("Northwind", "field")
    form = NewWorkshop("Partners", "fit", (NewSubject("Northwind"),))
    order = Order("workshop-create", {"subjects": "Northwind"})
    return {
        "joining.declare": lambda who: joining.declare(app, who, room, frozenset()),
        "joining.introduce": lambda who: joining.introduce(app, who, room, "Name", ""),
        "joining.resume_code": lambda who: joining.resume_code(app, who, room),
        "rooms.console_view": lambda who: rooms.console_view(app, who, room),
        "rooms.phone_view": lambda who: rooms.phone_view(app, who, room),
        "rooms.projector_view": lambda who: rooms.projector_view(app, who, room),
        "rooms.pulse": lambda who: rooms.pulse(app, who, room),
        "voting.vote": lambda who: voting.vote(app, who, room, cell, level(1), "request"),
        "workshop_orders.set_up": lambda who: workshop_orders.set_up(app, who, order, "fit"),
        "room_decisions.people_to_name": lambda who: room_decisions.people_to_name(app, who, room),
        "room_decisions.record_decision": lambda who: room_decisions.record_decision(
            app, who, room, NewDecision("none", "No", ("Ana",))
        ),
        "workshop_results.results_view": lambda who: workshop_results.results_view(app, who, room),
        "workshops.create_workshop": lambda who: workshops.create_workshop(app, who, form),
        "workshops.host_command": lambda who: workshops.host_command(app, who, room, LockDoor(0)),
        "workshops.new_host_link": lambda who: workshops.new_host_link(app, who, room),
        "workshops.open_room": lambda who: workshops.open_room(app, who, room),
    }


def let_in(attempt: Callable[[], object]) -> bool:
    """Tell whether somebody may do it at all, be it possible now or not."""
    try:
        with suppress(RefusedError):
            attempt()
    except AccessError:
        return False
    return True


def test_every_service_of_a_room_has_its_row() -> None:
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and {"app", "viewer"} <= inspect.signature(function).parameters.keys()
    }
    assert found - OWN_PART == set(NEEDED)


@pytest.mark.parametrize("service", NEEDED)
def test_a_service_of_a_room_is_for_exactly_those_it_is_for(hall: Hall, service: str) -> None:
    attempt = tries(hall)[service]
    may = {what for what, who in viewers(hall).items() if let_in(partial(attempt, who))}
    assert may == NEEDED[service]
