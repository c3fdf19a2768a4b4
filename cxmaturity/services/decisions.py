"""What an evaluation's workshops decided, for everybody who may read its results."""

from __future__ import annotations

from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.decision_views import DecisionView, decision_views
from cxmaturity.services.room_log import state_of
from cxmaturity.store.workshops import all_workshops


def decided_in(app: App, viewer: Viewer, evaluation_id: str, cycle_id: str) -> tuple[DecisionView, ...]:
    """Return what the workshops of a cycle decided, the newest workshop first, each as it stands now."""
    require(viewer, "read", evaluation_id)
    found: list[DecisionView] = []
    for workshop in all_workshops(app.store):
        if (workshop.evaluation_id, workshop.cycle_id) == (evaluation_id, cycle_id):
            state = state_of(app, workshop.id)
            names = {subject.id: subject.name for subject in state.room.settings.subjects}
            found += decision_views(app.store, state.decisions, names)[:1]
    return tuple(found)
