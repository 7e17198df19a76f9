"""The projection `__permissions.<attribute>`: the values that the asking user may set now."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import ParseError
from tests.scenarios.test_status_rules import DONE, READY, REVIEW, group, role, rule, set_rules
from tests.support.film import STATUS, TYPE
from tests.support.operations import create, update
from tests.support.world import ADMIN, World


def options(world: World, attribute: str, where: str, *, actor: Any = None) -> list[str]:
    """Return the options of *attribute* of the only entity that is found."""
    (found,) = world.rows(actor or world.ann, f"select __permissions.{attribute} from {where}")
    assert set(found["__permissions"]) == {attribute}
    chosen: list[str] = found["__permissions"][attribute]["__options"]
    assert len(chosen) == len(set(chosen))
    return chosen


@pytest.fixture
def ruled(film: World) -> World:
    """The film; users may approve tasks that are in review, and nothing else can be approved."""
    film.do(ADMIN, update("Task", "comp", status_id=READY))
    set_rules(film, group("done", DONE, role(film, "User")), rule("done", REVIEW))
    return film


def test_the_statuses_are_those_of_the_workflow(film: World) -> None:
    for where in ("Task where id is comp", "TypedContext where id is comp"):
        statuses = options(film, "status_id", where)
        assert {READY, REVIEW, DONE} <= set(statuses)
        assert set(statuses) <= set(STATUS.values())
    present = film.values(ADMIN, "select status_id from AssetVersion", "status_id")[0]
    assert present in options(film, "status_id", "AssetVersion where id is v1")
    assert options(film, "status_id", "Shot where id is sh1") != options(
        film, "status_id", "Task where id is comp"
    )


def test_every_offered_status_is_accepted_and_no_other(ruled: World) -> None:
    offered = options(ruled, "status_id", "Task where id is comp")
    assert DONE not in offered
    for status in offered:
        ruled.do(ruled.ann, update("Task", "comp", status_id=READY))
        ruled.do(ruled.ann, update("Task", "comp", status_id=status))
    ruled.do(ruled.ann, update("Task", "comp", status_id=REVIEW))
    assert DONE in options(ruled, "status_id", "Task where id is comp")


def test_the_answer_is_beside_the_attributes(film: World) -> None:
    (task,) = film.rows(
        film.ann, 'select status_id, __permissions.status_id from TypedContext where id is "comp" limit 1'
    )
    assert task["status_id"] in task["__permissions"]["status_id"]["__options"]
    assert sorted(task["__permissions"]) == ["status_id"]
    (plain,) = film.rows(film.ann, "select status_id from Task where id is comp")
    assert "__permissions" not in plain


@pytest.mark.parametrize("name", ["status", "status_id"])
def test_a_reference_and_its_foreign_key_have_the_same_options(film: World, name: str) -> None:
    assert options(film, name, "Task where id is comp") == options(film, "status_id", "Task where id is comp")


def test_types_priorities_and_vocabularies_have_options(film: World) -> None:
    types = options(film, "type_id", "Task where id is comp")
    assert TYPE["Compositing"] in types
    assert TYPE["Character"] not in types, "the schema has it for asset builds only"
    assert options(film, "priority_id", "Task where id is comp") == film.values(
        ADMIN, "Priority order by sort, name, id"
    )
    assert set(options(film, "type_id", "Asset where id is plate")) == set(film.values(ADMIN, "AssetType"))
    assert set(options(film, "project_schema_id", "Project where id is film")) == set(
        film.values(ADMIN, "ProjectSchema")
    )
    film.do(film.ann, create("Note", id="n"))
    assert set(options(film, "category_id", "Note where id is n")) == set(film.values(ADMIN, "NoteCategory"))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("name", "Task where id is comp"),
        ("bid", "Task where id is comp"),
        ("parent_id", "Task where id is comp"),
        ("object_type_id", "Task where id is comp"),
        ("assignments", "Task where id is comp"),
        ("thumbnail_url", "Task where id is comp"),
        ("status", "Project where id is film"),
        ("username", "User where id is ann-id"),
    ],
)
def test_other_attributes_have_an_empty_object(film: World, name: str, where: str) -> None:
    (found,) = film.rows(film.ann, f"select __permissions.{name} from {where}")
    assert found["__permissions"] == {name: {}}


def test_all_attributes_with_options_at_once(film: World) -> None:
    (task,) = film.rows(film.ann, "select name, __permissions from Task where id is comp")
    assert sorted(task["__permissions"]) == ["priority_id", "status_id", "type_id"]
    (user,) = film.rows(film.ann, "select __permissions from Metadata") or [{"__permissions": {}}]
    assert user["__permissions"] == {}


def test_options_of_related_entities(film: World) -> None:
    (version,) = film.rows(
        film.ann,
        "select asset.parent.__permissions.status_id, task.__permissions.status_id, "
        "__permissions.status_id from AssetVersion",
    )
    shot, task = version["asset"]["parent"], version["task"]
    assert shot["__permissions"]["status_id"]["__options"] == options(
        film, "status_id", "Shot where id is sh1"
    )
    assert task["__permissions"]["status_id"]["__options"] == options(
        film, "status_id", "Task where id is comp"
    )
    assert version["__permissions"]["status_id"]["__options"]
    (shot,) = film.rows(film.ann, "select children.__permissions.status_id from Shot where id is sh1")
    assert [child["__permissions"]["status_id"]["__options"] != [] for child in shot["children"]] == [True]


def test_a_user_who_may_not_change_an_entity_is_offered_its_present_value(film: World) -> None:
    film.do(ADMIN, create("User", id="carl", username="carl"))
    present = film.values(ADMIN, "select user_type_id from User where id is carl", "user_type_id")
    assert options(film, "user_type_id", "User where id is carl") == present
    film.do(ADMIN, create("UserType", id="extern", name="extern"))
    assert "extern" in options(film, "user_type_id", "User where id is carl", actor=ADMIN)


@pytest.mark.parametrize(
    "text",
    [
        "select __permissions.nothing from Task",
        "select __permissions.status.name from Task",
        "select nothing.__permissions.status_id from Task",
        "select name.__permissions.status_id from Task",
        "Task where __permissions.status_id is x",
        "select name from Task order by __permissions.status_id",
        "select count(id), __permissions.status_id from Task group by status_id",
    ],
)
def test_other_uses_are_refused(film: World, text: str) -> None:
    error = film.query_error(film.ann, text)
    assert isinstance(error, ParseError)
    assert error.span is not None


def test_statements_do_not_grow_with_entities(ruled: World) -> None:
    text = "select __permissions.status_id, __permissions.type_id, __permissions.priority_id from Task"
    ruled.rows(ruled.ann, text)
    few = len(ruled.statements)
    ruled.do(ADMIN, *(create("Task", name=f"t{n}", parent_id="sh1") for n in range(20)))
    assert len(ruled.rows(ruled.ann, text)) == 21
    assert len(ruled.statements) == few
    (found,) = ruled.rows(ruled.ann, f"{text} where id is comp")
    assert set(found["__permissions"]) == {"status_id", "type_id", "priority_id"}


def test_an_empty_answer_needs_no_more_statements(film: World) -> None:
    assert film.rows(film.ann, "select __permissions.status_id from Task where id is nothing") == []
    assert len(film.statements) == 1


def test_a_search_has_options_too(film: World) -> None:
    (answer,) = film.perform(
        film.ann,
        {
            "action": "search",
            "expression": "select __permissions.status_id from Task",
            "entity_type": "Task",
            "terms": ["comp"],
        },
    )
    assert answer["data"][0]["__permissions"]["status_id"]["__options"]
