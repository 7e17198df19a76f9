"""The hierarchy of contexts: order among siblings, moves and their effects, and invalid parents."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry, ValidationError
from tests.support.film import TYPE, VFX, one, statements
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import Make, World


def inside(world: World, identifier: str) -> set[str]:
    """Return the children of a context, having checked both ways to query them."""
    kind = "Project" if world.rows(world.admin, f"Project where id is {identifier}") else "TypedContext"
    found = {
        each["id"]
        for each in one(world, f"select descendants from {kind} where id is {identifier}")["descendants"]
    }
    assert found == set(
        world.values(
            world.admin, f"TypedContext where ancestors.id is {identifier} or (project_id is {identifier})"
        )
    )
    return found


def projects(world: World) -> dict[str, str]:
    """Return the stored project of every entity that has one."""
    found = {
        row["id"]: row["project_id"] for row in world.rows(world.admin, "select project_id from TypedContext")
    }
    for table in ("asset", "asset_version"):
        found |= dict(world.sql(f"SELECT id, project_id FROM {table}"))
    return found


@pytest.fixture
def two(film: World) -> World:
    """The film, and another project with a folder."""
    film.do(
        film.admin,
        create("Project", id="tv", name="TV", project_schema_id=VFX),
        create("Folder", id="box", name="box", parent_id="tv"),
    )
    return film


def test_a_context_without_a_parent_is_at_the_top_of_its_project(film: World) -> None:
    film.do(film.admin, create("Shot", id="x", name="x", project=ref("Project", "film")))
    assert (
        one(film, "select parent_id, project_id from Shot where id is x").items()
        >= {"parent_id": "film", "project_id": "film"}.items()
    )


def test_a_tree_can_be_created_in_one_batch_in_any_order(film: World) -> None:
    film.do(
        film.admin,
        create("Task", id="t", name="t", parent_id="s"),
        create("Shot", id="s", name="s", parent_id="q"),
        create("Asset", id="a", name="a", context_id="t"),
        create("AssetVersion", id="v", asset_id="a"),
        create("Sequence", id="q", name="q", parent_id="p"),
        create("Project", id="p", name="p", project_schema_id=VFX),
    )
    assert {projects(film)[each] for each in ("t", "s", "q", "a", "v")} == {"p"}
    assert inside(film, "q") == {"s", "t"}
    assert [each["id"] for each in one(film, "select link from Task where id is t")["link"]] == [
        "p",
        "q",
        "s",
        "t",
    ]


def test_siblings_have_an_order(film: World) -> None:
    film.do(film.admin, *(create("Shot", id=name, name=name, parent_id="sq") for name in ("c", "a", "b")))
    film.do(
        film.admin,
        create("Shot", id="last", name="last", parent_id="sq"),
        create("Shot", id="first", name="first", parent_id="sq", sort=0.5),
    )
    children = one(film, "select children.name from Sequence")["children"]
    assert [each["id"] for each in children] == ["first", "sh1", "sh2", "c", "a", "b", "last"]
    assert film.values(film.admin, "select sort from Shot where id in (sh1, c, last)", "sort") == [
        3.0,
        6.0,
        1.0,
    ]


@pytest.mark.parametrize("name", ["sh010", "SH010", "Sh010"])
def test_names_of_siblings_are_unique_regardless_of_case(film: World, name: str) -> None:
    assert isinstance(film.refusal(film.admin, create("Shot", name=name, parent_id="sq")), DuplicateEntry)
    assert isinstance(film.refusal(film.admin, update("Shot", "sh2", name=name)), DuplicateEntry)
    film.do(film.admin, create("Shot", name=name, parent_id="film"))
    film.do(film.admin, update("Shot", "sh1", name=name))


def test_a_task_has_no_children(film: World) -> None:
    film.do(film.admin, create("Milestone", id="m", name="m", parent_id="film"))
    for parent in ("comp", "m"):
        for operation in (
            create("Task", name="x", parent_id=parent),
            update("Shot", "sh2", parent_id=parent),
        ):
            error = film.refusal(film.admin, operation)
            assert isinstance(error, ValidationError)
            assert "cannot be below the" in error.message


CIRCLES: dict[str, list[Operation]] = {
    "itself": [update("Sequence", "sq", parent_id="sq")],
    "its child": [update("Sequence", "sq", parent_id="sh1")],
    "two that move": [update("Shot", "sh1", parent_id="sh2"), update("Shot", "sh2", parent_id="sh1")],
    "by way of a new one": [
        create("Folder", id="f", name="f", parent_id="sh1"),
        update("Sequence", "sq", parent_id="f"),
    ],
    "by listing it": [update("Shot", "sh1", children=[ref("Task", "comp"), ref("Sequence", "sq")])],
}


@pytest.mark.parametrize("name", CIRCLES)
def test_no_entity_contains_itself(film: World, name: str) -> None:
    error = film.refusal(film.admin, *CIRCLES[name])
    assert isinstance(error, ValidationError)
    assert "cannot be inside itself" in error.message


def test_a_missing_parent_is_refused(film: World) -> None:
    assert "parent_id" in film.refusal(film.admin, update("Shot", "sh1", parent_id="nobody")).message
    assert "parent_id" in film.refusal(film.admin, update("Shot", "sh1", parent_id=None)).message
    assert "parent_id" in film.refusal(film.admin, update("Project", "film", parent_id="sq")).message


def test_a_context_can_be_moved_within_its_project(film: World) -> None:
    film.do(film.admin, update("Shot", "sh1", parent=ref("Project", "film")))
    assert inside(film, "sq") == {"sh2"}
    assert inside(film, "sh1") == {"comp"}
    assert [each["name"] for each in one(film, "select link from Task")["link"]] == ["Film", "sh010", "comp"]
    assert set(projects(film).values()) == {"film"}
    item = film.events()[-1].entities[0]
    assert item["changes"]["parent_id"] == {"old": "sq", "new": "film"}


def test_a_move_to_another_project_moves_all_descendants(two: World) -> None:
    two.do(two.admin, update("Sequence", "sq", parent_id="box"))
    assert set(projects(two).values()) == {"tv"}
    assert inside(two, "tv") == {"box", "sq", "sh1", "sh2", "comp"}
    assert inside(two, "film") == set()
    assert two.values(two.admin, "select ancestors.name from Task", "ancestors")[0] != []
    changes = {entity["entityId"]: entity["changes"] for entity in two.events()[-1].entities}
    assert changes["comp"]["showid"] == {"old": "film", "new": "tv"}


def test_a_context_that_leaves_a_moving_branch_does_not_move_with_it(two: World) -> None:
    for first, second in (("sh1", "sq"), ("sq", "sh1")):
        moves = {
            "sh1": update("Shot", "sh1", parent_id="film"),
            "sq": update("Sequence", "sq", parent_id="tv"),
        }
        two.do(two.admin, moves[first], moves[second])
        found = projects(two)
        assert {each: found[each] for each in ("sq", "sh2", "sh1", "comp", "plate", "v1")} == {
            "sq": "tv",
            "sh2": "tv",
            "sh1": "film",
            "comp": "film",
            "plate": "film",
            "v1": "film",
        }
        two.do(two.admin, update("Shot", "sh1", parent_id="sq"), update("Sequence", "sq", parent_id="film"))
        assert set(found) - {each for each, project in projects(two).items() if project == "film"} == {"box"}


def test_a_context_created_in_a_moving_branch_gets_the_new_project(two: World) -> None:
    two.do(
        two.admin,
        create("Task", id="fx", name="fx", parent_id="sh2"),
        update("Sequence", "sq", parent_id="box"),
    )
    assert projects(two)["fx"] == "tv"
    two.do(
        two.admin,
        update("Sequence", "sq", parent_id="film"),
        create("Task", id="roto", name="roto", parent_id="sh2"),
    )
    assert projects(two)["roto"] == "film"
    assert "roto" in inside(two, "film")


def test_assets_follow_their_context(two: World) -> None:
    two.do(two.admin, update("Asset", "plate", context_id="box"))
    assert {projects(two)["plate"], projects(two)["v1"]} == {"tv"}
    two.do(two.admin, update("Asset", "plate", parent=ref("Project", "film")))
    assert {projects(two)["plate"], projects(two)["v1"]} == {"film"}


def test_deleting_a_branch_deletes_all_descendants(film: World) -> None:
    film.do(film.admin, delete("Sequence", "sq"))
    assert film.rows(film.admin, "TypedContext") == []
    assert film.rows(film.admin, "AssetVersion") == []
    assert film.sql("SELECT * FROM context_ancestor") == []


def test_statements_do_not_grow_with_tasks(film: World) -> None:
    """Not when 200 tasks are created, changed, moved or deleted."""

    def names(mark: str, count: int) -> list[str]:
        return [f"{mark}{n}" for n in range(count)]

    def make(mark: str, count: int) -> int:
        shots = [create("Shot", id=f"s{name}", name=name, parent_id="sq") for name in names(mark, count)]
        film.do(film.admin, *shots)
        return statements(
            film,
            *(
                create("Task", id=name, name="fx", parent_id=f"s{name}", type_id=TYPE["FX"])
                for name in names(mark, count)
            ),
        )

    assert make("a", 4) == make("b", 200)
    statuses = film.values(film.admin, "Status")[:2]
    for status in statuses:
        few = statements(film, *(update("Task", name, status_id=status, bid=5) for name in names("a", 4)))
        assert few == statements(
            film, *(update("Task", name, status_id=status, bid=5) for name in names("b", 200))
        )
    film.do(film.admin, create("Project", id="tv", name="TV", project_schema_id=VFX))
    few = statements(film, *(update("Shot", f"s{name}", parent_id="tv") for name in names("a", 4)))
    assert few == statements(film, *(update("Shot", f"s{name}", parent_id="tv") for name in names("b", 200)))
    few = statements(film, *(delete("Shot", f"s{name}") for name in names("a", 4)))
    assert few == statements(film, *(delete("Shot", f"s{name}") for name in names("b", 200)))


def test_a_move_is_one_event_with_the_new_parents(world: World, make: Make) -> None:
    make.entity("Project", id="film", name="film", project_schema_id=VFX)
    make.entity("Sequence", id="one", name="one", parent_id="film")
    make.entity("Sequence", id="two", name="two", parent_id="film")
    make.entity("Shot", id="shot", name="shot", parent_id="one")
    world.forget_events()
    world.do(world.admin, update("Shot", "shot", parent_id="two", description="moved"))
    (item,) = world.events()[0].entities
    assert (item["action"], item["parentId"]) == ("move", "two")
    assert item["changes"]["parent_id"] == {"old": "one", "new": "two"}
    assert set(item["keys"]) == {"parent_id", "description"}
    assert [link["entityId"] for link in item["parents"]] == ["shot", "two", "film"]


def test_the_ancestors_of_an_asset_include_its_context(two: World) -> None:
    """But not the project."""
    two.do(
        two.admin,
        create("Asset", id="logo", name="logo", context_id="tv"),
        create("AssetVersion", id="v9", asset_id="logo"),
        create("FileComponent", id="render", name="render", version_id="v1"),
    )
    assert {
        each["id"] for each in one(two, "select ancestors.name from Asset where id is plate")["ancestors"]
    } == {
        "sh1",
        "sq",
    }
    assert one(two, "select ancestors from Asset where id is logo")["ancestors"] == []
    for text in ('Asset where ancestors any (id is "sq")', "Asset where ancestors.id is sh1"):
        assert two.values(two.admin, text) == ["plate"]
    assert two.values(two.admin, "Component where version.asset.ancestors.id in (sq, box)") == ["render"]
    two.do(two.admin, update("Shot", "sh1", parent_id="box"))
    assert two.values(two.admin, 'Asset where ancestors.name is "box"') == ["plate"]
    error = two.refusal(two.admin, update("Asset", "plate", ancestors=[ref("Shot", "sh2")]))
    assert error.message == "Asset.ancestors is computed from the parent and cannot be set."


def test_a_context_without_a_thumbnail_shows_the_nearest_one_above(two: World, make: Make) -> None:
    pictures = {name: make.file(name=name) for name in ("project", "shot")}

    def shown() -> tuple[str | None, str | None, str | None]:
        row = one(two, "select thumbnail_source_id, thumbnail_id, thumbnail_url from Task")
        url = row["thumbnail_url"]["url"] if row["thumbnail_url"] else None
        return row["thumbnail_source_id"], row["thumbnail_id"], url

    assert shown()[:2] == (None, None)
    two.do(two.admin, update("Project", "film", thumbnail_id=pictures["project"]))
    source, own, url = shown()
    assert (source, own) == ("film", None)
    assert pictures["project"] in str(url)
    two.do(two.admin, update("Shot", "sh1", thumbnail_id=pictures["shot"]))
    source, own, url = shown()
    assert (source, own) == ("sh1", None)
    assert pictures["shot"] in str(url)
    assert two.values(two.admin, "TypedContext where thumbnail_source_id is sh1 order by name") == [
        "comp",
        "sh1",
    ]
    error = two.refusal(two.admin, update("Task", "comp", thumbnail_source_id="film"))
    assert error.message == "Task.thumbnail_source_id is computed and cannot be set."


def test_a_link_has_a_type_and_a_pause(film: World) -> None:
    film.do(film.ann, create("TypedContextLink", id="l", from_id="sh1", to_id="sh2"))
    found = one(film, "select type, lag from TypedContextLink")
    assert (found["type"], found["lag"]) == ("end_to_start", 0)
    film.do(film.ann, update("TypedContextLink", "l", type="start_to_start", lag=-3600))
    changes = film.events()[-1].entities[0]["changes"]
    assert changes == {
        "type": {"old": "end_to_start", "new": "start_to_start"},
        "lag": {"old": 0, "new": -3600},
    }
    assert film.values(film.ann, "TypedContextLink where lag < 0 and type is start_to_start") == ["l"]
    error = film.refusal(film.ann, update("TypedContextLink", "l", type="middle"))
    assert isinstance(error, ValidationError)
    assert "start_to_start, start_to_end, end_to_start, end_to_end" in error.message
