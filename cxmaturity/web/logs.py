"""Logs that may be kept: no tokens, no cookies; one JSON object a line where that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
import json
import logging
import re
from typing import Final

VARIABLE: Final = "CXMATURITY_LOG"  # json: one object a line; anything else: text
HIDDEN: Final = "…"
# The paths that carry a token, a typed code, every cookie of ours, what commands show at the side door, a
# database's password, and whatever else has the form of a token: 43 symbols that only random bytes in Base64
# have side by side.
SECRETS: Final = (
    re.compile(r"(/(?:o|l|j|s|v|h|r)/)[^\s\"'?#/\\]+"),
    re.compile(r"([?&]code=)[^\s&\"'#\\]+"),
    re.compile(r"(\bcxm(?:[_-][A-Za-z0-9_-]*)?=)[^\s;\"'\\]+"),
    re.compile(r"(\bpostgres(?:ql)?://[^\s:/@]*:)\S+(?=@)"),
    re.compile(r"(\bpassword=)(?:'[^']*'|[^\s&\"']+)"),
    re.compile(r"(\bBearer )\S+"),
    re.compile(r"()(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
)


def without_secrets(text: str) -> str:
    """Return text in which whatever opens something is replaced by an ellipsis."""
    for secret in SECRETS:
        text = secret.sub(rf"\1{HIDDEN}", text)
    return text


class Discreet(logging.Formatter):
    """Writes a line as its inner formatter does, and takes secrets out of all of it, traces too."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return without_secrets(self._inner.format(record))


class JsonLines(logging.Formatter):
    """Writes one JSON object a line: at (UTC), level, logger, message, and trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def keep_logs_discreet(environ: Mapping[str, str]) -> None:
    """Give every handler that writes logs a formatter without secrets; JSON lines where CXMATURITY_LOG asks.

    Called once the server has made its handlers, one a module; calling it again changes nothing.
    """
    own = JsonLines() if environ.get(VARIABLE, "").strip().casefold() == "json" else None
    for handler in {handler for logger in _loggers() for handler in logger.handlers}:
        if not isinstance(handler.formatter, Discreet):
            handler.setFormatter(Discreet(own or handler.formatter or logging.Formatter()))


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(logger for logger in known if isinstance(logger, logging.Logger))]
