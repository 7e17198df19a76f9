"""Updates of collections: the listed members are kept or added, all others are removed."""

from __future__ import annotations

import json

import pytest

from callboard.errors import ImmutableAttribute, UnknownReference, ValidationError
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import Make, World


def metadata(parent: str, key: str, value: object = "v", kind: str = "User") -> Operation:
    return create("Metadata", parent_id=parent, parent_type=kind, key=key, value=value)


def meta(parent: str, key: str) -> dict[str, str]:
    return ref("Metadata", parent_id=parent, key=key)


def stored(world: World) -> dict[str, str]:
    return {row["key"]: row["value"] for row in world.rows(world.admin, "Metadata")}


def test_the_members_are_exactly_those_listed(world: World, make: Make) -> None:
    container = make.entity("ContainerComponent", world.ann)
    one, two, three = make.file(container_id=container), make.file(container_id=container), make.file()
    (result,) = world.do(
        world.ann,
        update("ContainerComponent", container, members=[ref("FileComponent", two), ref("Component", three)]),
    )
    assert result["data"]["members"] == [ref("FileComponent", two), ref("Component", three)]
    assert set(world.values(world.ann, f"Component where container_id is {container}")) == {two, three}
    assert world.values(
        world.ann, f"select container_id from Component where id is {one}", "container_id"
    ) == [None]


def test_an_empty_list_removes_all_members(world: World, make: Make) -> None:
    container = make.entity("ContainerComponent", world.ann)
    make.file(container_id=container)
    world.do(world.ann, update("ContainerComponent", container, members=[]))
    assert world.values(world.ann, "Component where container has ()") == []


def test_a_new_container_takes_members(world: World, make: Make) -> None:
    file = make.file()
    world.do(
        world.ann,
        create("FileComponent", id="new"),
        create(
            "SequenceComponent", id="s", members=[ref("FileComponent", file), ref("FileComponent", "new")]
        ),
    )
    assert set(world.values(world.ann, "Component where container_id is s")) == {file, "new"}


def test_a_member_that_does_not_exist_is_refused(world: World, make: Make) -> None:
    container = make.entity("ContainerComponent", world.ann)
    error = world.refusal(
        world.ann, update("ContainerComponent", container, members=[ref("FileComponent", "nobody")])
    )
    assert isinstance(error, UnknownReference)


def test_a_member_of_another_kind_is_refused(world: World, make: Make) -> None:
    container = make.entity("ContainerComponent", world.ann)
    for wrong in (
        [ref("User", "ann-id")],
        [{"id": "x"}, "x"],
        "x",
        {"id": "x"},
        [{"__entity_type__": "FileComponent"}],
        [None],
    ):
        assert isinstance(
            world.refusal(world.ann, update("ContainerComponent", container, members=wrong)), ValidationError
        )


def test_an_attachment_is_not_moved_by_listing_it(world: World, make: Make) -> None:
    first, second = make.job(), make.job()
    file = make.file(job=first)
    error = world.refusal(
        world.ann,
        update("Job", second, job_components=[ref("JobComponent", component_id=file, job_id=first)]),
    )
    assert isinstance(error, ImmutableAttribute)


def test_attachments_that_are_not_listed_are_removed(world: World, make: Make) -> None:
    job = make.job()
    keep, _ = make.file(job=job), make.file(job=job)
    world.do(
        world.ann, update("Job", job, job_components=[ref("JobComponent", component_id=keep, job_id=job)])
    )
    assert world.values(world.ann, "JobComponent", "component_id") == [keep]


def test_a_collection_of_an_undeclared_type_must_be_empty(world: World) -> None:
    world.do(world.admin, update("User", "ann-id", timelogs=[], allocations=None))
    assert isinstance(
        world.refusal(world.admin, update("User", "ann-id", timelogs=[ref("Timelog", "x")])), UnknownReference
    )


# -- Metadata, as clients write dictionaries
# ----------------------------------------------------------------------------------------------


