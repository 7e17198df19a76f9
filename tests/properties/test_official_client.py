"""The official client has every value that a query selects, whatever its session already holds.

The client is real, with its own merging of answers; only its requests are answered in the same process. Both
of its versions run these tests, so they use nothing that the environment of the older one lacks.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random
from typing import Any

import arrow
import ftrack_api
import orjson
import pytest

from callboard.errors import ParseError
from callboard_server.access.actor import Actor
from callboard_server.storage.database import SqliteDatabase
from tests.properties.lengths import LONG_SEARCH
from tests.properties.selections import Selections
from tests.properties.whole import store, whole_production
from tests.support.world import World

pytestmark = pytest.mark.timeout(600)

log = logging.getLogger(__name__)

ROOT = Actor("root", "root", is_administrator=True)
NOT_SET = ftrack_api.symbol.NOT_SET
SEEDS = [pytest.param(seed, 60, id=f"{seed}") for seed in range(4)]
if LONG_SEARCH in os.environ:
    SEEDS = [pytest.param(seed, 400, id=f"{seed}", marks=pytest.mark.timeout(3_600)) for seed in range(40)]


class InProcess(ftrack_api.Session):  # type: ignore[misc]
    """A session whose requests are answered by a world, without HTTP."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answered: list[str] = []
        super().__init__(
            "https://callboard.test",
            "key",
            "root",
            auto_connect_event_hub=False,
            auto_populate=False,
            plugin_paths=[],
            schema_cache_path=False,
        )

    def call(self, data: list[dict[str, Any]]) -> Any:
        operations = json.loads(self.encode(data, entity_attribute_strategy="modified_only"))
        answer = orjson.dumps(self.world.perform(ROOT, *operations)).decode()
        self.answered.append(answer)
        return self.decode(answer)


@pytest.fixture(scope="module")
def world(new_sqlite: Callable[[], SqliteDatabase]) -> Iterator[World]:
    with closing(new_sqlite()) as database:
        yield World(database)


@pytest.fixture(scope="module")
def session(world: World) -> InProcess:
    return InProcess(world)


@pytest.mark.parametrize(("seed", "cases"), SEEDS)
def test_every_selected_value_is_set(
    world: World, session: InProcess, seed: int, cases: int, record_property: Callable[[str, object], None]
) -> None:
    rows = whole_production(seed, size=3 + seed % 3)
    world.database.write(lambda tx: store(tx, rows))
    random = Random(seed)
    selections = Selections(random)
    checked = values = 0
    for _ in range(cases):
        session.reset()
        asked: list[str] = []
        for _ in range(random.randint(1, 4)):
            text = selections.query()
            try:
                expected = world.ask(ROOT, text, normalised=False).data
            except ParseError:
                continue
            asked.append(text)
            found = session.query(text, page_size=random.choice((3, 500))).all()
            checked += 1
            try:
                values += compare_all(found, expected)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, after {asked}: {error}") from error
    record_property("queries", checked)
    record_property("values", values)
    log.info("seed %s: %s queries, %s values", seed, checked, values)
    assert checked > cases
    assert values > cases * 10


def compare_all(found: list[Any], expected: list[dict[str, Any]]) -> int:
    """Check that *found* are *expected*, an answer in which each path has its values; count the values."""
    assert len(found) == len(expected)
    assert list(map(key_of, found)) == list(map(key_in, found, expected))
    return sum(map(compare, found, expected))


def compare(entity: Any, expected: dict[str, Any]) -> int:
    assert entity.entity_type == expected["__entity_type__"]
    values = 0
    for name, value in expected.items():
        attribute = entity.attributes.get(name)
        if attribute is None:  # such as __entity_type__, and collections that this client does not read
            continue
        held = attribute.get_remote_value(entity)
        where = f"{entity.entity_type} {key_of(entity)}: {name}"
        assert held is not NOT_SET, f"{where} is not set"
        values += 1 + compare_values(held, value, where)
    return values


def compare_values(held: Any, value: Any, where: str) -> int:
    if isinstance(value, dict) and "__entity_type__" in value:
        assert key_of(held) == key_in(held, value), where
        return compare(held, value)
    if isinstance(held, (ftrack_api.collection.Collection, ftrack_api.collection.MappedCollectionProxy)):
        return compare_all(list(getattr(held, "collection", held)), value)
    if isinstance(value, dict) and "__type__" in value:
        value = arrow.get(value["value"])
    assert held == value, where
    return 0


def key_of(entity: Any) -> list[Any]:
    return [str(value) for value in ftrack_api.inspection.identity(entity)[1]]


def key_in(entity: Any, row: dict[str, Any]) -> list[Any]:
    return [str(row[name]) for name in entity.primary_key_attributes]
