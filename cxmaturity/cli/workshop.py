"""``workshop create``: a room, its code and its two addresses."""

from __future__ import annotations

import argparse

from cxmaturity.cli import errand
from cxmaturity.cli.grammar import Commands
from cxmaturity.cli.stored import add_database
from cxmaturity.services.orders import Order

SWITCHES = ("anonymous", "masked", "todays-way", "open", "json")


def add_commands(commands: Commands) -> None:
    """Add ``workshop`` with what it can do."""
    parser = commands.add_parser("workshop", help="set a live workshop up")
    verbs = parser.add_subparsers(title="what to do", required=True, metavar="VERB")
    create = verbs.add_parser("create", help="make a room; print its join and host links")
    create.add_argument("rubric", metavar="RUBRIC", help="a rubric's id, hash or file")
    create.add_argument("--subjects", required=True, metavar="A,B,C", help="what is scored, by name")
    create.add_argument("--title", default="", help="the workshop's title (else the rubric's)")
    create.add_argument("--anonymous", action="store_true", help="never show names with answers")
    create.add_argument("--masked", action="store_true", help="hide the names as A, B … until the reveal")
    create.add_argument(
        "--todays-way", action="store_true", help="score today's way of working beside them, unranked"
    )
    create.add_argument("--open", action="store_true", help="start round 1 at once")
    create.add_argument(
        "--base-url", default="", metavar="URL", help="under which address people find the app"
    )
    create.add_argument("--json", action="store_true", help="print one JSON document")
    add_database(create)
    create.set_defaults(command=run_create)


def run_create(chosen: argparse.Namespace) -> int:
    """Create a workshop, through the running app where there is one."""
    words = {"rubric": chosen.rubric, "subjects": chosen.subjects, "title": chosen.title}
    words |= {"base-url": chosen.base_url}
    words |= {name: "yes" for name in SWITCHES if getattr(chosen, name.replace("-", "_"))}
    order = Order("workshop-create", words, errand.existing(chosen.rubric))
    return errand.told(errand.done(order, chosen.database))
