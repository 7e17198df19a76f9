"""The page of entity types, from the model."""

from __future__ import annotations

from collections.abc import Iterator

from callboard_server.model.attributes import (
    AnyAttribute,
    Collection,
    Computed,
    ForeignKey,
    MappedCollection,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity
from callboard_server.model.types import standard_model
from callboard_server.model.wire_schema import fragment


def entities_page() -> str:
    lines = [
        "# Entity types",
        "",
        (
            "Generated from the model; `query_schemas` tells the same to clients. An attribute is *required* "
            "when it cannot be empty in the"
        ),
        (
            "end (most are filled in when left out), *immutable* when it cannot change once it is set, "
            "*computed* when the server derives it."
        ),
        "",
    ]
    for entity in sorted(standard_model(), key=lambda entity: entity.name):
        if not entity.internal:
            lines += _entity_lines(entity)
    return "\n".join(lines)


def _entity_lines(entity: Entity) -> Iterator[str]:
    yield f"## {entity.name}"
    yield ""
    told = f"Key: {', '.join(f'`{name}`' for name in entity.key)}."
    if entity.extends:
        told += f" A kind of [{entity.extends}](#{entity.extends.lower()})."
    if entity.unique:
        told += f" Unique: {'; '.join(', '.join(f'`{name}`' for name in names) for names in entity.unique)}."
    yield told
    yield ""
    yield "| attribute | type | remarks |"
    yield "|---|---|---|"
    for attribute in sorted(entity.attributes, key=lambda attribute: attribute.name):
        if not attribute.internal:
            yield f"| `{attribute.name}` | {_kind(attribute)} | {_remarks(attribute)} |"
    yield ""


def _kind(attribute: AnyAttribute) -> str:
    match attribute:
        case Reference(target=target):
            return f"→ {target}"
        case Collection(target=target):
            return f"list of {target}"
        case MappedCollection(target=target, key=key, value=value):
            return f"dictionary of {target}" + (f" ({key}: {value})" if key else "")
        case ForeignKey(target=target):
            return f"identifier of a {target}"
        case _:
            described = fragment(attribute)
            formats = {"date-time": "date and time", "json": "JSON as text"}
            return str(formats.get(described.get("format", ""), described.get("type", "text")))


def _remarks(attribute: AnyAttribute) -> str:
    remarks = [word for word in ("required", "immutable") if getattr(attribute, word)]
    if isinstance(attribute, Computed):
        remarks.append("computed")
    if isinstance(attribute, Text) and attribute.choices:
        remarks.append("one of " + ", ".join(attribute.choices))
    if isinstance(attribute, MappedCollection) and attribute.filter_only:
        remarks.append("in criteria only")
    if attribute.alias:
        remarks.append(f"`{attribute.alias}` in events")
    return ", ".join(remarks)
