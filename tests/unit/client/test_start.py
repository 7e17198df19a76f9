"""Schemas cached on disk, and sessions with unusual servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from callboard.exception import ServerCompatibilityError
from callboard.schema_cache import SchemaCache
from callboard.session import Session
from callboard.start import check_compatibility
from tests.unit.client.stub import SCHEMAS, StubTransport


def opened(folder: Path, **options: Any) -> StubTransport:
    transport = StubTransport(**options)
    Session("http://test", "key", "jane", schema_cache_path=folder, transport=transport)
    return transport


def actions(transport: StubTransport) -> list[list[str]]:
    return [[each["action"] for each in batch] for batch in transport.batches]


def test_a_warm_start_requests_information_only(tmp_path: Path) -> None:
    assert actions(opened(tmp_path)) == [["query_server_information", "query_schemas"]]
    assert actions(opened(tmp_path)) == [["query_server_information"]]


def test_changed_schemas_are_requested(tmp_path: Path) -> None:
    opened(tmp_path)
    cache = SchemaCache.at(tmp_path, "http://test")
    cache.store("old", SCHEMAS)
    assert actions(opened(tmp_path)) == [["query_server_information"], ["query_schemas"]]
    kept = cache.load()
    assert kept is not None
    assert kept.schema_hash == "abc"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"server_url": "http://test", "schemas": 5}', "null"])
def test_damaged_caches_are_ignored(tmp_path: Path, content: str) -> None:
    opened(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_text(content)
    assert actions(opened(tmp_path)) == [["query_server_information", "query_schemas"]]


def test_servers_do_not_share(tmp_path: Path) -> None:
    opened(tmp_path)
    transport = StubTransport()
    Session("http://other:8000", "key", "jane", schema_cache_path=tmp_path, transport=transport)
    assert actions(transport) == [["query_server_information", "query_schemas"]]
    assert len(list(tmp_path.iterdir())) == 2


def test_unwritable_and_absent_folders(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    opened(tmp_path / "file")
    assert SchemaCache.at(False, "http://test").path is None
    SchemaCache.at(False, "http://test").store("h", [])


def test_folder_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTRACK_API_SCHEMA_CACHE_PATH", str(tmp_path))
    path = SchemaCache.at(None, "http://test").path
    assert path is not None
    assert path.parent == tmp_path


def test_schemas_without_a_hash_are_not_cached(tmp_path: Path) -> None:
    cache = SchemaCache.at(tmp_path, "http://test")
    cache.store(None, SCHEMAS)
    assert cache.load() is None
    cache.store("h", SCHEMAS)
    assert json.loads((cache.path or tmp_path).read_text())["schema_hash"] == "h"


def test_compatibility() -> None:
    for version in ("3.3.11", "4.13.0.1234", "dev"):
        check_compatibility({"version": version})
    for information in ({}, {"version": "3.3.10"}):
        with pytest.raises(ServerCompatibilityError):
            check_compatibility(information)
