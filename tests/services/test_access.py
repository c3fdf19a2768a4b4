from __future__ import annotations

from dataclasses import replace
from pathlib import Path
import stat
from typing import get_args

import pytest

from cxmaturity.domain.errors import AccessError, StoreError
from cxmaturity.services.access import (
    MAY,
    Role,
    Verb,
    Viewer,
    new_owner_key,
    owner_key,
    require,
    viewer_for,
)
from cxmaturity.services.application import App
from cxmaturity.store.grants import Grant, add_grant, hash_of
from tests.services.builders import START, new_app

RIGHTS = {
    "owner": "see read rate arrange own",
    "facilitator": "see read rate arrange",
    "assessor": "see read rate",
    "participant": "see rate",
    "reader": "see read",
}
VERBS: tuple[Verb, ...] = get_args(Verb)


def link(app: App, role: str, scope_kind: str = "everything", scope_id: str = "") -> str:
    with app.store.write() as transaction:
        add_grant(
            transaction,
            Grant(hash_of(role), "g", "link", role, scope_kind, scope_id, "p", "", "active", "p", START),
        )
    return role


def on_file(tmp_path: Path) -> App:
    return new_app(tmp_path, database=str(tmp_path / "cx.duckdb"))


def test_the_owners_key_lets_the_owner_in(app: App) -> None:
    viewer = viewer_for(app, owner_key(app))
    assert viewer is not None
    assert (viewer.role, viewer.name, viewer.only) == ("owner", "Owner", "")


@pytest.mark.parametrize("token", ["", "guess", "x" * 10_000])
def test_a_wrong_key_lets_nobody_in(app: App, token: str) -> None:
    owner_key(app)
    assert viewer_for(app, token) is None


def test_the_key_is_the_same_at_the_next_start(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    key = owner_key(app)
    app.close()
    again = on_file(tmp_path)
    assert owner_key(again) == key
    again.close()


def test_a_key_under_the_name_of_an_earlier_version_still_opens_and_moves_to_its_place(
    tmp_path: Path,
) -> None:
    app = on_file(tmp_path)
    key = owner_key(app)
    assert app.key_file is not None
    former = app.key_file.rename(tmp_path / "cx.owner-key")
    assert (owner_key(app), app.key_file.exists(), former.exists()) == (key, True, False)
    app.close()


def test_another_databases_key_under_the_shared_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cx.owner-key").write_text("somebody else's key\n")
    app = on_file(tmp_path)
    owner_key(app)
    assert (tmp_path / "cx.owner-key").read_text() == "somebody else's key\n"
    app.close()


def test_the_key_file_is_for_this_user_only(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    owner_key(app)
    assert app.key_file is not None
    assert stat.S_IMODE(app.key_file.stat().st_mode) == 0o600
    app.close()


def test_the_database_does_not_hold_the_key(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    key = owner_key(app)
    app.close()
    assert key.encode() not in (tmp_path / "cx.duckdb").read_bytes()


def test_a_new_key_shuts_the_old_one_out(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    old, new = owner_key(app), new_owner_key(app)
    assert viewer_for(app, old) is None
    assert viewer_for(app, new) is not None
    app.close()


def test_a_lost_key_file_is_replaced_and_the_owner_stays_the_same_person(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    before = viewer_for(app, owner_key(app))
    assert app.key_file is not None
    app.key_file.unlink()
    assert viewer_for(app, owner_key(app)) == before
    app.close()


def test_a_key_file_of_another_database_is_not_believed(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    assert app.key_file is not None
    app.key_file.write_text("somebody else's key\n")
    assert viewer_for(app, owner_key(app)) is not None
    app.close()


def test_a_key_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    app = on_file(tmp_path)
    assert app.key_file is not None
    app.key_file.mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        owner_key(app)
    with pytest.raises(StoreError, match="cannot be kept"):
        new_owner_key(app)
    app.close()


def test_a_link_for_one_evaluation_says_which(app: App) -> None:
    viewer = viewer_for(app, link(app, "facilitator", "evaluation", "e7"))
    assert viewer is not None
    assert viewer.only == "e7"


def test_a_grant_with_an_unknown_role_opens_nothing(app: App) -> None:
    assert viewer_for(app, link(app, "emperor")) is None


@pytest.mark.parametrize("role", list(MAY))
def test_each_role_may_do_what_its_row_says_and_nothing_else(role: Role) -> None:
    viewer = Viewer("p", "", role)
    allowed = []
    for verb in VERBS:
        try:
            require(viewer, verb)
        except AccessError:
            continue
        allowed.append(verb)
    assert " ".join(allowed) == RIGHTS[role]


def test_a_link_for_one_evaluation_opens_no_other() -> None:
    viewer = Viewer("p", "", "facilitator", only="e1")
    require(viewer, "arrange", "e1")
    with pytest.raises(AccessError, match="another evaluation"):
        require(viewer, "arrange", "e2")
    with pytest.raises(AccessError):
        require(viewer, "arrange")


def test_an_expired_grant_opens_nothing(app: App) -> None:
    with app.store.write() as transaction:
        grant = Grant(hash_of("t"), "g", "link", "reader", "everything", "", "p", "", "active", "p", START)
        add_grant(transaction, replace(grant, expires_at=START))
    assert viewer_for(app, "t") is None
