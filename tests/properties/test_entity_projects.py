"""The project of an asset, a version, a note or a file follows from what it belongs to, whatever moves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callboard.errors import CallboardError
from callboard_server.storage.database import SqliteDatabase
from tests.properties.test_rules import BEGINNING, NOTES, PARENTS, VERSIONS, changed, made, operations
from tests.support.operations import Operation, create, delete
from tests.support.world import Contents, World

pytestmark = pytest.mark.timeout(600)

FILES = ("file1", "file2", "box1", "box2")
BOXES = st.none() | st.sampled_from(("box1", "box2"))
ATTACHED: tuple[Operation, ...] = (
    create("ContainerComponent", id="box1", name="box1", version_id="v1"),
    create("ContainerComponent", id="box2", name="box2", container_id="box1"),
    create("FileComponent", id="file1", container_id="box2"),
    create("FileComponent", id="file2"),
    create("ReviewSessionObject", id="object1", review_session_id="review", version_id="v1"),
)
files = st.one_of(
    changed("Component", st.sampled_from(FILES), version_id=st.none() | VERSIONS),
    changed("Component", st.sampled_from(FILES), container_id=BOXES),
    changed("Folder", st.just("dir"), thumbnail_id=st.sampled_from(FILES)),
    changed("Note", NOTES, parent_id=PARENTS, parent_type=st.just("Context")),
    changed("Note", NOTES, parent_id=st.just("object1"), parent_type=st.just("ReviewSessionObject")),
    st.sampled_from(("v1", "version1", "version2")).map(lambda version: delete("AssetVersion", version)),
    made("NoteComponent", ("x",), note_id=NOTES, component_id=st.sampled_from(FILES)).map(
        lambda operation: create(
            "NoteComponent",
            **{name: value for name, value in operation["entity_data"].items() if name != "id"},
        )
    ),
)
batches = st.lists(st.lists(files | operations, min_size=1, max_size=2), min_size=4, max_size=12)


@frozen
class Film:
    world: World = field(repr=False)
    initial: Contents = field(repr=False)

    def __repr__(self) -> str:
        return "Film()"


@pytest.fixture(scope="module")
def film(new_sqlite: Callable[[], SqliteDatabase]) -> Iterator[Film]:
    with contextlib.closing(new_sqlite()) as database:
        world = World(database)
        world.do(world.admin, *BEGINNING, *ATTACHED)
        yield Film(world, world.contents())


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=batches)
def test_projects_follow(film: Film, history: list[list[Operation]]) -> None:
    film.world.restore(film.initial)
    for batch in history:
        with contextlib.suppress(CallboardError):
            film.world.do(film.world.admin, *batch)
        found = Production(film.world)
        for name in ("asset", "asset_version", "note", "component"):
            for row in found.tables[name].values():
                assert row["project_id"] == found.project(name, row), f"{name} {row['id']}"


class Production:
    """The rows of *world*, and the project of each by what it belongs to."""

    def __init__(self, world: World) -> None:
        self.tables = {}
        for name, root in (
            ("context", "Context"),
            ("asset", "Asset"),
            ("asset_version", "AssetVersion"),
            ("note", "Note"),
            ("component", "Component"),
            ("review_session", "ReviewSession"),
            ("review_session_object", "ReviewSessionObject"),
        ):
            columns = list(world.tables.by_root[root].columns.keys())
            rows = world.contents()[name]
            self.tables[name] = {
                row["id"]: row for row in (dict(zip(columns, one, strict=True)) for one in rows)
            }

    def project(self, table: str, row: dict[str, Any]) -> str | None:
        """Return the project of *row* of *table*."""
        above = {
            "asset": [("context", row.get("context_id"))],
            "asset_version": [("asset", row.get("asset_id"))],
            "component": [("asset_version", row.get("version_id")), ("component", row.get("container_id"))],
            "review_session_object": [("review_session", row.get("review_session_id"))],
            "note": [*self._owner(row), ("note", row.get("in_reply_to_id"))] if table == "note" else [],
        }
        if table == "review_session":
            return str(row["project_id"])
        if table == "context":
            return (
                str(row["id"]) if row["context_type"] == "show" else self._above("context", row["parent_id"])
            )
        for name, identifier in above[table]:
            if identifier is not None:
                return self._above(name, identifier)
        return None

    def _above(self, table: str, identifier: str) -> str | None:
        return self.project(table, self.tables[table][identifier])

    def _owner(self, note: dict[str, Any]) -> list[tuple[str, str]]:
        tables = ("context", "asset_version", "review_session_object")
        return [(name, note["parent_id"]) for name in tables if note["parent_id"] in self.tables[name]]
