"""``score`` and ``progress``: from a rubric and a ratings file to scores, without a database."""

from __future__ import annotations

import argparse
from dataclasses import replace
import json
from pathlib import Path
import re

from cxmaturity.cli import files, tables
from cxmaturity.cli.grammar import Commands
from cxmaturity.domain.document import progress_document, result_document, with_overall
from cxmaturity.domain.errors import Problem, RatingsError
from cxmaturity.domain.progress import changes
from cxmaturity.domain.ratings import OVERALL, Rating, as_of, cycles_in_order
from cxmaturity.domain.results import Result
from cxmaturity.domain.robustness import Draws, robustness
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score
from cxmaturity.domain.tally import tally
from cxmaturity.domain.workshop.rounds import overall
from cxmaturity.rubrics import load_rubric

DRAWS = 100_000
MOST_DRAWS = 10_000_000
CONCENTRATION = 40.0


def add_commands(commands: Commands) -> None:
    """Add ``score`` and ``progress``."""
    one = commands.add_parser("score", help="score and rank one cycle of a ratings file")
    _add_files(one)
    one.add_argument("--cycle", help="the cycle to score (the last one by default)")
    one.add_argument("--round", type=_positive, metavar="N", help="read answers as of round N (the last)")
    one.add_argument("--weights", metavar="FILE", help="CSV id,weight that replaces those nodes' weights")
    one.add_argument("--robustness", choices=("none", "weights", "ratings", "both"), default="none")
    one.add_argument("--weight-model", type=_weight_model, default=("dirichlet", CONCENTRATION), metavar="M")
    one.add_argument("--draws", type=_draws, default=DRAWS, metavar="N")
    one.add_argument("--seed", type=_seed, default=1, metavar="S")
    one.set_defaults(command=run_score)
    every = commands.add_parser("progress", help="score every cycle of a ratings file, and what changed")
    _add_files(every)
    every.set_defaults(command=run_progress)


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rubric", metavar="RUBRIC", help="a rubric file (YAML)")
    parser.add_argument("ratings", metavar="RATINGS", help="a ratings file (CSV or Parquet)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run_score(chosen: argparse.Namespace) -> None:
    """Score one cycle and print it."""
    rubric = files.weighted(chosen.weights, load_rubric(Path(chosen.rubric)))
    file = files.ratings(chosen.ratings, rubric)
    cycle = _chosen_cycle(chosen.cycle, file)
    result = _scored(rubric, file, cycle, chosen.round)
    if chosen.robustness != "none":
        model, concentration = chosen.weight_model
        how = Draws(chosen.robustness, model, concentration, chosen.draws, chosen.seed)
        sure = robustness(rubric, _of(file, cycle), how, round_number=chosen.round)
        result = replace(result, robustness=sure)
    said = overall(row for row in _of(file, cycle) if row.round <= (chosen.round or row.round))
    print(_json(with_overall(result_document(result), said)) if chosen.json else tables.ranking(result, said))


def run_progress(chosen: argparse.Namespace) -> None:
    """Score every cycle and print what changed between neighbours."""
    rubric = load_rubric(Path(chosen.rubric))
    file = files.ratings(chosen.ratings, rubric)
    cycles = cycles_in_order(file.rows)
    results = [_scored(rubric, file, cycle, None) for cycle in cycles]
    counted = [tally(as_of(_of(file, cycle))) for cycle in cycles]
    moved = changes(rubric, list(zip(cycles, counted, results, strict=True)))
    print(_json(progress_document(results, moved)) if chosen.json else tables.progress(results, moved))


def _of(file: files.RatingsFile, cycle: str) -> list[Rating]:
    return [row for row in file.rows if row.cycle == cycle]


def _scored(rubric: Rubric, file: files.RatingsFile, cycle: str, round_number: int | None) -> Result:
    """Score a cycle as of a round; whoever is first rated later has no score yet."""
    rows = _of(file, cycle)
    subjects = sorted({row.subject for row in rows if row.criterion != OVERALL})
    result = score(rubric, rows, subjects=subjects, cycle=cycle or None, round_number=round_number)
    last = max(row.round for row in rows)
    return replace(result, round=min(last, round_number or last) if file.has_rounds else None)


def _chosen_cycle(asked: str | None, file: files.RatingsFile) -> str:
    cycles = cycles_in_order(file.rows)
    if asked is None:
        return cycles[-1]
    if asked not in cycles:
        named = ", ".join(f"“{cycle}”" for cycle in cycles if cycle) or "none"
        sentence = f"it has no cycle “{asked}”; its cycles are: {named}."
        raise RatingsError([Problem(file.path, 0, sentence)])
    return asked


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _positive(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _draws(text: str) -> int:
    number = _positive(text)
    if number > MOST_DRAWS:
        raise argparse.ArgumentTypeError(f"{text!r} is too many; at most {MOST_DRAWS} draws")
    return number


def _seed(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


def _weight_model(text: str) -> tuple[str, float]:
    """Return (model, K); ``dirichlet`` alone means K = 40."""
    if text in {"uniform", "dirichlet"}:
        return text, CONCENTRATION
    found = re.fullmatch(r"dirichlet:([0-9]+(?:\.[0-9]+)?)", text)
    if not found or not 0 < float(found[1]) <= 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is neither uniform nor dirichlet:K with K above 0")
    return "dirichlet", float(found[1])
