"""Commands on stored data, from ``import`` and ``export`` to ``erase``."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxmaturity.cli import errand
from cxmaturity.cli.files import content
from cxmaturity.cli.grammar import Commands
from cxmaturity.services.orders import Order
from cxmaturity.services.safekeeping import require_backup


def add_commands(commands: Commands) -> None:
    """Add the commands."""
    _add_import(commands)
    _add_import_kpis(commands)
    _add_export(commands)
    _add_erase(commands)
    for verb, help_text in (
        ("backup", "write a safe copy of everything to a new folder, running or not"),
        ("restore", "bring a backup into a store that holds nothing yet"),
    ):
        parser = commands.add_parser(verb, help=help_text)
        parser.add_argument("folder", metavar="DIR")
        add_database(parser)
        parser.set_defaults(command=run_with_folder, verb=verb)
    for verb, help_text in (
        ("verify", "read everything that is stored and say whether it is whole"),
        ("demo", "load the demo data"),
    ):
        parser = commands.add_parser(verb, help=help_text)
        add_database(parser)
        parser.set_defaults(command=run_bare, verb=verb)


def _add_erase(commands: Commands) -> None:
    parser = commands.add_parser("erase", help="erase a person's name, contact and texts; numbers stay")
    parser.add_argument("person", metavar="PERSON", help="a person's name, or the id where several have it")
    add_database(parser)
    parser.set_defaults(command=run_erase)


def add_database(parser: argparse.ArgumentParser) -> None:
    """Add the argument that every command with stored data takes."""
    parser.add_argument(
        "--database", metavar="URL", help="duckdb:///path/file.duckdb, a plain path, or postgresql://…"
    )


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser("import", help="make an evaluation of a ratings file")
    parser.add_argument("ratings", metavar="RATINGS", help="a ratings file (CSV or Parquet)")
    parser.add_argument("--rubric", required=True, metavar="R", help="a rubric's id, hash or file")
    parser.add_argument("--title", default="", help="the evaluation's title (else the file's)")
    add_database(parser)
    parser.set_defaults(command=run_import)


def _add_import_kpis(commands: Commands) -> None:
    parser = commands.add_parser("import-kpis", help="note the KPI figures of a file in a programme")
    parser.add_argument("figures", metavar="FILE", help="a CSV file: kpi, period or date, value")
    parser.add_argument("--evaluation", required=True, metavar="TITLE", help="the programme's title or id")
    add_database(parser)
    parser.set_defaults(command=run_import_kpis)


def _add_export(commands: Commands) -> None:
    parser = commands.add_parser("export", help="write ratings to a file, or everything to a folder")
    parser.add_argument("--ratings", metavar="FILE", help="current ratings as CSV, or as .parquet")
    parser.add_argument("--evaluation", default="", metavar="TITLE", help="only the ratings of this one")
    parser.add_argument("--all", metavar="DIR", help="every table as Parquet, with a README")
    add_database(parser)
    parser.set_defaults(command=run_export, parser=parser)


def run_import(chosen: argparse.Namespace) -> int:
    """Import a ratings file."""
    files = {"ratings": content(chosen.ratings), **errand.existing(chosen.rubric)}
    words = {"ratings": chosen.ratings, "rubric": chosen.rubric, "title": chosen.title}
    return errand.told(errand.done(Order("import", words, files), chosen.database))


def run_import_kpis(chosen: argparse.Namespace) -> int:
    """Note KPI figures."""
    words = {"figures": chosen.figures, "evaluation": chosen.evaluation}
    order = Order("import-kpis", words, {"figures": content(chosen.figures)})
    return errand.told(errand.done(order, chosen.database))


def run_export(chosen: argparse.Namespace) -> int:
    """Export ratings, everything, or both."""
    if not chosen.ratings and not chosen.all:
        chosen.parser.error("name what to write: --ratings FILE, --all DIR or both")
    orders = []
    if chosen.ratings:
        words = {"ratings": chosen.ratings, "evaluation": chosen.evaluation}
        orders.append(Order("export-ratings", words))
    if chosen.all:
        orders.append(Order("export-all", {"folder": errand.absolute(chosen.all)}))
    writes = (chosen.ratings or "",)
    return max(errand.told(errand.done(order, chosen.database), writes) for order in orders)


def run_with_folder(chosen: argparse.Namespace) -> int:
    """Back up or restore; from a folder that is no backup nothing is made, not even the database."""
    folder = errand.absolute(chosen.folder)
    if chosen.verb == "restore":
        require_backup(Path(folder))
    order = Order(chosen.verb, {"folder": folder})
    return errand.told(errand.done(order, chosen.database))


def run_bare(chosen: argparse.Namespace) -> int:
    """Do what needs no words."""
    return errand.told(errand.done(Order(chosen.verb), chosen.database))


def run_erase(chosen: argparse.Namespace) -> int:
    """Erase a person."""
    return errand.told(errand.done(Order("erase", {"person": chosen.person}), chosen.database))
