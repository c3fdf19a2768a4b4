"""``share``: links to a report, made and looked after."""

from __future__ import annotations

import argparse
from getpass import getpass
import sys

from cxmaturity.cli import errand
from cxmaturity.cli.grammar import Commands
from cxmaturity.cli.stored import add_database
from cxmaturity.domain.sharing import FILES, PARTS
from cxmaturity.services.orders import Order

CHANGES = {
    "pause": "let a link open nothing until it is resumed",
    "resume": "let a paused link open again",
    "revoke": "let a link never open anything again",
    "extend": "say anew until when a link opens",
    "publish": "publish the newest state under an edition link",
}
WORDS = (
    *("evaluation", "for", "page", "cycle", "workshop", "subject"),
    *("kind", "until", "parts", "files", "base-url"),
)
SWITCHES = ("masked", "comments", "names", "json")


def add_commands(commands: Commands) -> None:
    """Add ``share`` with what it can do."""
    parser = commands.add_parser("share", help="share a result by a link")
    verbs = parser.add_subparsers(title="what to do", required=True, metavar="VERB")
    _add_create(verbs)
    listed = verbs.add_parser("list", help="the links there are, and how often they were opened")
    listed.add_argument("evaluation", nargs="?", default="", metavar="EVALUATION", help="only of this one")
    listed.add_argument("--json", action="store_true", help="print one JSON document")
    add_database(listed)
    listed.set_defaults(command=run_list)
    for verb, words in CHANGES.items():
        change = verbs.add_parser(verb, help=words)
        change.add_argument("id", metavar="ID", help="as `share list` names it")
        if verb == "extend":
            change.add_argument("--until", required=True, metavar="DAY", help="the last day, as 2026-12-31")
        add_database(change)
        change.set_defaults(command=run_change, change=verb)


def _add_create(verbs: Commands) -> None:
    create = verbs.add_parser("create", help="make a link and print it, once")
    create.add_argument("evaluation", metavar="EVALUATION", help="an evaluation's title or id")
    create.add_argument("--for", required=True, metavar="LABEL", help="for whom the link is")
    create.add_argument("--page", default="", help="result (the default), progress, workshop or programme")
    create.add_argument("--cycle", default="", metavar="C", help="a cycle's name (else the newest)")
    create.add_argument("--workshop", default="", metavar="ID", help="which workshop (else the newest)")
    create.add_argument("--subject", default="", metavar="NAME", help="whose programme (else the first)")
    create.add_argument("--kind", default="", help="frozen (the default), edition or live")
    create.add_argument("--until", default="", metavar="DAY", help="the last day (else 30 days from now)")
    create.add_argument("--parts", default="", help=f"{','.join(PARTS)} (else all)")
    create.add_argument("--files", default="", help=f"{','.join(FILES)} or none (else all)")
    create.add_argument("--masked", action="store_true", help="Vendor A, Vendor B … in place of names")
    create.add_argument("--comments", action="store_true", help="show what people wrote")
    create.add_argument("--names", action="store_true", help="and who wrote it")
    create.add_argument("--password", action="store_true", help="ask for a password, here and on the page")
    create.add_argument(
        "--base-url", default="", metavar="URL", help="under which address people find the app"
    )
    create.add_argument("--json", action="store_true", help="print one JSON document")
    add_database(create)
    create.set_defaults(command=run_create)


def run_create(chosen: argparse.Namespace) -> int:
    """Make a link; a password is typed, or read from standard input, so that no list of commands shows it."""
    given = vars(chosen)
    words = {name: str(given[name.replace("-", "_")]) for name in WORDS}
    words |= {name: "yes" for name in SWITCHES if given[name]}
    if chosen.password:
        words["password"] = _password()
    _tell_to_wait()
    return errand.told(errand.done(Order("share-create", words), chosen.database))


def run_list(chosen: argparse.Namespace) -> int:
    """List links."""
    words = {"evaluation": chosen.evaluation, "json": "yes" if chosen.json else ""}
    return errand.told(errand.done(Order("share-list", words), chosen.database))


def run_change(chosen: argparse.Namespace) -> int:
    """Change a link."""
    words = {"id": chosen.id, "change": chosen.change, "until": getattr(chosen, "until", "")}
    if chosen.change == "publish":
        _tell_to_wait()
    return errand.told(errand.done(Order("share-change", words), chosen.database))


def _tell_to_wait() -> None:
    """Say to a person at a terminal what takes a moment; scripts get nothing."""
    if sys.stderr.isatty():
        print("Making the page and its files …", file=sys.stderr)


def _password() -> str:
    return getpass("Password for the page: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
