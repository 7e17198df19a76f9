"""The values of to-many attributes: lists and mappings of entities."""

from callboard.core.collection import (
    Collection,
    CustomAttributeMapping,
    KeyValueMappedCollectionProxy,
    MappedCollection,
)

__all__ = [
    "Collection",
    "CustomAttributeMapping",
    "KeyValueMappedCollectionProxy",
    "MappedCollection",
]
