"""Rules receive all changes of a type at once, with the same result as one change after the other."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from callboard.errors import CallboardError
from callboard.wire.values import whole_seconds
from callboard_server.storage.database import SqliteDatabase
from tests.support.film import FILM, STATUS, VFX
from tests.support.operations import Operation, create, update
from tests.support.world import Contents, World

pytestmark = pytest.mark.timeout(600)

HISTORIES = frozenset({"status_change", "event", "outbox"})
"""Tables of histories, with one row for each step."""

BEGINNING: tuple[Operation, ...] = (
    *FILM,
    create("Project", id="series", name="Series", project_schema_id=VFX),
    create("Folder", id="dir", name="dir", parent_id="series"),
    create("Note", id="n0", content="first", parent_id="v1", parent_type="AssetVersion"),
    create("Note", id="n1", content="reply", in_reply_to_id="n0"),
    create("NoteLabel", id="red", name="Red"),
    create("NoteLabel", id="blue", name="Blue"),
    create("ListCategory", id="category", name="any"),
    create("AssetVersionList", id="list", name="list", project_id="film", category_id="category"),
    create("ReviewSession", id="review", name="review", project_id="film"),
)

CONTEXTS = ("sq", "sh1", "sh2", "dir", "new1", "new2", "new3")
PARENTS = st.sampled_from(("film", "series", *CONTEXTS))
ASSETS = st.sampled_from(("plate", "asset1", "asset2"))
VERSIONS = st.sampled_from(("v1", "version1", "version2", "version3"))
NOTES = st.sampled_from(("n0", "n1", "note1", "note2", "note3"))
STATUSES = st.sampled_from(sorted(STATUS.values()))


def made(entity_type: str, identifiers: tuple[str, ...], **data: Any) -> st.SearchStrategy[Operation]:
    """Return creates of *entity_type*, without values that are None."""
    values = st.fixed_dictionaries({"id": st.sampled_from(identifiers), **data})
    return values.map(
        lambda given: create(
            entity_type, **{name: value for name, value in given.items() if value is not None}
        )
    )


def changed(
    entity_type: str, identifiers: st.SearchStrategy[str], **data: Any
) -> st.SearchStrategy[Operation]:
    return st.tuples(identifiers, st.fixed_dictionaries(data)).map(
        lambda given: update(entity_type, given[0], **given[1])
    )


creates = st.one_of(
    made(
        "Folder",
        ("new1", "new2", "new3"),
        name=st.sampled_from(("a", "b", "c", "d")),
        parent_id=PARENTS,
        sort=st.sampled_from((None, None, 7.0)),
    ),
    made("Asset", ("asset1", "asset2"), name=st.sampled_from(("x", "y")), context_id=PARENTS),
    made(
        "AssetVersion",
        ("version1", "version2", "version3"),
        asset_id=ASSETS,
        version=st.sampled_from((None, None, 4)),
    ),
    made("FileComponent", ("file1", "file2"), name=st.just("main"), version_id=st.none() | VERSIONS),
    made(
        "Note",
        ("note1", "note2", "note3"),
        content=st.just("x"),
        parent_id=st.none() | VERSIONS | PARENTS,
        in_reply_to_id=st.none() | NOTES,
        category_id=st.none() | st.sampled_from(("red", "blue")),
    ),
    made("ListObject", ("entry1", "entry2"), list_id=st.just("list"), entity_id=VERSIONS),
    made(
        "ReviewSessionObject",
        ("object1", "object2"),
        review_session_id=st.just("review"),
        version_id=VERSIONS,
        sort_order=st.sampled_from((None, 5.0)),
    ),
)
operations = st.one_of(
    creates,
    creates,
    changed("Folder", st.sampled_from(("new1", "new2", "new3", "dir")), parent_id=PARENTS),
    changed("Shot", st.sampled_from(("sh1", "sh2")), parent_id=PARENTS, status_id=STATUSES),
    changed("Asset", ASSETS, context_id=PARENTS),
    changed("AssetVersion", VERSIONS, asset_id=ASSETS),
    changed("AssetVersion", VERSIONS, thumbnail_id=st.sampled_from(("file1", "file2"))),
    changed("Note", NOTES, parent_id=VERSIONS, parent_type=st.just("AssetVersion")),
)


@frozen
class ResettableWorld:
    """A world, and its initial contents."""

    world: World = field(repr=False)
    initial: Contents = field(repr=False)

    def reset(self) -> World:
        self.world.restore(self.initial)
        return self.world


@pytest.fixture(scope="module")
def resettable(new_sqlite: Callable[[], SqliteDatabase]) -> Iterator[ResettableWorld]:
    with contextlib.closing(new_sqlite()) as database:
        world = World(database)
        world.do(world.admin, *BEGINNING)
        yield ResettableWorld(world, world.contents())


NUMBERS = {"Context": "sort", "AssetVersion": "version"}
"""The attribute that continues the numbers of siblings, by type.

A sibling that is moved away in a batch still counts for those that are created in the batch.
"""


PRECISE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+")


def stored(world: World, *, with_numbers: bool = True) -> Contents:
    """Return what is stored, without histories, and with times in whole seconds.

    The fraction of a second keeps the order in which the entities of a batch were made.
    """
    found = {
        name: sorted((tuple(map(in_whole_seconds, row)) for row in rows), key=repr)
        for name, rows in world.contents().items()
        if name not in HISTORIES
    }
    for root, column in () if with_numbers else NUMBERS.items():
        table = world.tables.by_root[root]
        index = list(table.columns.keys()).index(column)
        found[table.name] = sorted(((*row[:index], *row[index + 1 :]) for row in found[table.name]), key=repr)
    return found


def in_whole_seconds(value: Any) -> Any:
    return whole_seconds(value) if isinstance(value, str) and PRECISE_TIME.fullmatch(value) else value


def leaves_siblings(operation: Operation) -> bool:
    moves = {"parent_id", "asset_id"} & set(operation["entity_data"])
    return operation["action"] == "update" and bool(moves)


def accepted(world: World, *batches: list[Operation]) -> bool:
    try:
        for batch in batches:
            world.do(world.admin, *batch)
    except CallboardError:
        return False
    return True


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(operations, min_size=2, max_size=8))
def test_a_batch_equals_its_operations_one_after_the_other(
    resettable: ResettableWorld, batch: list[Operation]
) -> None:
    world = resettable.reset()
    kept = [operation for operation in batch if accepted(world, [operation])]
    with_numbers = not any(map(leaves_siblings, kept))
    expected = stored(world, with_numbers=with_numbers)
    resettable.reset()
    world.do(world.admin, *kept)
    assert stored(world, with_numbers=with_numbers) == expected


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(creates, min_size=2, max_size=8), shuffled=st.randoms())
def test_the_order_of_creation_does_not_matter(
    resettable: ResettableWorld, batch: list[Operation], shuffled: Any
) -> None:
    numbered = [
        {**one, "entity_data": {**one["entity_data"], **numbers(one, place)}}
        for place, one in enumerate(batch, start=10)
    ]
    world = resettable.reset()
    assume(accepted(world, numbered))
    expected = stored(world)
    shuffled.shuffle(numbered)
    resettable.reset()
    world.do(world.admin, *numbered)
    assert stored(world) == expected


def numbers(operation: Operation, place: int) -> dict[str, float]:
    """Return an explicit number, by the place in the batch, for an entity that would get the next one."""
    names = {"Folder": "sort", "AssetVersion": "version", "ReviewSessionObject": "sort_order"}
    name = names.get(operation["entity_type"])
    return {name: place} if name else {}
