"""The kinds of attributes of entity types."""

from callboard.core.attribute import (
    Attribute,
    Attributes,
    ReferenceAttribute,
    ScalarAttribute,
)
from callboard.core.relation import (
    CollectionAttribute,
    CustomAttributeMappedCollectionAttribute,
    KeyValueMappedCollectionAttribute,
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
