"""The commands that need the store, by name: the same work whether the app runs or not.

A later command is one function here and its words in ``cxmaturity/cli``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePath

from cxmaturity.charts.formats import counted
from cxmaturity.domain.errors import AccessError, CXMaturityError, RubricError
from cxmaturity.intake import read_ratings
from cxmaturity.rubrics import read_rubric
from cxmaturity.services.access import Viewer, new_owner_key, owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import evaluation_meant
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.imports import commit_import
from cxmaturity.services.loop.figures_file import import_readings
from cxmaturity.services.orders import Order, Said
from cxmaturity.services.people import erase, person_meant
from cxmaturity.services.rubrics import add_rubric, rubric_named
from cxmaturity.services.safekeeping import backup, export_all, restore, verify
from cxmaturity.services.workshop_orders import set_up

Command = Callable[[App, Viewer, Order], Said]


def perform(app: App, order: Order) -> Said:
    """Carry out an order as the owner; what people got wrong comes back as text with exit code 1."""
    command = COMMANDS.get(order.verb)
    if command is None:
        return Said(err=f"The app that runs does not know “{order.verb}”. Restart it; it is older.\n", code=1)
    try:
        return command(app, _owner(app), order)
    except CXMaturityError as error:
        return Said(err=f"{error}\n", code=1)


def _owner(app: App) -> Viewer:
    viewer = viewer_for(app, owner_key(app))
    if viewer is None:
        raise AccessError("The owner's key opens nothing. Make a new one: cxmaturity owner-key --new")
    return viewer


def _owner_key(app: App, viewer: Viewer, order: Order) -> Said:  # noqa: ARG001 - whoever can give orders is the owner
    return Said(new_owner_key(app) if order.word("new") else owner_key(app))


def _import(app: App, viewer: Viewer, order: Order) -> Said:
    data, name = order.files["ratings"], order.word("ratings")
    rubric = _rubric(app, viewer, order)
    title = order.word("title") or _title_in(app, data, name, rubric)
    commit_import(app, viewer, data, name, rubric, title)
    return Said(f"Imported {name} as “{title}”.\n")


def _import_kpis(app: App, viewer: Viewer, order: Order) -> Said:
    name, found = order.word("figures"), evaluation_meant(app, order.word("evaluation"))
    count = import_readings(app, viewer, found.id, order.files["figures"], name)
    return Said(f"{counted(count, 'figure')} of {name} noted in “{found.title}”.\n")


def _rubric(app: App, viewer: Viewer, order: Order) -> str:
    """Return the name of the rubric that is meant; one that came as a file is kept under its hash."""
    name = order.word("rubric")
    if "rubric" not in order.files:
        return name
    rubric, problems = read_rubric(order.files["rubric"], name)
    if rubric is None:
        raise RubricError(problems)
    return add_rubric(app, viewer, rubric)


def _title_in(app: App, data: bytes, name: str, rubric: str) -> str:
    """Return the evaluation that a ratings file names, else the file's own name."""
    ratings, _ = read_ratings(data, name, rubric_named(app, rubric))
    named = {rating.evaluation for rating in ratings}
    return named.pop() if len(named) == 1 and named != {""} else PurePath(name).stem


def _export_ratings(app: App, viewer: Viewer, order: Order) -> Said:
    path = order.word("ratings")
    content = ratings_file(app, viewer, PurePath(path).suffix, order.word("evaluation"))
    return Said(f"Exported to {path}.\n", files={path: content})


def _backup(app: App, viewer: Viewer, order: Order) -> Said:
    folder = order.word("folder")
    made = backup(app, viewer, Path(folder))
    return Said(f"{made.rows} rows in {len(made.tables)} tables are safe in {folder}.\n")


def _export_all(app: App, viewer: Viewer, order: Order) -> Said:
    folder = order.word("folder")
    made = export_all(app, viewer, Path(folder))
    return Said(
        f"{made.rows} rows in {len(made.tables)} tables are in {folder}; what is sealed is left out.\n"
    )


def _restore(app: App, viewer: Viewer, order: Order) -> Said:
    made = restore(app, viewer, Path(order.word("folder")))
    owner_key(app)  # the key file must fit the keys that came with the backup
    return Said(
        f"Restored {made.rows} rows as they were on {made.made_at}. Get in with: cxmaturity owner-key\n"
    )


def _verify(app: App, viewer: Viewer, order: Order) -> Said:  # noqa: ARG001 - it has no words
    found = verify(app, viewer)
    if found:
        return Said(err="".join(f"{flaw}\n" for flaw in found), code=1)
    return Said("Everything that is stored can be read and fits together.\n")


def _demo(app: App, viewer: Viewer, order: Order) -> Said:  # noqa: ARG001 - it has no words
    loaded = load_demo(app, viewer)
    return Said(f"{len(loaded)} demo evaluations are loaded; the home page shows them.\n")


def _erase(app: App, viewer: Viewer, order: Order) -> Said:
    tombstone = erase(app, viewer, person_meant(app, viewer, order.word("person")))
    return Said(
        f"{tombstone} is all that is left here: name, contact and texts are gone, numbers stay.\n"
        "Backups and exported files from before still hold them; remove those too.\n"
        "A database file is written anew at the app's next start; "
        "until then its freed pages may still hold the words.\n"
    )


def _workshop_create(app: App, viewer: Viewer, order: Order) -> Said:
    return set_up(app, viewer, order, _rubric(app, viewer, order))


def _sharing(name: str) -> Command:
    """Return a command about share links; what draws and writes reports is loaded only when it is used."""

    def run(app: App, viewer: Viewer, order: Order) -> Said:
        command: Command = getattr(import_module("cxmaturity.services.share_orders"), name)
        return command(app, viewer, order)

    return run


NEED_A_DATABASE = frozenset(
    {
        "import-kpis",
        "export-ratings",
        "export-all",
        "backup",
        "verify",
        "erase",
        "share-create",
        "share-list",
        "share-change",
    }
)
COMMANDS: Mapping[str, Command] = {
    "owner-key": _owner_key,
    "import": _import,
    "import-kpis": _import_kpis,
    "export-ratings": _export_ratings,
    "export-all": _export_all,
    "backup": _backup,
    "restore": _restore,
    "share-create": _sharing("share_create"),
    "share-list": _sharing("share_list"),
    "share-change": _sharing("share_change"),
    "verify": _verify,
    "demo": _demo,
    "workshop-create": _workshop_create,
    "erase": _erase,
}
