"""`query_schemas`: the schemas of all entity types, which clients request first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from callboard_server.actions.call import Call
from callboard_server.model.model import Model
from callboard_server.model.wire_schema import Schema, schema_hash, wire_schemas


def query_schemas(call: Call, operation: dict[str, Any]) -> list[Schema]:
    """Perform the operation `query_schemas`. The result is the list itself."""
    del operation
    return schemas_of(call.model)[0]


@lru_cache(maxsize=4)
def schemas_of(model: Model) -> tuple[list[Schema], str]:
    """Return the schemas of *model* and their hash."""
    schemas = wire_schemas(model)
    return schemas, schema_hash(schemas)
