"""The revealed cells as screens show them: dots, medians, flags, and in which order to talk about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.domain.ratings import Rating, as_of
from cxmaturity.domain.workshop.agenda import AgendaItem
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.rounds import CellShift, Shift, cell_shifts, shifts
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Sight
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_sight import reasons_given, seen_by, whole_agenda
from cxmaturity.services.workshop_views import AgendaView, Aside, CellView, Dot, RoomHead

Key = tuple[Cell, str]


@dataclass(frozen=True, slots=True)
class _Talk:
    """All that cells are drawn from; made of visible ratings only."""

    head: RoomHead
    seen: Sight
    rows: Mapping[Cell, Sequence[Rating]]
    moves: Mapping[Key, Shift]
    cell_moves: Mapping[Cell, CellShift]
    accepted: frozenset[Cell]


def agenda_view(app: App, state: RoomState, head: RoomHead, seen: Sight) -> AgendaView:
    """Return what has been revealed; nothing before the first reveal. Made once for each kind of viewer."""
    if not seen.agenda:
        return AgendaView()
    names = tuple(subject.name for subject in head.subjects)
    key = ("cells", state.revealed_key, seen.names, seen.minimum, names)
    return state.memory.recall(key, lambda: _agenda_view(app, state, head, seen))


def _agenda_view(app: App, state: RoomState, head: RoomHead, seen: Sight) -> AgendaView:
    found, talk = whole_agenda(app, state, seen), _talk(state, head, seen)
    shown = set(found.contested_cells) | set(found.agreed_cells)
    asked = dict.fromkeys(c for r in seen.rounds if not r.is_overall for c in r.cells)
    return AgendaView(
        contested=_views(talk, (item for item in found.contested if item.cell not in talk.accepted)),
        agreed=_views(talk, (item for item in found.agreed if item.cell not in talk.accepted)),
        accepted=_views(
            talk, (item for item in (*found.contested, *found.agreed) if item.cell in talk.accepted)
        ),
        hidden=tuple(_hidden(talk, cell) for cell in asked if cell not in shown),
    )


def _talk(state: RoomState, head: RoomHead, seen: Sight) -> _Talk:
    everyone = seen_by(state, seen).everyone
    reasons = reasons_given(state, seen)
    rows: dict[Cell, list[Rating]] = defaultdict(list)
    for rating in as_of(everyone):
        rows[cell_of(rating)].append(rating)
    numbers = sorted({r.round for r in everyone if r.round > 1})
    return _Talk(
        head=head,
        seen=seen,
        rows=rows,
        moves={(move.cell, move.assessor): move for n in numbers for move in shifts(everyone, n, reasons)},
        cell_moves={move.cell: move for n in numbers for move in cell_shifts(everyone, n, reasons)},
        accepted=state.room.accepted,
    )


def _views(talk: _Talk, items: Iterable[AgendaItem]) -> tuple[CellView, ...]:
    return tuple(_view(talk, item) for item in items)


def _view(talk: _Talk, item: AgendaItem) -> CellView:
    moved = talk.cell_moves.get(item.cell)
    return CellView(
        cell=item.cell,
        subject=talk.head.subject(item.cell.subject),
        criterion=talk.head.criterion(item.cell.criterion),
        round=max(rating.round for rating in talk.rows[item.cell]),
        kind=item.kind,
        dots=_dots(talk, item.cell),
        counts=item.counts,
        median=item.median,
        middle=item.middle,
        not_applicable=item.not_applicable,
        dont_know=item.dont_know,
        disagreement=item.disagreement,
        weight=item.weight,
        can_flip=item.can_flip,
        is_accepted=item.cell in talk.accepted,
        is_hidden=False,
        lowest=_names(talk, item.cell, item.lowest),
        highest=_names(talk, item.cell, item.highest),
        before=moved.before if moved else None,
        up=moved.up if moved else 0,
        down=moved.down if moved else 0,
        asides=_asides(talk, item.cell),
        value=item.value,
        red_flag=item.red_flag,
    )


def _asides(talk: _Talk, cell: Cell) -> tuple[Aside, ...]:
    asides = [
        Aside(rating.answer, _label(talk, rating), rating.note)
        for rating in talk.rows[cell]
        if rating.value is None and rating.note
    ]
    return tuple(sorted(asides, key=lambda aside: (aside.answer, aside.name, aside.note)))


def _label(talk: _Talk, rating: Rating) -> str:
    return talk.seen.labels.get(rating.assessor, "") if talk.seen.names else ""


def _dots(talk: _Talk, cell: Cell) -> tuple[Dot, ...]:
    latest = max(rating.round for rating in talk.rows[cell])
    dots = [_dot(talk, rating, latest) for rating in talk.rows[cell] if rating.value is not None]
    return tuple(sorted(dots, key=_in_sight))


def _in_sight(dot: Dot) -> tuple[float, str, str, str, float, str]:
    """Return an order by all that a dot shows: what is left to it would follow people through the cells."""
    before = -1.0 if dot.changed_from is None else dot.changed_from
    return dot.points, dot.since, dot.name, dot.note, before, dot.reason or ""


def _dot(talk: _Talk, rating: Rating, latest: int) -> Dot:
    move = talk.moves.get((cell_of(rating), rating.assessor))
    before = move.before.value if move and move.is_change and move.before else None
    return Dot(
        points=rating.value or 0.0,
        name=_label(talk, rating),
        note=rating.note,
        changed_from=before,
        reason=move.reason if move else None,
        since=f"round {rating.round}" if talk.seen.names and rating.round < latest else "",
    )


def _names(talk: _Talk, cell: Cell, assessors: Sequence[str]) -> tuple[str, ...]:
    """Return names, those who answered in the latest round before those who stand from an earlier one."""
    if not talk.seen.names:
        return ()
    rounds = {rating.assessor: rating.round for rating in talk.rows[cell]}
    named = sorted((-rounds[assessor], talk.seen.labels.get(assessor, "")) for assessor in assessors)
    return tuple(label for _, label in named)


def _hidden(talk: _Talk, cell: Cell) -> CellView:
    return CellView(
        cell=cell,
        subject=talk.head.subject(cell.subject),
        criterion=talk.head.criterion(cell.criterion),
        round=0,
        kind="unknown",
        dots=(),
        counts={},
        median=None,
        middle=None,
        not_applicable=0,
        dont_know=0,
        disagreement=0.0,
        weight=0.0,
        can_flip=False,
        is_accepted=cell in talk.accepted,
        is_hidden=True,
        lowest=(),
        highest=(),
    )
