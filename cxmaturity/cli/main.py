"""Words in, exit code out: 0 fine, 1 the input has problems (on stderr, one a line), 2 wrong usage."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
import sys

from cxmaturity import __version__
from cxmaturity.cli import rubric, run, score, share, stored, workshop
from cxmaturity.domain.errors import CXMaturityError

FINE, PROBLEMS, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; ``arguments`` default to the process's own."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.command(chosen) or FINE)
    except CXMaturityError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        sys.stderr.close()  # the reader (`head`, a pager) has seen enough
        return FINE
    except KeyboardInterrupt:
        return FINE


def parser() -> argparse.ArgumentParser:
    """Return the whole grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="cxmaturity",
        description="Score vendors in workshops and track customer-experience maturity over cycles.",
    )
    top.add_argument("--version", action="version", version=f"cxmaturity {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for part in (score, rubric, run, stored, workshop, share):
        part.add_commands(commands)
    return top


def _speak_utf8(stream: object) -> None:
    """Names in any script print on any terminal; what it cannot show becomes a question mark."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
