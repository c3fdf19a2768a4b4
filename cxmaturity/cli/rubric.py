"""``rubric check | schema | diff``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
import json
from pathlib import Path
import sys

from cxmaturity.cli import files
from cxmaturity.cli.grammar import Commands
from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import RubricDiff, diff_rubrics, load_rubric, read_rubric, rubric_schema


def add_commands(commands: Commands) -> None:
    """Add the ``rubric`` commands."""
    group = commands.add_parser("rubric", help="check, describe or compare rubric files")
    kinds = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = kinds.add_parser("check", help="list every problem of rubric files")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(command=run_check)
    schema = kinds.add_parser("schema", help="print the JSON Schema of the rubric format")
    schema.set_defaults(command=run_schema)
    diff = kinds.add_parser("diff", help="say what changed between two rubric files")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--json", action="store_true", help="print one JSON document")
    diff.set_defaults(command=run_diff)


def run_check(chosen: argparse.Namespace) -> int:
    """Check every file; return 1 where any has a problem."""
    failed = 0
    for path in chosen.files:
        rubric, problems = _read(path)
        failed = max(failed, int(bool(problems)))
        for problem in problems:
            print(problem, file=sys.stderr)
        if rubric is not None:
            print(f"{path}: fine. {rubric.title} {rubric.version}, {len(rubric.criteria())} criteria.")
    return failed


def _read(path: str) -> tuple[Rubric | None, tuple[Problem, ...]]:
    try:
        return read_rubric(files.content(path), path)
    except ProblemsError as error:
        return None, error.problems


def run_schema(_: argparse.Namespace) -> None:
    """Print the JSON Schema."""
    print(json.dumps(rubric_schema(), ensure_ascii=False, indent=2))


def run_diff(chosen: argparse.Namespace) -> None:
    """Print what is new, changed and retired, and the overlap."""
    diff = diff_rubrics(load_rubric(Path(chosen.old)), load_rubric(Path(chosen.new)))
    text = json.dumps(asdict(diff), ensure_ascii=False, indent=1) if chosen.json else _text(diff)
    print(text)


def _text(diff: RubricDiff) -> str:
    lines = [
        *(f"new      {name}" for name in diff.new),
        *(f"changed  {rule.id}: {', '.join(rule.fields)}" for rule in diff.rules),
        *(f"changed  {change.id}: {', '.join(change.fields)}" for change in diff.changed),
        *(f"retired  {name}" for name in diff.retired),
        *(f"scale    {name}" for name in diff.scales),
        *(f"weight   {w.id}: {100 * w.old:.1f} % → {100 * w.new:.1f} %" for w in diff.weights),
    ]
    otherwise = ", and what is the same is scored otherwise" if diff.rules else ""
    lines = lines or ["no difference in what is asked"]
    return "\n".join([*lines, f"overlap  {diff.overlap:.0f} %{otherwise}"])