def test_adding_a_key(world: World) -> None:
    """Clients create the pair, then update the owner's list with it."""
    world.do(world.ann, metadata("ann-id", "a"), update("User", "ann-id", metadata=[meta("ann-id", "a")]))
    world.do(
        world.ann,
        metadata("ann-id", "b"),
        update("User", "ann-id", metadata=[meta("ann-id", "a"), meta("ann-id", "b")]),
    )
    assert stored(world) == {"a": "v", "b": "v"}


def test_changing_a_value(world: World) -> None:
    world.do(world.ann, metadata("ann-id", "a"))
    (result,) = world.do(world.ann, update("Metadata", ["ann-id", "a"], value="w"))
    assert result["data"] == {"__entity_type__": "Metadata", "parent_id": "ann-id", "key": "a", "value": "w"}
    assert stored(world) == {"a": "w"}


def test_removing_a_key(world: World) -> None:
    """Clients update the owner's list without it, and then delete the pair, which is gone already."""
    world.do(world.ann, metadata("ann-id", "a"), metadata("ann-id", "b"))
    world.do(
        world.ann,
        update("User", "ann-id", metadata=[meta("ann-id", "b")]),
        delete("Metadata", ["ann-id", "a"]),
    )
    assert stored(world) == {"b": "v"}


def test_assigning_a_dictionary(world: World) -> None:
    world.do(world.ann, metadata("ann-id", "a"), metadata("ann-id", "b"))
    world.do(world.ann, metadata("ann-id", "c"), update("User", "ann-id", metadata=[meta("ann-id", "c")]))
    assert stored(world) == {"c": "v"}


def test_values_are_text(world: World) -> None:
    for key, given, kept in (
        ("i", 4, "4"),
        ("f", 0.5, "0.5"),
        ("b", True, "True"),
        ("t", "4", "4"),
        ("e", "", ""),
    ):
        world.do(world.ann, metadata("ann-id", key, given))
        assert stored(world)[key] == kept


def test_keys_are_case_sensitive_and_per_owner(world: World, make: Make) -> None:
    file = make.file()
    world.do(
        world.ann,
        metadata("ann-id", "a", "1"),
        metadata("ann-id", "A", "2"),
        metadata(file, "a", "3", "FileComponent"),
    )
    assert sorted(world.values(world.ann, "Metadata", "value")) == ["1", "2", "3"]


def test_the_same_key_twice_is_refused(world: World) -> None:
    world.do(world.ann, metadata("ann-id", "a"))
    assert world.refusal(world.ann, metadata("ann-id", "a")).code == "conflict.duplicate"
    assert (
        world.refusal(world.ann, metadata("ann-id", "b"), metadata("ann-id", "b")).code
        == "conflict.duplicate"
    )


def test_metadata_requires_the_right_type_of_owner(world: World, make: Make) -> None:
    file = make.file()
    assert (
        world.refusal(world.admin, metadata("ann-id", "a", kind="Usre")).code == "query.unknown_entity_type"
    )
    without_type = create("Metadata", parent_id="nobody", key="a", value="v")
    assert world.refusal(world.admin, without_type).code == "validation.invalid"
    for kind in ("Component", "FileComponent"):
        world.do(world.ann, metadata(file, kind, kind=kind))


@pytest.mark.parametrize(("owner", "kind"), [("nobody", "User"), ("ann-id", "Job")])
def test_metadata_without_an_owner_is_not_stored(world: World, owner: str, kind: str) -> None:
    (result,) = world.do(world.admin, metadata(owner, "a", kind=kind))
    assert result["data"]["parent_id"] == owner
    assert stored(world) == {}
    assert world.events() == []


def test_metadata_of_a_deleted_owner_changes_nothing(world: World, make: Make) -> None:
    file = make.file()
    world.do(
        world.ann,
        delete("FileComponent", file),
        metadata(file, "a", kind="FileComponent"),
        update("FileComponent", file, metadata=[meta(file, "a")]),
    )
    assert stored(world) == {}
    again = update("FileComponent", file, metadata=[])
    assert world.refusal(world.ann, again).code == "entity.not_found"


