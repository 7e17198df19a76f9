"""What clients are told about the model equals what they are told elsewhere, attribute by attribute."""

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
BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[4] / "shared" / "reference" / "schemas.json"

TYPES = 119
OURS = {"Automation", "Trigger", "WebhookAction"}
"""Types that are not recorded: the recorded server was older than webhooks."""

FROZEN_HASH = "1bdd50e186a224d07293709c006c7aa7"
"""The hash of the schemas when they were last compared with the recorded ones.

A change of the model that is meant changes it here.
"""

SCHEMAS: dict[str, dict[str, Any]] = {schema["id"]: schema for schema in wire_schemas(model())}


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, Any]] | None:
    """The recorded schemas by type, where they are at hand; a named file must exist."""
    named = os.environ.get(REFERENCE_VARIABLE)
    path = Path(named) if named else BESIDE_THE_REPOSITORY
    if not named and not path.is_file():
        return None
    return {schema["id"]: schema for schema in json.loads(path.read_text(encoding="utf-8"))}


def test_the_schemas_are_those_that_were_compared_last() -> None:
    assert len(SCHEMAS) == TYPES
    assert schema_hash(wire_schemas(model())) == FROZEN_HASH


def test_every_recorded_type_is_declared(recorded: dict[str, dict[str, Any]] | None) -> None:
    if recorded is not None:
        assert set(SCHEMAS) - OURS == set(recorded)


@pytest.mark.parametrize("name", sorted(set(SCHEMAS) - OURS))
def test_a_type_is_told_as_recorded(name: str, recorded: dict[str, dict[str, Any]] | None) -> None:
    if recorded is None:
        # The hash above stands in for the comparison: it holds exactly what was compared.
        assert schema_hash(list(SCHEMAS.values())) == FROZEN_HASH
        return
    ours, theirs = SCHEMAS[name], recorded[name]
    assert ours["properties"] == theirs["properties"]
    assert comparable(ours) == comparable(theirs)


def comparable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return *schema* with lists whose order means nothing in order."""
    unordered = ("required", "immutable", "computed", "system_projections", "default_projections")
    return {key: sorted(value) if key in unordered else value for key, value in schema.items()}


def test_the_hash_is_md5_of_sorted_json() -> None:
    written = '[{"a": null, "b": [1, {"c": 2}], "id": "\\u00dc"}]'
    assert (
        schema_hash([{"id": "Ü", "b": [1, {"c": 2}], "a": None}]) == hashlib.md5(written.encode()).hexdigest()
    )


def test_schemas_are_in_order_and_hold_no_entities() -> None:
    assert list(SCHEMAS) == sorted(SCHEMAS)
    assert "__entity_type__" not in json.dumps(list(SCHEMAS.values()))


def test_nothing_internal_is_told() -> None:
    text = json.dumps(list(SCHEMAS.values()))
    assert "JobGrant" not in text
    assert "_grants" not in text
    assert "_job_components" not in text
