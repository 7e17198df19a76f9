"""Lists and their entries; links between tasks and between versions."""

from __future__ import annotations

import pytest

from callboard.errors import ValidationError
from tests.support.film import one, statements
from tests.support.operations import create, delete, ref, update
from tests.support.world import World

DAILIES = "77b9ab82-07c2-11e4-ba66-04011030cf01"
LISTS = {"AssetVersionList": "versions", "TypedContextList": "tasks"}


@pytest.fixture
def lists(film: World) -> World:
    """The film, with a list of each kind."""
    film.do(
        film.ann,
        *(
            create(kind, id=name, name=name, project_id="film", category_id=DAILIES)
            for kind, name in LISTS.items()
        ),
    )
    film.forget_events()
    return film


def entries(world: World, name: str) -> set[str]:
    return set(
        world.values(world.ann, f"select entity_id from ListObject where list_id is {name}", "entity_id")
    )


def test_items_and_list_objects_are_the_same_entries(lists: World) -> None:
    lists.do(
        lists.ann,
        update("TypedContextList", "tasks", items=[ref("Task", "comp"), ref("TypedContext", "sh1")]),
    )
    assert entries(lists, "tasks") == {"comp", "sh1"}
    lists.do(lists.ann, create("ListObject", list_id="tasks", entity_id="sh2"))
    assert {item["id"] for item in one(lists, "select items.name from TypedContextList")["items"]} == {
        "comp",
        "sh1",
        "sh2",
    }
    lists.do(lists.ann, update("TypedContextList", "tasks", items=[ref("Shot", "sh2")]))
    assert entries(lists, "tasks") == {"sh2"}
    assert [found["id"] for found in one(lists, "select lists.name from Shot where id is sh2")["lists"]] == [
        "tasks"
    ]


def test_the_event_of_an_entry_contains_its_parents(lists: World) -> None:
    lists.do(lists.ann, create("ListObject", id="entry", list_id="versions", entity_id="v1"))
    (entity,) = lists.events()[-1].entities
    assert [(link["entityType"], link["entityId"]) for link in entity["parents"]] == [
        ("listobject", "entry"),
        ("list", "versions"),
        ("show", "film"),
    ]


@pytest.mark.parametrize(
    ("name", "item"), [("versions", "comp"), ("tasks", "v1"), ("tasks", "film"), ("tasks", "nobody")]
)
def test_a_list_accepts_items_of_its_type_only(lists: World, name: str, item: str) -> None:
    error = lists.refusal(lists.ann, create("ListObject", list_id=name, entity_id=item))
    assert isinstance(error, ValidationError)
    assert item in error.message


def test_items_of_another_type_are_refused(lists: World) -> None:
    for wrong in (ref("AssetVersion", "v1"), ref("Project", "film"), ref("Task", "nobody")):
        assert isinstance(
            lists.refusal(lists.ann, update("TypedContextList", "tasks", items=[wrong])), ValidationError
        )


def test_adding_an_item_twice_adds_it_once(lists: World) -> None:
    (first,) = lists.do(lists.ann, create("ListObject", id="a", list_id="versions", entity_id="v1"))
    (again,) = lists.do(lists.ann, create("ListObject", id="b", list_id="versions", entity_id="v1"))
    assert again == first
    both = lists.do(
        lists.ann, *(create("ListObject", id=name, list_id="tasks", entity_id="comp") for name in ("c", "d"))
    )
    assert both[0] == both[1]
    assert lists.values(lists.ann, "ListObject") == ["a", "c"]
    lists.do(
        lists.ann,
        create("ListObject", list_id="tasks", entity_id="sh1"),
        update("TypedContextList", "tasks", items=[ref("Task", "comp"), ref("Shot", "sh1")]),
    )
    assert entries(lists, "tasks") == {"comp", "sh1"}


def test_a_removed_entry_can_be_added_again(lists: World) -> None:
    lists.do(lists.ann, create("ListObject", id="a", list_id="versions", entity_id="v1"))
    lists.do(
        lists.ann, delete("ListObject", "a"), create("ListObject", id="b", list_id="versions", entity_id="v1")
    )
    assert lists.values(lists.ann, "ListObject") == ["b"]


def test_deleting_a_list_keeps_its_items(lists: World) -> None:
    lists.do(lists.ann, update("AssetVersionList", "versions", items=[ref("AssetVersion", "v1")]))
    lists.do(lists.admin, delete("AssetVersionList", "versions"))
    assert lists.rows(lists.admin, "ListObject") == []
    assert lists.values(lists.admin, "AssetVersion") == ["v1"]


def test_a_deleted_item_disappears_from_lists(lists: World) -> None:
    lists.do(lists.ann, update("AssetVersionList", "versions", items=[ref("AssetVersion", "v1")]))
    lists.do(lists.admin, delete("AssetVersion", "v1"))
    assert lists.rows(lists.admin, "ListObject") == []


def test_a_category_in_use_cannot_be_deleted(lists: World) -> None:
    assert lists.refusal(lists.admin, delete("ListCategory", DAILIES)).code == "validation.in_use"


def test_statements_do_not_grow_with_entries(lists: World) -> None:
    lists.do(
        lists.admin, *(create("Shot", id=f"shot{n}", name=f"shot{n}", parent_id="sq") for n in range(60))
    )
    assert statements(
        lists, *(create("ListObject", list_id="tasks", entity_id=f"shot{n}") for n in range(5))
    ) == statements(
        lists, *(create("ListObject", list_id="tasks", entity_id=f"shot{n}") for n in range(5, 60))
    )


# -- Links
# ------------------------------------------------------------------------------------------------------------


def test_tasks_can_be_linked(film: World) -> None:
    film.do(film.ann, create("TypedContextLink", id="l", from_id="sh1", to_id="sh2"))
    assert (
        one(film, "select incoming_links.from.name from Shot where id is sh2")["incoming_links"][0]["from"][
            "name"
        ]
        == "sh010"
    )
    assert (
        one(film, "select outgoing_links.to.name from Shot where id is sh1")["outgoing_links"][0]["to"][
            "name"
        ]
        == "sh020"
    )
    (entity,) = film.events()[-1].entities
    assert entity["entityType"] == "dependency"
    assert [link["entityId"] for link in entity["parents"]] == ["l", "sh2", "sq", "film"]
    film.do(film.admin, delete("Shot", "sh1"))
    assert film.rows(film.admin, "TypedContextLink") == []


def test_no_entity_is_linked_to_itself(film: World) -> None:
    wrong = (
        create("TypedContextLink", from_id="sh1", to_id="sh1"),
        create("AssetVersionLink", **{"from": ref("AssetVersion", "v1"), "to_id": "v1"}),
        update("AssetVersion", "v1", uses_versions=[ref("AssetVersion", "v1")]),
    )
    for operation in wrong:
        error = film.refusal(film.ann, operation)
        assert isinstance(error, ValidationError)
        assert "must differ from from_id" in error.message
