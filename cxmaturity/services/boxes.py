"""Signs that no font of this server has: PDF and pictures show boxes in their place."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.sharing import Scope
from cxmaturity.reports.glyphs import unset
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.reporting import draft_of


def boxed(signs: Iterable[str]) -> str:
    """Return the sentence that tells which signs cannot be set, and what helps."""
    return (
        f"No font on this server has {' '.join(signs)}: PDF and pictures show boxes there. Install fonts "
        "that have them (on Debian: fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji)."
    )


def boxed_signs(app: App, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
    """Return the signs that PDF and pictures of a page would show as boxes; none where nothing is to show."""
    try:
        return unset(draft_of(app, viewer, scope).report)
    except RefusedError:
        return ()
