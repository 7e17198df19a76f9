"""Build entity classes from the schemas of a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import ClassVar, Final

from callboard.core.collection import MappedCollection
from callboard.core.entity import Entity
from callboard.core.factory import Creator, Schema, build_class
from callboard.core.owner import Member

__all__ = ["Factory", "StandardFactory"]

_BASES: Final = {
    "AssetVersion": ("asset_version", "AssetVersion"),
    "Job": ("job", "Job"),
    "Location": ("location", "Location"),
    "Note": ("note", "Note"),
    "ProjectSchema": ("project_schema", "ProjectSchema"),
    "User": ("user", "User"),
}
_BASES_BY_ATTRIBUTE: Final = {
    "notes": ("note", "CreateNoteMixin"),
    "thumbnail_id": ("thumbnail", "CreateThumbnailMixin"),
}


class Factory:
    """Builds entity classes that have the attributes of their schemas, and nothing else."""

    creators: ClassVar[Mapping[str, Creator]] = MappingProxyType({})
    """The functions that create the members of attributes that are read as dictionaries, by entity type."""

    def create(self, schema: Schema, bases: Sequence[type[Entity]] | None = None) -> type[Entity]:
        """Return the entity class of *schema*, derived from *bases*."""
        return build_class(schema, tuple(bases or ()), self.creators)


def _create_metadata(proxy: MappedCollection, data: Mapping[str, object]) -> Member:
    owner = proxy.collection.entity
    return owner.session.create(
        "Metadata", {**data, "parent_id": owner.identity[1], "parent_type": owner.entity_type}
    )


def _create_custom_attribute_value(proxy: MappedCollection, data: Mapping[str, object]) -> Member:
    from callboard.entity.custom_attribute import value_for_new_entity

    return value_for_new_entity(proxy, data)


class StandardFactory(Factory):
    """Adds the methods of single entity types, and the attributes for metadata and custom attributes."""

    creators = MappingProxyType(
        {"Metadata": _create_metadata, "CustomAttributeValue": _create_custom_attribute_value}
    )

    def create(self, schema: Schema, bases: Sequence[type[Entity]] | None = None) -> type[Entity]:
        """Return the entity class of *schema*; *bases* follow the classes with methods for its type."""
        return super().create(schema, (*_standard_bases(schema), *(bases or ())))


def _standard_bases(schema: Schema) -> list[type[Entity]]:
    """Return the classes with methods for the type of *schema*, most specific first."""
    name = schema["id"]
    properties = schema.get("properties", {})
    homes = [_BASES[name]] if name in _BASES else []
    if name.endswith("Component") and "system_type" in properties:
        homes.append(("component", "Component"))
    homes += [home for attribute, home in _BASES_BY_ATTRIBUTE.items() if attribute in properties]
    return [getattr(import_module(f"callboard.entity.{module}"), kind) for module, kind in homes]
