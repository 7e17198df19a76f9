"""The schemas that clients read: the result of `query_schemas`, and its hash.

The form is that of the official clients. A test compares it with a recorded one where that is available.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypeAlias, assert_never

from callboard_server.model.attributes import (
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ForeignKey,
    Instant,
    Integer,
    Json,
    JsonObject,
    ManyToMany,
    MappedCollection,
    Number,
    Reference,
    Stored,
    Text,
    Variable,
    WireForm,
)
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model

Schema: TypeAlias = dict[str, Any]


def wire_schemas(model: Model) -> list[Schema]:
    """Return one schema per public entity type, sorted by name."""
    return [schema(entity) for entity in sorted(model, key=lambda entity: entity.name) if not entity.internal]


def schema_hash(schemas: list[Schema]) -> str:
    """Return the hash that clients compare with their cache.

    It is the MD5 of the schemas as Python's `json.dumps(..., sort_keys=True)`.
    """
    return hashlib.md5(json.dumps(schemas, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def schema(entity: Entity) -> Schema:
    """Return the schema of *entity*."""
    public = [one for one in entity.attributes if not (one.internal or one.unlisted)]
    described: Schema = {
        "id": entity.name,
        **_nature(entity),
        "properties": {
            attribute.name: fragment(attribute) for attribute in sorted(public, key=lambda a: a.name)
        },
        "primary_key": list(entity.key),
        "required": [*(attribute.name for attribute in public if attribute.required), *entity.wire_required],
        "immutable": [
            *(attribute.name for attribute in public if attribute.immutable),
            *entity.wire_immutable,
        ],
        "default_projections": list(entity.default_projections),
    }
    computed = [a.name for a in public if a.wire_computed or (isinstance(a, Computed) and a.volatile)]
    if computed:
        described["computed"] = computed
    if entity.system_projections:
        described["system_projections"] = list(entity.system_projections)
    if entity.alias:
        described["alias_for"] = (
            {"id": entity.alias, "classifiers": dict(entity.classifiers)}
            if entity.classifiers
            else entity.alias
        )
    return described


def _nature(entity: Entity) -> Schema:
    """Return what *entity* is: its JSON type, the type that it extends, and whether it allows aggregates."""
    described: Schema = {"type": "object"} if entity.is_object else {}
    if base := entity.wire_extends or entity.extends:
        described["$mixin"] = {"$ref": base}
        if entity.wire_hints:
            described["$mixin"]["hints"] = dict(entity.wire_hints)
    if entity.group_by:
        described["metadata"] = {"group_by": True}
    return described


def fragment(attribute: AnyAttribute) -> Schema:
    """Return the schema of one attribute."""
    described = _shape(attribute)
    if isinstance(attribute, Stored) and attribute.null_default:
        described["default"] = None
    if attribute.alias:
        described["alias_for"] = attribute.alias
    if attribute.description:
        described["description"] = attribute.description
    return described


def _shape(attribute: AnyAttribute) -> Schema:
    match attribute:
        case Text():
            return _text(attribute)
        case Json():
            return {"type": "string", "format": "json"}
        case JsonObject():
            return {"type": "object"}
        case Instant():
            return {"type": "string", "format": "date-time"}
        case Integer(refers_to=refers_to):
            return _with_default({"type": "integer", **_foreign(refers_to)}, attribute.default)
        case Number():
            return _with_default({"type": "number"}, attribute.default)
        case Boolean():
            return _with_default({"type": "boolean"}, attribute.default)
        case Variable():
            return _with_default({"type": "variable"}, attribute.default)
        case ForeignKey():
            return _foreign_key(attribute)
        case Reference():
            return {"$ref": attribute.wire_target or attribute.target}
        case Collection():
            return {"type": "array", "items": {"$ref": attribute.target}}
        case ManyToMany():
            return {"type": "array", "items": {"$ref": attribute.wire_target or attribute.target}}
        case MappedCollection():
            return _mapped(attribute)
        case Computed():
            return {"type": attribute.kind.value}
    assert_never(attribute)


def _text(attribute: Text) -> Schema:
    described = _with_default({"type": "string"}, attribute.default)
    if attribute.wire_format:
        described["format"] = attribute.wire_format
    if attribute.choices:
        described["enum"] = list(attribute.choices)
    if attribute.refers_to:
        described |= _foreign(attribute.refers_to)
    if attribute.schema_name:
        described["transform"] = {"client": "{schema_id}", "server": "{table_name}"}
    return described


def _foreign(refers_to: str | None) -> Schema:
    return {"format": "foreign_key", "description": f"Foreign key(s): {refers_to}"} if refers_to else {}


def _foreign_key(attribute: ForeignKey) -> Schema:
    described: Schema = {
        "format": "foreign_key",
        "description": f"Foreign key(s): {attribute.refers_to or attribute.target + '.id'}",
    }
    match attribute.wire_form:
        case WireForm.FOREIGN_KEY:
            described["type"] = "string"
        case WireForm.REFERENCE:
            described = {"$ref": attribute.target, **described, "type": "string"}
        case WireForm.TEXT:
            described = {"type": "string"}
        case WireForm.UNTYPED:
            pass
    return _with_default(described, attribute.default)


def _mapped(attribute: MappedCollection) -> Schema:
    described: Schema = {"type": "mapped_array", "items": {"$ref": attribute.target}}
    if attribute.key:
        described["key_value_attributes"] = {"key": attribute.key, "value": attribute.value}
    if attribute.filter_only:
        described["restricted_projection"] = True
    return described


def _with_default(described: Schema, default: object) -> Schema:
    return described if default is None else {**described, "default": default}
