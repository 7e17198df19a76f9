"""The kinds of attributes that entity types have."""

from callboard.core.attribute import (
    Attribute,
    Attributes,
    CollectionAttribute,
    CustomAttributeMappedCollectionAttribute,
    KeyValueMappedCollectionAttribute,
    ReferenceAttribute,
    ScalarAttribute,
)

__all__ = [
    "Attribute",
    "Attributes",
    "CollectionAttribute",
    "CustomAttributeMappedCollectionAttribute",
    "KeyValueMappedCollectionAttribute",
    "ReferenceAttribute",
    "ScalarAttribute",
]
