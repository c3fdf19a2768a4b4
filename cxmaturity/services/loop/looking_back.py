"""Progress: since last quarter and last year, what moved it, like for like, and when targets are reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cxmaturity.domain.decomposition import LookBack, look_back
from cxmaturity.domain.forecast import BASE_RATE, BaseRate, Forecast, forecast
from cxmaturity.domain.lift import with_values
from cxmaturity.domain.likeforlike import TrendPoint, common_ground, scores_of
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.pace import Point
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.targets import gaps
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.loop.watch import fingerprint, look_back_of, trend_of

ONE_DAY = timedelta(days=1)
OTHERWISE = (
    "The open targets lie on questions that earlier cycles did not ask alike, or that move no score: "
    "there is no line that leads to them."
)


@dataclass(frozen=True, slots=True)
class LookingBack:
    """One subject over its cycles. ``trend`` has each by its own rubric and like for like beside it.

    ``back`` is about the last complete cycle, also while another one runs. ``forecast`` runs on the
    like-for-like line, to the score that all open targets together would bring.
    """

    subject: str
    trend: tuple[TrendPoint, ...]
    back: LookBack
    forecast: Forecast | None
    base_rate: BaseRate
    rubric: Rubric
    broke_at: tuple[str, ...]


def looking_back(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> LookingBack | None:
    """Return how a subject came to where it stands; None before the first score."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    rated, trend = standing.rated(), trend_of(standing, subject)
    if not rated or not trend:
        return None
    return LookingBack(
        subject=subject,
        trend=trend,
        back=_back(standing, subject),
        forecast=_forecast(standing, subject, trend),
        base_rate=BASE_RATE,
        rubric=rated[-1].rubric,
        broke_at=tuple(point.label for point in trend if point.is_break),
    )


def _back(standing: Standing, subject: str) -> LookBack:
    """Return what moved; up to the last complete cycle, while a later one still waits for people."""
    rated = standing.rated()
    firm = [place for place, cycle in enumerate(rated) if cycle.is_firm(subject)]
    if not firm or firm[-1] == len(rated) - 1:
        return look_back_of(standing, subject)
    question = ("look back, complete", standing.evaluation_id, subject)
    known = rated[: firm[-1] + 1]
    return standing.app.memory.keep(question, fingerprint(standing), lambda: look_back(known, subject))


def _forecast(standing: Standing, subject: str, trend: tuple[TrendPoint, ...]) -> Forecast | None:
    """Return when the open targets are reached at this pace; None where no target is set."""
    question = ("forecast", standing.evaluation_id, subject)
    state = (standing.on, fingerprint(standing))
    return standing.app.memory.keep(question, state, lambda: _ahead(standing, subject, trend))


def _ahead(standing: Standing, subject: str, trend: tuple[TrendPoint, ...]) -> Forecast | None:
    """Return the forecast of the like-for-like line to what the open targets would make of its newest point.

    Both lie on the common ground of all cycles, so that a new version of the rubric moves neither.
    """
    rated = standing.rated()
    firm = [place for place, cycle in enumerate(rated) if cycle.is_firm(subject)]
    ground = common_ground(rated)
    counted = ground.tallies[firm[-1] if firm else -1]
    result = score_tallies(ground.rubric, counted).subject(subject)
    found = gaps(ground.rubric, result, standing.notes_in(rated[-1].rubric).targets) if result else ()
    if result is None or not found:
        return None
    values = {gap.target.criterion: gap.target.value for gap in found if not gap.is_met}
    reached = scores_of(ground.rubric, with_values(ground.rubric, counted, subject, values)).get(subject)
    now, by = result.score, _latest(gap.target.by for gap in found)
    wanted = reached if values and reached is not None else now
    if wanted is None or now is None or (values and wanted <= now + TOLERANCE):
        return Forecast("refused", OTHERWISE, rated[-1].score(subject) or 0.0, by)
    return forecast(_points(standing, trend), wanted, by=by, today=standing.on)


def _points(standing: Standing, trend: tuple[TrendPoint, ...]) -> list[Point]:
    """Return the like-for-like line, each cycle by its last day; the running one by today."""
    return [
        Point(min(standing.on, point.period.ends_on - ONE_DAY), point.like_for_like)
        for point in trend
        if point.period is not None and point.like_for_like is not None
    ]


def _latest(dates: Iterable[date | None]) -> date | None:
    return max((day for day in dates if day is not None), default=None)
