"""The official JavaScript client, unmodified, in Node: queries, changes, uploads, search, events, errors."""

from __future__ import annotations

from pathlib import Path

import httpx

from callboard_server.testing import RunningServer
from tests.contract.production import write_picture
from tests.support.node import run_node


def test_a_small_production(server: RunningServer, http: httpx.Client, tmp_path: Path, unique: str) -> None:
    path = write_picture(tmp_path / "frame.png")
    results = run_node("production.mjs", server, unique, str(path))
    url, thumbnail, errors = (results.pop(name) for name in ("url", "thumbnail", "errors"))
    statuses, page = results.pop("statuses"), results.pop("page")
    assert results.pop("version")
    assert results == {
        "keys": ["parent_id", "key"],
        "schema": "Task",
        "ensured": True,
        "rows": [["Task", "comp", "sh010"], ["Shot", "sh010", unique], ["Shot", "sh020", unique]],
        "link": ["Project", "Shot", "Task"],
        "created": "string",
        "updated": "renamed",
        "stored": 60,
        "deleted": [],
        "attribute": 1001,
        "found": 1,
        "metadata": [["camera", "A"]],
        "published": ["main"],
        "offered": True,
    }
    assert "Not started" in statuses
    assert page[0] == ["sh010"]
    assert page[1]["offset"] == 1
    assert http.get(url).content == path.read_bytes()
    assert http.get(thumbnail).headers["content-type"] in ("image/jpeg", "image/png")
    assert [(name, error["name"], error["errorCode"]) for name, error in errors.items()] == [
        ("syntax", "ServerError", "query.unknown_attribute"),
        ("validation", "ServerValidationError", "validation.invalid"),
        ("duplicate", "ServerError", "conflict.duplicate"),
    ]
    assert unique in errors["duplicate"]["message"]


def test_search(server: RunningServer, unique: str) -> None:
    results = run_node("search.mjs", server, unique)
    expected = [results["expected"]]
    assert (results["all"], results["inside"], results["none"]) == (expected, expected, [])


def test_events(server: RunningServer, unique: str) -> None:
    results = run_node("events.mjs", server, unique)
    application = "ftrack.api.javascript"
    assert results["received"] == [[1, server.username, application], [3, server.username, application]]
    assert results["reply"] == {"answer": 2}
    assert "add Job" in results["updates"]
