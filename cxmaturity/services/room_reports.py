"""From a workshop to its report: what may leave the room, under the names that a link shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.charts.formats import listed
from cxmaturity.domain.errors import NotFoundError, RefusedError
from cxmaturity.domain.workshop.events import RoundOpened
from cxmaturity.reports.composing import Said
from cxmaturity.reports.footing import day
from cxmaturity.reports.model import Comment, Report
from cxmaturity.reports.room_report import DecisionTaken, Outcome, RoundTaken, room_report
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.masks import Disguise
from cxmaturity.services.seats import may_host
from cxmaturity.services.workshop_results import Called, record_view
from cxmaturity.services.workshop_screens import ResultsView
from cxmaturity.store.workshops import Workshop, events_of, one_workshop

HELD_BACK: Final = "Left out here: these words would give a masked name away."


def shared_workshop(app: App, viewer: Viewer, workshop_id: str, evaluation_id: str) -> Workshop:
    """Return a workshop whose result somebody may read: a host, or who may read its evaluation.

    Raises:
        AccessError: the viewer may not.
        NotFoundError: the evaluation has no such workshop.
    """
    workshop = one_workshop(app.store, workshop_id)
    if workshop.evaluation_id != evaluation_id:
        raise NotFoundError("This evaluation has no such workshop.")
    if not may_host(viewer, workshop):
        require(viewer, "read", evaluation_id)
    return workshop


def reasoners(app: App, workshop: Workshop) -> tuple[str, ...]:
    """Return the ids of the hosts whose reasons for another round stand in a report."""
    opened = (event for event in events_of(app.store, workshop.id) if isinstance(event, RoundOpened))
    return tuple(sorted({event.by for event in opened if event.reason}))


def decision_for(app: App, workshop: Workshop, disguise: Disguise, names: Mapping[str, str]) -> ResultsView:
    """Return what a room came to, its subjects called by their masks where there are any.

    ``names`` are the evaluation's subjects by id.

    Raises:
        RefusedError: the room has not ended, or a subject left the evaluation and has no mask.
    """
    return record_view(app, workshop.id, calling(disguise, names))


def calling(disguise: Disguise, names: Mapping[str, str]) -> Called:
    """Return what says how to call a subject of a room: by its mask where there are any."""

    def called(subject_id: str, name: str) -> str:
        if not disguise.names:
            return name
        if subject_id not in names:
            raise RefusedError("One of the names in this workshop cannot be masked: it left the evaluation.")
        return disguise.masks.get(names[subject_id], names[subject_id])

    return called


def report_of(view: ResultsView, said: Said, disguise: Disguise, *, names: bool) -> Report:
    """Return the report of a room; what hosts typed is left out where it would give a masked name away.

    ``names`` says whether those who decided are named.
    """
    head = view.head
    rounds = (RoundTaken(r.number, r.result, r.missing, disguise.words(r.reason)) for r in view.rounds)
    return room_report(
        said,
        Outcome(
            final=view.final,
            rounds=tuple(rounds),
            shifts=view.shifts,
            titles={criterion.id: criterion.title for criterion in head.criteria},
            names={subject.id: subject.name for subject in head.subjects},
            overall=view.overall,
            overall_scale=head.overall.scale,
            with_taken_out=view.with_taken_out,
            taken_out=len(view.taken_out),
            on_common_raters=view.on_common_raters,
            common_raters=view.common_raters,
            weight_flips=view.weight_flips,
            score_flips=view.score_flips,
            conflicts=view.conflicts,
            compared=view.compared,
            turnout=view.turnout,
            decision=_decision(view, disguise, names=names),
        ),
    )


def deciders(view: ResultsView) -> tuple[str, ...]:
    """Return the ids of the people whose words or names stand in the decision that is shown."""
    return view.decisions[0].people if view.decisions else ()


def comments_in(view: ResultsView, *, names: bool) -> tuple[Comment, ...]:
    """Return the reasons people gave, as a report shows them; ``names`` says whether with who it was."""
    return tuple(
        Comment(note.subject, note.title, note.text, note.by if names else "") for note in view.notes
    )


def _decision(view: ResultsView, disguise: Disguise, *, names: bool) -> DecisionTaken | None:
    """Return the newest decision; ``names`` says whether whoever decided is named."""
    if not view.decisions:
        return None
    newest = view.decisions[0]
    rests = [f"{newest.basis.rubric} {newest.basis.version}", f"result {newest.basis.result_sha256[:12]}"]
    if newest.basis.result_sha256 != view.result_sha256:
        rests.append("which has changed since")
    said = {
        "Why": disguise.words(newest.reason, HELD_BACK),
        "Conditions": disguise.words(newest.conditions, HELD_BACK),
        "Seen otherwise": disguise.words(newest.dissent, HELD_BACK),
        "Decided by": listed(newest.decided_by, len(newest.decided_by)) if names else "",
        "Look again on": day(newest.look_again_on) if newest.look_again_on else "",
        "Written down on": day(newest.written_at),
        "Rests on": ", ".join(rests),
        "Sealed as": newest.seal[:12],
    }
    return DecisionTaken(newest.words, tuple((title, text) for title, text in said.items() if text))
