"""Entity classes from schemas, each built when it is first used."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, Final

from callboard.core.attribute import (
    Attribute,
    Attributes,
    ReferenceAttribute,
    ScalarAttribute,
)
from callboard.core.collection import MappedCollection
from callboard.core.entity import Entity
from callboard.core.owner import Member
from callboard.core.relation import (
    CollectionAttribute,
    CustomAttributeMappedCollectionAttribute,
    KeyValueMappedCollectionAttribute,
)
from callboard.exception import UnrecognisedEntityTypeError
from callboard.symbol import NOT_SET

__all__ = ["Creator", "EntityTypes", "Schema", "build_class", "new_id"]

Schema = dict[str, Any]
Creator = Callable[[MappedCollection, Mapping[str, Any]], Member]
Build = Callable[[Schema], "type[Entity]"]

_DATA_TYPES: Final = {
    "string": "string",
    "boolean": "boolean",
    "integer": "integer",
    "number": "float",
    "variable": "variable",
    "object": "object",
}


class EntityTypes(MutableMapping[str, "type[Entity]"]):
    """The entity classes of a server by name. Assigning one replaces the class built from the schema."""

    def __init__(self, schemas: list[Schema], build: Build) -> None:
        self._schemas = {schema["id"]: schema for schema in schemas}
        self._build = build
        self.built: dict[str, type[Entity]] = {}

    def __getitem__(self, name: str) -> type[Entity]:
        found = self.built.get(name)
        if found is not None:
            return found
        schema = self._schemas.get(name)
        if schema is None:
            raise UnrecognisedEntityTypeError(name, known=self._schemas)
        entity_class = self._build(schema)
        self.built[name] = entity_class
        return entity_class

    def __setitem__(self, name: str, entity_class: type[Entity]) -> None:
        self._schemas.setdefault(name, {"id": name})
        self.built[name] = entity_class

    def __delitem__(self, name: str) -> None:
        del self._schemas[name]
        self.built.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._schemas)

    def __len__(self) -> int:
        return len(self._schemas)

    def __contains__(self, name: object) -> bool:
        return name in self._schemas


def build_class(
    schema: Schema, bases: tuple[type[Entity], ...], creators: Mapping[str, Creator]
) -> type[Entity]:
    """Return the entity class of *schema*, derived from *bases*."""
    name = schema["id"]
    primary_key = list(schema.get("primary_key", ()))
    made: Any = types.new_class(name, bases or (Entity,), exec_body=_slotless)
    made.__doc__ = f"Entities of type {name}, built from the server's schema."
    made.entity_type = name
    made.attributes = Attributes(_attributes(schema, creators))
    made.primary_key_attributes = primary_key
    made.default_projections = list(schema.get("default_projections", ()))
    made.single_key = primary_key[0] if len(primary_key) == 1 else None
    entity_class: type[Entity] = made
    return entity_class


def _slotless(namespace: dict[str, Any]) -> None:
    namespace.update(__slots__=(), __module__=Entity.__module__)


def new_id(_entity: Entity) -> str:
    """Return a new id."""
    from uuid import uuid4

    return str(uuid4())


def _attributes(schema: Schema, creators: Mapping[str, Creator]) -> Iterator[Attribute]:
    immutable = frozenset(schema.get("immutable", ()))
    computed = frozenset(schema.get("computed", ()))
    for name, fragment in schema.get("properties", {}).items():
        attribute = _attribute(name, fragment, creators)
        if attribute is not None:
            attribute.mutable = name not in immutable
            attribute.computed = name in computed
            attribute.default_value = _default(fragment)
            yield attribute


def _attribute(name: str, fragment: Mapping[str, Any], creators: Mapping[str, Creator]) -> Attribute | None:
    """Return the attribute that *fragment* describes; None when it cannot be selected or is unknown."""
    if fragment.get("restricted_projection"):
        return None
    kind = fragment.get("type")
    target = fragment.get("$ref") or fragment.get("items", {}).get("$ref")
    if kind in _DATA_TYPES:
        is_datetime = kind == "string" and fragment.get("format") == "date-time"
        return ScalarAttribute(name, "datetime" if is_datetime else _DATA_TYPES[kind])
    if kind == "array":
        return CollectionAttribute(name, entity_type=target)
    if kind == "mapped_array":
        return _mapped(name, fragment, target, creators)
    return None if target is None else ReferenceAttribute(name, target)


def _mapped(
    name: str, fragment: Mapping[str, Any], target: str | None, creators: Mapping[str, Creator]
) -> Attribute | None:
    custom = target is not None and target.endswith("CustomAttributeValue")
    creator = creators.get("CustomAttributeValue" if custom else target or "")
    if creator is None:
        return None
    kind = CustomAttributeMappedCollectionAttribute if custom else KeyValueMappedCollectionAttribute
    keys = fragment.get("key_value_attributes", {})
    return kind(name, creator, keys.get("key", "key"), keys.get("value", "value"), entity_type=target)


def _default(fragment: Mapping[str, Any]) -> Any:
    default = fragment.get("default", NOT_SET)
    return new_id if default == "{uid}" else default
