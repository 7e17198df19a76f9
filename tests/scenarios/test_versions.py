"""Assets, versions and their components.

Version numbers, the latest version, dependencies, and sequences of files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from callboard.errors import DuplicateEntry, ValidationError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.storage.database import Database, PostgresDatabase
from tests.conftest import DATABASES
from tests.support.film import STATUS, VFX, one, stage_film, statements
from tests.support.operations import create, delete, ref, update
from tests.support.postgres import Postgres
from tests.support.world import Make, World


def latest(world: World) -> tuple[list[str], str | None]:
    """Return the versions that are marked as the latest, and the latest version of the asset."""
    asset = one(world, "select latest_version from Asset where id is plate")
    return (
        world.values(world.admin, "AssetVersion where is_latest_version is true"),
        asset["latest_version"]["id"] if asset["latest_version"] else None,
    )


def numbers(world: World) -> list[int]:
    return sorted(
        world.values(world.admin, "select version from AssetVersion where asset_id is plate", "version")
    )


def test_versions_are_numbered(film: World) -> None:
    film.do(
        film.ann,
        create("AssetVersion", asset_id="plate"),
        create("AssetVersion", asset_id="plate", version=9),
    )
    film.do(
        film.ann,
        create("AssetVersion", asset_id="plate"),
        create("AssetVersion", asset_id="plate", version=4),
    )
    assert numbers(film) == [1, 2, 4, 9, 10]


def test_versions_of_a_new_asset_start_at_one(film: World) -> None:
    film.do(
        film.ann,
        create("AssetVersion", id="x", asset_id="a"),
        create("Asset", id="a", name="a", context_id="film"),
    )
    assert one(film, "select version from AssetVersion where id is x")["version"] == 1


def test_version_numbers_are_unique(film: World) -> None:
    assert isinstance(
        film.refusal(film.ann, create("AssetVersion", asset_id="plate", version=1)), DuplicateEntry
    )
    for wrong in ("one", 1.5, True):
        assert isinstance(
            film.refusal(film.ann, create("AssetVersion", asset_id="plate", version=wrong)), ValidationError
        )


def test_versions_can_swap_their_numbers(film: World) -> None:
    film.do(
        film.ann,
        create("AssetVersion", id="a", asset_id="plate"),
        create("AssetVersion", id="b", asset_id="plate"),
    )
    first, second = (
        one(film, f"select version from AssetVersion where id is {key}")["version"] for key in "ab"
    )
    film.do(film.ann, update("AssetVersion", "a", version=second), update("AssetVersion", "b", version=first))
    assert [one(film, f"select version from AssetVersion where id is {key}")["version"] for key in "ab"] == [
        second,
        first,
    ]


def test_a_version_requires_an_asset(film: World) -> None:
    assert film.refusal(film.ann, create("AssetVersion")).message == "AssetVersion.asset_id is required."
    assert (
        film.refusal(film.ann, create("AssetVersion", asset_id="nothing")).code
        == "validation.unknown_reference"
    )


def test_the_initial_status_follows_the_workflow(film: World) -> None:
    film.do(
        film.ann, create("Asset", id="loose", name="loose"), create("AssetVersion", id="l", asset_id="loose")
    )
    names = {
        row["id"]: row["status"]["name"]
        for row in film.rows(film.ann, "select status.name from AssetVersion")
    }
    assert names == {"v1": "Pending Review", "l": "Not started"}


def test_the_latest_version_is_the_highest_published_one(film: World) -> None:
    assert latest(film) == (["v1"], "v1")
    film.do(film.ann, create("AssetVersion", id="v2", asset_id="plate", is_published=False))
    assert latest(film) == (["v1"], "v1")
    film.do(film.ann, update("AssetVersion", "v2", is_published=True))
    assert latest(film) == (["v2"], "v2")
    film.do(film.ann, create("AssetVersion", id="v3", asset_id="plate"))
    assert latest(film) == (["v3"], "v3")
    film.do(film.ann, delete("AssetVersion", "v3"))
    assert latest(film) == (["v2"], "v2")
    film.do(
        film.ann,
        update("AssetVersion", "v1", is_published=False),
        update("AssetVersion", "v2", is_published=False),
    )
    assert latest(film) == ([], None)


@pytest.mark.parametrize("normalised", [True, False])
def test_a_version_that_is_linked_twice_is_listed_once(film: World, normalised: bool) -> None:
    film.do(film.ann, create("AssetVersion", id="v2", asset_id="plate"))
    film.do(film.ann, *(create("AssetVersionLink", from_id="v1", to_id="v2") for _ in range(2)))
    query = "select used_in_versions.id, uses_versions.id from AssetVersion where id in (v1, v2)"
    for row in film.ask(film.admin, query, normalised=normalised).data:
        for name in ("used_in_versions", "uses_versions"):
            listed = [each["id"] for each in row[name]]
            assert len(listed) == len(set(listed)) == (name == LISTED[row["id"]])


LISTED = {"v1": "used_in_versions", "v2": "uses_versions"}


def test_uses_versions_and_links_are_the_same_relation(film: World) -> None:
    """A link leads from the used version to the version that uses it."""
    film.do(film.ann, *(create("AssetVersion", id=f"v{n}", asset_id="plate") for n in (2, 3)))
    film.do(film.ann, update("AssetVersion", "v3", uses_versions=[ref("AssetVersion", "v1")]))
    assert (
        one(film, "select from_id, to_id from AssetVersionLink").items()
        >= {"from_id": "v1", "to_id": "v3"}.items()
    )
    film.do(film.ann, create("AssetVersionLink", from_id="v2", to_id="v3"))
    v3 = one(film, "select uses_versions, incoming_links.from_id from AssetVersion where id is v3")
    assert (
        {each["id"] for each in v3["uses_versions"]}
        == {each["from_id"] for each in v3["incoming_links"]}
        == {"v1", "v2"}
    )
    film.do(film.ann, update("AssetVersion", "v1", used_in_versions=[ref("AssetVersion", "v2")]))
    assert set(film.values(film.ann, 'AssetVersion where uses_versions any (id is "v1")')) == {"v2"}
    film.do(film.ann, update("AssetVersion", "v3", uses_versions=[]))
    assert film.values(film.ann, "select to_id from AssetVersionLink", "to_id") == ["v2"]


def test_a_version_can_be_published_in_parts(film: World) -> None:
    """Clients commit a version with a sequence of files, with members before and after the sequence."""
    film.do(
        film.ann,
        create("AssetVersion", id="v2", asset_id="plate", is_published=False),
        create("SequenceComponent", id="seq", name="main", padding=4, file_type=".exr", version_id="v2"),
        *(
            create("FileComponent", id=f"f{n}", name=f"{n:04}", file_type=".exr", size=10, container_id="seq")
            for n in (1001, 1002)
        ),
        *(
            create("ComponentLocation", component_id=each, location_id=SERVER_LOCATION_ID)
            for each in ("f1001", "f1002", "seq")
        ),
        update("AssetVersion", "v2", components=[ref("SequenceComponent", "seq")]),
        update("AssetVersion", "v2", is_published=True),
    )
    component = one(film, "select members.name, padding from SequenceComponent where version_id is v2")
    assert (component["padding"], {each["name"] for each in component["members"]}) == (4, {"1001", "1002"})
    chains = {
        entity["entityId"]: [link["entityId"] for link in entity["parents"]]
        for entity in film.events()[-1].entities
    }
    assert chains["f1001"] == ["f1001", "seq", "v2", "plate", "sh1", "sq", "film"]


def test_deleting_a_version_deletes_its_dependents(film: World, make: Make) -> None:
    file = make.file(version_id="v1")
    film.do(
        film.admin,
        create("Note", id="n", parent_id="v1", parent_type="asset_version"),
        create("Metadata", parent_id="v1", parent_type="AssetVersion", key="k", value="v"),
        create("AssetVersion", id="v2", asset_id="plate"),
        create("AssetVersionLink", from_id="v1", to_id="v2"),
    )
    film.do(film.admin, delete("AssetVersion", "v1"))
    for kind in (
        f"Component where id is {file}",
        "ComponentLocation",
        "Note",
        "Metadata",
        "AssetVersionLink",
    ):
        assert film.rows(film.admin, kind) == []
    film.do(film.admin, delete("Asset", "plate"))
    assert film.rows(film.admin, "AssetVersion") == []


def test_deleting_a_task_keeps_its_versions(film: World) -> None:
    film.do(film.admin, delete("Task", "comp"))
    assert one(film, "select task_id from AssetVersion")["task_id"] is None


def test_the_feed_contains_publishing_and_status_changes(film: World) -> None:
    film.do(film.ann, create("AssetVersion", id="v2", asset_id="plate", is_published=False, comment="Grain"))
    before = len(film.rows(film.ann, "Event"))
    film.do(
        film.ann,
        update("AssetVersion", "v2", is_published=True),
        update("AssetVersion", "v1", status_id=STATUS["Approved"]),
    )
    film.do(film.ann, update("Task", "comp", status_id=STATUS["In progress"]))
    feed = film.rows(
        film.ann, "select action, insert, parent_id, parent_type, project_id, user_id from Event order by id"
    )
    assert len(film.rows(film.ann, "Event")) == before + 3
    assert {
        (each["action"], each["insert"], each["parent_id"], each["parent_type"]) for each in feed[before:]
    } == {
        ("asset.published", "Grain", "v2", "assetversion"),
        ("change.status.asset", "Approved", "v1", "assetversion"),
        ("change.status.task", "In progress", "comp", "task"),
    }
    assert {(each["project_id"], each["user_id"]) for each in feed[before:]} == {("film", "ann-id")}
    numbers = [each["id"] for each in feed]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    film.do(film.admin, delete("Project", "film"))
    assert film.rows(film.admin, "Event") == []


def test_statements_do_not_grow_with_versions(film: World) -> None:
    """For one asset or many, when versions are created and when they change."""
    film.do(film.admin, *(create("Asset", id=f"a{n}", name=f"a{n}", context_id="film") for n in range(60)))

    def publish(numbers: range) -> int:
        return statements(
            film, *(create("AssetVersion", id=f"x{n}", asset_id=f"a{n}", comment="x") for n in numbers)
        )

    assert publish(range(5)) == publish(range(5, 55))
    more = [
        statements(film, *(create("AssetVersion", asset_id="plate") for _ in range(count)))
        for count in (4, 50)
    ]
    assert more[0] == more[1]
    few = statements(film, *(update("AssetVersion", f"x{n}", status_id=STATUS["Approved"]) for n in range(5)))
    assert few == statements(
        film, *(update("AssetVersion", f"x{n}", status_id=STATUS["Approved"]) for n in range(5, 55))
    )


# -- Concurrency
# ------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=DATABASES)
def worlds(request: pytest.FixtureRequest) -> Iterator[list[World]]:
    """One PostgreSQL database, opened as two servers have it.

    With SQLite there is one server, whose writers take turns.
    """
    with contextlib.ExitStack() as stack:
        opened: list[Database]
        if request.param == "sqlite":
            opened = [request.getfixturevalue("new_sqlite")()]
        else:
            server: Postgres = request.getfixturevalue("postgres")
            name = server.create(template=request.getfixturevalue("postgres_template"))
            stack.callback(server.drop, name)
            opened = [PostgresDatabase(server.url(name)) for _ in range(2)]
        worlds = [World(stack.enter_context(contextlib.closing(database))) for database in opened]
        stage_film(worlds[0])
        for index, world in enumerate(worlds):
            world.new_id.prefix = f"server-{index}"
        yield worlds


def at_once(*works: Callable[[], object]) -> None:
    with ThreadPoolExecutor(max_workers=len(works)) as pool:
        for future in [pool.submit(work) for work in works]:
            future.result()


def test_concurrent_publishing_yields_unique_numbers(worlds: list[World]) -> None:
    def publish(world: World, name: str) -> None:
        for n in range(5):
            world.do(world.ann, create("AssetVersion", id=f"{name}-{n}", asset_id="plate"))

    at_once(
        *(
            lambda world=world, name=f"{index}-{copy}": publish(world, name)
            for index, world in enumerate(worlds)
            for copy in range(3)
        )
    )
    made = 1 + len(worlds) * 3 * 5
    assert numbers(worlds[0]) == list(range(1, made + 1))
    assert len(worlds[0].rows(worlds[0].ann, "Event")) == made, "each is in the feed, under a unique number"


def test_projects_created_concurrently_have_unique_names(worlds: list[World]) -> None:
    refused = []

    def make_project(world: World, name: str) -> None:
        try:
            world.do(world.admin, create("Project", id=name, name="Same", project_schema_id=VFX))
        except DuplicateEntry:
            refused.append(name)

    at_once(
        *(
            lambda world=world, name=f"p{index}-{copy}": make_project(world, name)
            for index, world in enumerate(worlds)
            for copy in range(3)
        )
    )
    assert len(refused) == len(worlds) * 3 - 1
