"""The weights of a room, as they stand and as parts of the whole."""

from __future__ import annotations

from cxmaturity.domain.rubric import Section
from cxmaturity.domain.workshop.stakes import stated_weights
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_sight import rubric_in
from cxmaturity.services.workshop_screens import WeightView


def weight_views(app: App, state: RoomState) -> tuple[WeightView, ...]:
    """Return the weights of sections and criteria in asking order; retired criteria are left out."""
    rubric = rubric_in(app, state)
    shares = stated_weights(rubric)
    found: list[WeightView] = []
    for section in rubric.root.sections():
        for child in section.children:
            if isinstance(child, Section):
                found.append(WeightView(child.id, child.title, child.weight, None, is_section=True))
            elif not child.retired:
                found.append(WeightView(child.id, child.title, child.weight, shares.get(child.id, 0.0)))
    return tuple(found)
