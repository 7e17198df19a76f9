"""Base types that clients create themselves, and users without a username."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry
from callboard.wire.builtin import SERVER_LOCATION_ID
from tests.support.operations import create, delete, ref, update
from tests.support.world import ADMIN, World

KINDS = {"assetversion": "AssetVersionList", "task": "TypedContextList", None: "TypedContextList"}


# -- Lists
# ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def category(film: World) -> str:
    return str(film.values(ADMIN, "ListCategory")[0])


@pytest.mark.parametrize("system_type", KINDS)
def test_a_list_becomes_the_list_of_its_system_type(
    film: World, category: str, system_type: str | None
) -> None:
    given = {} if system_type is None else {"system_type": system_type}
    made = film.do(
        ADMIN, create("List", id="li", name="a", category_id=category, project_id="film", **given)
    )[0]["data"]
    assert (made["__entity_type__"], made["system_type"]) == ("List", system_type or "task")
    kind = KINDS[system_type]
    for text in ("List where id is li", f"{kind} where id is li"):
        assert [row["__entity_type__"] for row in film.rows(ADMIN, text)] == [kind]
    changed = film.do(ADMIN, update("List", "li", name="b"))[0]["data"]
    assert (changed["__entity_type__"], changed["name"]) == (kind, "b")


@pytest.mark.parametrize(
    ("system_type", "item"),
    [("assetversion", ref("AssetVersion", "v1")), ("task", ref("Task", "comp"))],
)
def test_a_list_is_created_with_its_items(
    film: World, category: str, system_type: str, item: dict[str, str]
) -> None:
    data = {"name": "a", "category_id": category, "project_id": "film", "system_type": system_type}
    made = film.do(ADMIN, create("List", id="li", items=[item], **data))[0]["data"]
    assert made["items"] == [item]
    assert film.values(ADMIN, "select entity_id from ListObject", "entity_id") == [item["id"]]


# -- Components
# ------------------------------------------------------------------------------------------------------------


def test_a_component_of_no_kind_is_a_component_in_every_answer(film: World) -> None:
    made = film.do(ADMIN, create("Component", id="c", name="beauty"))[0]["data"]
    assert (made["__entity_type__"], made["system_type"], made["name"]) == (
        "Component",
        "component",
        "beauty",
    )
    film.do(
        ADMIN,
        create("FileComponent", id="f", name="file"),
        create("ComponentLocation", component_id="c", location_id=SERVER_LOCATION_ID),
        create("Metadata", parent_id="c", parent_type="Component", key="a", value="b"),
    )
    changed = film.do(ADMIN, update("Component", "c", version_id="v1"))[0]["data"]
    assert changed["__entity_type__"] == "Component"
    types = {row["id"]: row["__entity_type__"] for row in film.rows(ADMIN, "Component")}
    assert types == {"c": "Component", "f": "FileComponent"}
    assert film.values(ADMIN, "FileComponent") == ["f"]
    (version,) = film.rows(ADMIN, "select components from AssetVersion")
    assert [row["__entity_type__"] for row in version["components"]] == ["Component"]
    (location,) = film.rows(ADMIN, "select component.name from ComponentLocation")
    assert location["component"]["__entity_type__"] == "Component"
    assert film.do(ADMIN, delete("Component", "c"))[0]["data"] is True
    assert film.rows(ADMIN, "ComponentLocation") == []
    assert film.rows(ADMIN, "Metadata") == []


@pytest.mark.parametrize(
    ("system_type", "kind"),
    [
        ("component", "Component"),
        ("file", "FileComponent"),
        ("sequence", "SequenceComponent"),
        ("container", "ContainerComponent"),
    ],
)
def test_a_component_with_a_system_type_is_of_that_kind(world: World, system_type: str, kind: str) -> None:
    made = world.do(ADMIN, create("Component", id="c", name="a", system_type=system_type))[0]["data"]
    assert (made["__entity_type__"], made["system_type"]) == ("Component", system_type)
    assert [row["__entity_type__"] for row in world.rows(ADMIN, "Component")] == [kind]


def test_a_component_of_no_kind_has_no_members(film: World) -> None:
    film.do(ADMIN, create("Component", id="c", name="beauty"))
    error = film.refusal(ADMIN, create("FileComponent", name="x", container_id="c"))
    assert "FileComponent.container_id refers to the ContainerComponent c" in error.message


# -- Users
# ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{}, {"username": None}], ids=["absent", "null"])
def test_users_without_a_username_get_unique_generated_ones(world: World, given: dict[str, None]) -> None:
    made = world.do(
        ADMIN, create("User", first_name="Dee", **given), create("User", first_name="Eve", **given)
    )
    names = [one["data"]["username"] for one in made]
    assert len(set(names)) == 2
    assert all(name.startswith("unnamed-") for name in names)
    stored = world.values(ADMIN, 'select username from User where username like "unnamed-%"', "username")
    assert sorted(stored) == sorted(names)


def test_a_generated_username_can_be_replaced(world: World) -> None:
    user = world.do(ADMIN, create("User", first_name="Dee"))[0]["data"]
    assert world.do(ADMIN, update("User", user["id"], username="dee"))[0]["data"]["username"] == "dee"
    assert isinstance(world.refusal(ADMIN, create("User", username="DEE")), DuplicateEntry)
