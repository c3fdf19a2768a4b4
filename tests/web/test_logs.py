from __future__ import annotations

from collections.abc import Iterator
import io
import json
import logging
from pathlib import Path

import pytest

from cxmaturity.web.logs import Discreet, JsonLines, keep_logs_discreet, without_secrets
from cxmaturity.web.routes import routes

TOKEN = (
    "k3Yq-" + "0aZ_9" * 7 + "wXy"
)  # 43 symbols, as a token of 256 bits has; fixed, so that tests keep their names


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give the root logger one handler that writes to a text."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)


@pytest.mark.parametrize(
    "line",
    [
        f'GET /o/{TOKEN} HTTP/1.1" 303',
        "GET /l/short HTTP/1.1",
        "GET /j/K7M2QX?x=1",
        "GET /r/short-K7M2QX HTTP/1.1",
        f"cookie: a=b; cxm={TOKEN}; c=d",
        f"Authorization: Bearer {TOKEN}",
        f"KeyError: {TOKEN!r}",
        "GET /join?code=K7M2QX&x=1 HTTP/1.1",
        "GET /join?x=1&code=short%20K7M2QX HTTP/1.1",
        f"cookie: a=b; cxm_room_w1={TOKEN}.short; cxm_host_w1=short; cxm-proof-0a1b=20261130T090000.short",
        "cannot reach postgresql://cx:short@db.example/cx",
        "cannot reach postgres://cx:sh/K7M2QX@short@db.example/cx",
        "conninfo host=db password='short K7M2QX' user=cx",
        "conninfo host=db password=short user=cx",
    ],
)
def test_no_line_holds_what_opens_something(line: str) -> None:
    told = without_secrets(line)
    assert [word for word in (TOKEN, "short", "K7M2QX") if word in told] == []


@pytest.mark.parametrize(
    "line",
    [
        "GET /healthz 200",
        "12 answers saved in 0.02 s",
        "rubric " + "0123456789abcdef" * 4,
        "/load/of",
        "exit code=1",
        "postgresql://db.example/cx",
        "postgresql://cx@db.example:5432/cx",
    ],
)
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert without_secrets(line) == line


def test_a_trace_holds_no_token_either(written: io.StringIO) -> None:
    keep_logs_discreet({})
    try:
        int(TOKEN)
    except ValueError:
        logging.getLogger("cxmaturity.test").exception("it failed")
    assert ("ValueError" in written.getvalue(), TOKEN in written.getvalue()) == (True, False)


def test_lines_are_objects_where_that_is_asked_for(written: io.StringIO) -> None:
    keep_logs_discreet({"CXMATURITY_LOG": "JSON"})
    logging.getLogger("cxmaturity.test").error("opened /o/%s\nagain", TOKEN)
    line = json.loads(written.getvalue())
    assert (line["level"], line["logger"], line["message"]) == (
        "error",
        "cxmaturity.test",
        "opened /o/…\nagain",
    )
    assert line["at"].endswith("+00:00")


def test_an_object_carries_its_trace_in_one_line(written: io.StringIO) -> None:
    keep_logs_discreet({"CXMATURITY_LOG": "json"})
    try:
        int("no")
    except ValueError:
        logging.getLogger("cxmaturity.test").exception("it failed")
    assert "ValueError: invalid" in json.loads(written.getvalue())["trace"]


def test_making_logs_discreet_twice_changes_nothing(written: io.StringIO) -> None:
    keep_logs_discreet({"CXMATURITY_LOG": "json"})
    before = [handler.formatter for handler in logging.getLogger().handlers]
    keep_logs_discreet({})
    assert [handler.formatter for handler in logging.getLogger().handlers] == before
    assert written.getvalue() == ""
    assert isinstance(before[-1], Discreet)
    assert JsonLines().format(logging.makeLogRecord({"msg": "x"})).startswith("{")


def test_a_logger_with_a_handler_of_its_own_is_discreet_too() -> None:
    text = io.StringIO()
    logger = logging.getLogger("streamlit.some.module")
    logger.propagate = False
    logger.addHandler(logging.StreamHandler(text))
    keep_logs_discreet({"CXMATURITY_LOG": "json"})
    logger.error("GET /o/%s", TOKEN)
    logger.handlers.clear()
    assert json.loads(text.getvalue())["message"] == "GET /o/…"


def test_whoever_runs_a_proxy_is_told_of_every_path_that_holds_a_key() -> None:
    page = (Path(__file__).parents[2] / "docs" / "running-it.md").read_text(encoding="utf-8")
    paths = {route.path.split("{")[0] for route in routes if route.path.count("/") == 2 and "{" in route.path}
    keyed = paths - {"/calendar/"}  # asks for the cookie
    assert len(keyed) == 7
    assert {path for path in keyed if f"`{path}…`" not in page} == set()
