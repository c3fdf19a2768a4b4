"""Progress: since last quarter and last year, what moved it, like for like, and when targets are reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmaturity.domain.decomposition import LookBack
from cxmaturity.domain.forecast import BASE_RATE, BaseRate, Forecast, forecast
from cxmaturity.domain.lift import with_values
from cxmaturity.domain.likeforlike import TrendPoint, scores_of
from cxmaturity.domain.pace import Point
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.targets import gaps
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.loop.watch import look_back_of, trend_of


@dataclass(frozen=True, slots=True)
class LookingBack:
    """One subject over its cycles. ``trend`` has each by its own rubric and like for like beside it.

    ``forecast`` runs on the like-for-like line, to the score that all targets together would bring.
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
        back=look_back_of(standing, subject),
        forecast=_forecast(standing, subject, trend),
        base_rate=BASE_RATE,
        rubric=rated[-1].rubric,
        broke_at=tuple(point.label for point in trend if point.is_break),
    )


def _forecast(standing: Standing, subject: str, trend: tuple[TrendPoint, ...]) -> Forecast | None:
    """Return when the targets are reached at this pace; None where no target is set."""
    newest = standing.rated()[-1]
    result = newest.result.subject(subject)
    if result is None:
        return None
    ahead = [gap.target for gap in gaps(newest.rubric, result, standing.notes.targets)]
    if not ahead:
        return None
    values = {target.criterion: target.value for target in ahead}
    wanted = scores_of(newest.rubric, with_values(newest.rubric, newest.tallies, subject, values)).get(
        subject
    )
    points = [
        Point(point.period.starts_on, point.like_for_like)
        for point in trend
        if point.period is not None and point.like_for_like is not None
    ]
    dates = [target.by for target in ahead if target.by is not None]
    return None if wanted is None else forecast(points, wanted, by=_latest(dates))


def _latest(dates: list[date]) -> date | None:
    return max(dates, default=None)
