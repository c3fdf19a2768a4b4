"""The one argparse type that every command module needs."""

from __future__ import annotations

import argparse
from typing import Protocol


class Commands(Protocol):
    """Where a command is added: what ``add_subparsers`` returns."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 — argparse's word
        """Return the parser of a new command."""
