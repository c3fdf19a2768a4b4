from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.domain.workshop.groups import GroupVoice, by_role, visible_groups
from tests.domain.workshop.scene import NORTH_FIELD, Scene, scoring


def room_with_roles(naming: str, roles: dict[str, str]) -> Scene:
    scene = scoring(*roles, naming=naming)
    for name, role in roles.items():
        scene.people[name] = replace(scene.people[name], role=role)
        scene.rate(name, {NORTH_FIELD: len(role) % 5})
    scene.reveal()
    return scene


def voices(scene: Scene) -> dict[str, GroupVoice]:
    seen = scene.sight("facilitator")
    return {v.role: v for v in by_role(scene.room, scene.people.values(), scene.ratings, seen)}


def test_a_group_under_the_minimum_is_hidden() -> None:
    assert visible_groups({"board": 5, "it": 4, "hr": 2, "law": 2}, 3) == {"board", "it"}


def test_a_single_small_group_takes_the_next_smallest_with_it_against_subtraction() -> None:
    assert visible_groups({"board": 5, "it": 3, "hr": 1}, 3) == {"board"}


def test_in_a_named_room_every_group_is_shown() -> None:
    assert set(voices(room_with_roles("named", {"a": "Board", "b": "IT"}))) == {"board", "it"}


def test_roles_are_compared_without_case_and_counted() -> None:
    found = voices(room_with_roles("anonymous", {"a": "IT", "b": "it", "c": "It"}))
    assert (found["it"].n, found["it"].median, found["it"].counts) == (3, 2.0, {2.0: 3})


def test_in_an_anonymous_room_one_person_of_a_role_hides_both_roles() -> None:
    assert voices(room_with_roles("anonymous", {"a": "IT", "b": "IT", "c": "IT", "d": "Board"})) == {}


def test_a_group_that_is_not_sure_has_no_median() -> None:
    scene = scoring("ann")
    scene.rate("ann", {NORTH_FIELD: "DK"})
    scene.reveal()
    assert [voice.median for voice in voices(scene).values()] == [None]


def test_before_the_reveal_no_group_has_a_voice() -> None:
    scene = scoring("ann", "bob")
    scene.rate("ann", {NORTH_FIELD: 2})
    assert voices(scene) == {}


@given(st.dictionaries(st.text(max_size=2), st.integers(1, 9)), st.integers(1, 5))
def test_what_is_hidden_is_never_a_group_smaller_than_the_minimum(sizes: dict[str, int], least: int) -> None:
    shown = visible_groups(sizes, least)
    hidden = sum(size for group, size in sizes.items() if group not in shown)
    assert hidden == 0 or hidden >= least or not shown
    assert all(sizes[group] >= least for group in shown)


def test_who_cleared_their_answer_belongs_to_no_group() -> None:
    scene = scoring("ann")
    scene.rate("ann", {NORTH_FIELD: ""})
    scene.reveal()
    assert voices(scene) == {}