def test_metadata_may_precede_its_owner_in_a_batch(world: World) -> None:
    world.do(world.ann, metadata("f", "a", kind="FileComponent"), create("FileComponent", id="f"))
    assert stored(world) == {"a": "v"}


# -- Hierarchies
# ------------------------------------------------------------------------------------------------------------

CIRCLES: dict[str, list[Operation]] = {
    "itself": [update("Group", "a", parent_id="a")],
    "its child": [update("Group", "a", parent_id="b")],
    "its grandchild": [update("Group", "a", parent_id="c")],
    "two that are new": [
        create("Group", id="x", name="X", parent_id="y"),
        create("Group", id="y", name="Y", parent_id="x"),
    ],
    "a new one that is itself": [create("Group", id="x", name="X", parent_id="x")],
    "by way of a new one": [
        create("Group", id="x", name="X", parent_id="c"),
        update("Group", "a", parent_id="x"),
    ],
    "two that move": [update("Group", "a", parent_id="d"), update("Group", "d", parent_id="c")],
    "by listing a parent": [update("Group", "c", children=[ref("Group", "a")])],
    "a container in its member": [
        create("ContainerComponent", id="x"),
        create("ContainerComponent", id="y", container_id="x"),
        update("Component", "x", container_id="y"),
    ],
}


@pytest.fixture
def tower(world: World) -> World:
    """Groups a, b in a, c in b; and d."""
    world.do(world.admin, create("Group", id="a", name="A"), create("Group", id="b", name="B", parent_id="a"))
    world.do(world.admin, create("Group", id="c", name="C", parent_id="b"), create("Group", id="d", name="D"))
    return world


@pytest.mark.parametrize("name", CIRCLES)
def test_no_entity_contains_itself(tower: World, name: str) -> None:
    error = tower.refusal(tower.admin, *CIRCLES[name])
    assert isinstance(error, ValidationError)
    assert "cannot be inside itself" in error.message


def test_a_hierarchy_can_be_reversed(tower: World) -> None:
    tower.do(
        tower.admin,
        update("Group", "c", parent_id=None),
        update("Group", "a", parent_id="c"),
        update("Group", "b", parent_id="a"),
    )
    links = {
        row["id"]: [group["id"] for group in row["link"]]
        for row in tower.rows(tower.admin, "select link from Group")
    }
    assert links == {"a": ["c", "a"], "b": ["c", "a", "b"], "c": ["c"], "d": ["d"]}


def test_a_stored_cycle_does_not_loop_forever(tower: World) -> None:
    tower.change("UPDATE resource SET parent_id = 'c' WHERE id = 'a'")
    (group,) = tower.rows(
        tower.admin,
        "select link, parent.parent.parent.name, children.children.children.name from Group where id is b",
    )
    assert len(group["link"]) > 3
    json.dumps(group)


def test_the_nesting_of_containers_is_limited(world: World) -> None:
    """Visibility of a file depends on its containers, which are followed for a fixed number of steps."""
    boxes = [
        create("ContainerComponent", id=f"box-{n}", container_id=f"box-{n - 1}" if n else None)
        for n in range(3)
    ]
    world.do(world.admin, *boxes, create("FileComponent", id="file", container_id="box-2"))
    error = world.refusal(
        world.admin,
        create("ContainerComponent", id="box-3", container_id="box-2"),
        create("FileComponent", container_id="box-3"),
    )
    assert error.message.endswith("would be inside 4 containers; at most 3 are allowed.")


def test_moving_a_container_moves_its_members(world: World) -> None:
    world.do(world.admin, *(create("ContainerComponent", id=name) for name in ("a", "b", "c", "d")))
    world.do(
        world.admin,
        update("ContainerComponent", "b", container_id="a"),
        update("ContainerComponent", "d", container_id="c"),
    )
    world.do(world.admin, create("FileComponent", container_id="d"))
    error = world.refusal(world.admin, update("ContainerComponent", "c", container_id="b"))
    assert error.message == "ContainerComponent c would be inside 4 containers; at most 3 are allowed."
