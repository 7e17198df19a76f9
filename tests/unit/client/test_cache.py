"""Caches, key makers and memoisers: the same cases for this client and for the official one."""

from __future__ import annotations

import functools
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import ftrack_api.cache
import pytest

import callboard.cache
from callboard.cache import Cache
from tests.unit.client.stub import StubTransport, answer_to, session_with

CLIENTS = [callboard.cache, ftrack_api.cache]


@pytest.fixture(params=CLIENTS, ids=["ours", "official"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    """The module `cache` of either client."""
    found: ModuleType = request.param
    return found


def caches(module: ModuleType, folder: Path) -> dict[str, Any]:
    """Return a cache of each kind."""
    return {
        "memory": module.MemoryCache(),
        "file": module.FileCache(str(folder / "values")),
        "proxy": module.ProxyCache(module.MemoryCache()),
        "layered": module.LayeredCache([module.MemoryCache(), module.MemoryCache()]),
        "serialised": module.SerialisedCache(
            module.FileCache(str(folder / "encoded")),
            encode=lambda value: value[::-1],
            decode=lambda value: value[::-1],
        ),
    }


@pytest.mark.parametrize("kind", ["memory", "file", "proxy", "layered", "serialised"])
def test_every_cache_stores_returns_and_removes(module: ModuleType, kind: str, tmp_path: Path) -> None:
    cache = caches(module, tmp_path)[kind]
    for key in ("missing", "('Task', ['1'])"):
        with pytest.raises(KeyError):
            cache.get(key)
        with pytest.raises(KeyError):
            cache.remove(key)
    cache.set("('Task', ['1'])", "first")
    cache.set("('Task', ['1'])", "é")
    cache.set("('Shot', ['1'])", "second")
    assert cache.get("('Task', ['1'])") == "é"
    assert sorted(cache.keys()) == ["('Shot', ['1'])", "('Task', ['1'])"]
    assert sorted(cache.values()) == ["second", "é"]
    cache.clear(r"\('Task'")
    assert list(cache.keys()) == ["('Shot', ['1'])"]
    cache.remove("('Shot', ['1'])")
    assert list(cache.keys()) == []
    cache.set("a", "b")
    cache.clear()
    assert cache.values() == []


def test_a_file_cache_outlives_its_object(module: ModuleType, tmp_path: Path) -> None:
    module.FileCache(str(tmp_path / "kept")).set("key", "value")
    assert module.FileCache(str(tmp_path / "kept")).get("key") == "value"


def test_a_value_of_a_lower_layer_is_copied_up(module: ModuleType) -> None:
    layers = [module.MemoryCache() for _ in range(3)]
    cache = module.LayeredCache(layers)
    layers[2].set("key", "value")
    assert cache.get("key") == "value"
    assert [layer.get("key") for layer in layers] == ["value"] * 3
    layers[0].remove("key")
    cache.remove("key")
    assert [layer.keys() for layer in layers] == [[], [], []] or [list(layer.keys()) for layer in layers] == [
        []
    ] * 3


def test_a_cache_that_cannot_list_its_keys_says_so(module: ModuleType) -> None:
    class Blind(module.Cache):  # type: ignore[misc, name-defined]
        get = set = remove = None

    with pytest.raises(NotImplementedError):
        Blind().keys()
    with pytest.raises(TypeError):
        module.Cache()


def random_object(chance: random.Random, depth: int = 3) -> Any:
    """Return an object of the kinds that are used as arguments."""
    plain: list[Any] = ["text", 7, 2.5, None, True, b"bytes", len, str, Cache, random_object, "", (), "é"]
    if depth == 0 or chance.random() < 0.4:
        return chance.choice(plain)
    members = [random_object(chance, depth - 1) for _ in range(chance.randrange(4))]
    if chance.random() < 0.5:
        return {f"{chance.randrange(9)}": member for member in members}
    return chance.choice([list, tuple])(members)


def test_both_clients_make_the_same_keys() -> None:
    chance = random.Random(7)
    for _ in range(500):
        items = [random_object(chance) for _ in range(chance.randrange(1, 4))]
        for name in ("StringKeyMaker", "ObjectKeyMaker"):
            ours, theirs = (getattr(client, name)().key(*items) for client in CLIENTS)
            assert ours == theirs, items


def test_the_order_of_a_mapping_does_not_change_its_key(module: ModuleType) -> None:
    maker = module.ObjectKeyMaker()
    assert maker.key({"a": 1, "b": [2]}) == maker.key({"b": [2], "a": 1})
    assert maker.key({"a": 1, "b": [2]}) != maker.key({"a": 1, "b": [3]})


def test_a_memoised_function_runs_once_for_the_same_arguments(module: ModuleType) -> None:
    calls = []

    @module.memoise_decorator(module.Memoiser())  # type: ignore[untyped-decorator]  # of either client
    def joined(first: str, second: str = "b") -> list[str]:
        """Return both."""
        calls.append((first, second))
        return [first, second]

    assert joined("a") == joined(first="a") == joined("a", "b") == joined(second="b", first="a") == ["a", "b"]
    assert calls == [("a", "b")]
    joined("a").append("changed")
    assert joined("a") == ["a", "b"]
    assert joined("c") == ["c", "b"]
    assert (joined.__name__, joined.__doc__) == ("joined", "Return both.")


def test_a_memoiser_returns_the_stored_object_when_told_to(module: ModuleType) -> None:
    def listed(first: str) -> list[str]:
        return [first]

    memoiser = module.Memoiser(cache=module.MemoryCache(), return_copies=False)
    assert memoiser.call(listed, ["a"]) is memoiser.call(listed, kw={"first": "a"})


def test_entities_are_kept_in_a_file(tmp_path: Path) -> None:
    session = session_with(StubTransport(lambda operation: answer_to(operation, [])))
    task = session.create("Task", {"id": "t1", "name": "comp"}, reconstructing=True)
    encode = functools.partial(session.encode, entity_attribute_strategy="persisted_only")
    cache = callboard.cache.SerialisedCache(
        callboard.cache.FileCache(str(tmp_path / "entities")), encode=encode, decode=session.decode
    )
    cache.set("('Task', ['t1'])", task)
    found = cache.get("('Task', ['t1'])")
    assert (found.entity_type, found["id"], found["name"]) == ("Task", "t1", "comp")
