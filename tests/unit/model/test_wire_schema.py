"""The schemas that clients receive equal the recorded schemas, attribute by attribute."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from callboard_server.model.wire_schema import schema_hash, wire_schemas
from tests.support.world import model

REFERENCE_VARIABLE = "CALLBOARD_REFERENCE_SCHEMAS"
"""The environment variable with the path of recorded schemas, a JSON list."""

TYPES = 136
FROZEN_HASH = "861b4aced9c552a6eb1dea5bc8f71021"
"""The hash of the schemas when they were last compared with the recorded ones.

An intended change of the model changes it here.
"""

SCHEMAS: dict[str, dict[str, Any]] = {schema["id"]: schema for schema in wire_schemas(model())}


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, Any]] | None:
    """The recorded schemas by type, if the environment names a file with them."""
    path = os.environ.get(REFERENCE_VARIABLE)
    if not path:
        return None
    return {schema["id"]: schema for schema in json.loads(Path(path).read_text(encoding="utf-8"))}


def test_the_schemas_have_not_changed_since_the_comparison() -> None:
    assert len(SCHEMAS) == TYPES
    assert schema_hash(wire_schemas(model())) == FROZEN_HASH


def test_every_recorded_type_is_declared(recorded: dict[str, dict[str, Any]] | None) -> None:
    if recorded is not None:
        assert set(SCHEMAS) == set(recorded)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_equals_the_recorded_one(name: str, recorded: dict[str, dict[str, Any]] | None) -> None:
    if recorded is None:
        # The hash above replaces the comparison: it covers exactly what was compared.
        assert schema_hash(list(SCHEMAS.values())) == FROZEN_HASH
        return
    ours, theirs = SCHEMAS[name], recorded[name]
    assert ours["properties"] == theirs["properties"]
    assert comparable(ours) == comparable(theirs)


def comparable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return *schema* with its unordered lists sorted."""
    unordered = ("required", "immutable", "computed", "system_projections", "default_projections")
    return {key: sorted(value) if key in unordered else value for key, value in schema.items()}


def test_the_hash_is_md5_of_sorted_json() -> None:
    written = '[{"a": null, "b": [1, {"c": 2}], "id": "\\u00dc"}]'
    assert (
        schema_hash([{"id": "Ü", "b": [1, {"c": 2}], "a": None}]) == hashlib.md5(written.encode()).hexdigest()
    )


def test_schemas_are_sorted_and_contain_no_entities() -> None:
    assert list(SCHEMAS) == sorted(SCHEMAS)
    assert "__entity_type__" not in json.dumps(list(SCHEMAS.values()))


def test_schemas_contain_no_extensions() -> None:
    """Clients can use them, but other servers don't have them."""
    unlisted = [(kind.name, one.name) for kind in model() for one in kind.attributes if one.unlisted]
    assert ("Automation", "include_private_projects") in unlisted
    assert all(name not in SCHEMAS[kind]["properties"] for kind, name in unlisted)
    assert all(name not in SCHEMAS[kind]["required"] for kind, name in unlisted)


def test_schemas_contain_no_internal_names() -> None:
    text = json.dumps(list(SCHEMAS.values()))
    assert "JobGrant" not in text
    assert "_grants" not in text
    assert "_job_components" not in text
