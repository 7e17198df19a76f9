"""Custom attribute links.

Which entities a configuration ties together, and the type that a link has by what it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from callboard.errors import DuplicateEntry, UnknownReference, ValidationError
from callboard_server.model.entity import Entity
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.custom_attribute import check_object_type, plain_kind, project_of
from callboard_server.work.rules.registry import When, on


@frozen
class End:
    """A kind of entities that a link leads from or to.

    The type that links name, and what such an entity is.
    """

    type: str
    is_one: str | None = None


ENDS: Mapping[str, End] = {
    "show": End("Context", "Project"),
    "task": End("Context"),
    "assetversion": End("AssetVersion"),
    "list": End("List"),
    "user": End("User"),
    "group": End("Group"),
    "asset": End("Asset"),
    "component": End("Component"),
}
"""By the names that configurations use; `asset_version` is another spelling."""


@on(When.CREATED, "CustomAttributeLinkConfiguration")
def check_ends(batch: Batch, configuration: Change) -> None:
    """A link leads from one kind of entities to one; where that is contexts, to those of one object type."""
    del batch
    values = configuration.values
    for kind, object_type in (("entity_type", "object_type_id"), ("entity_type_to", "object_type_id_to")):
        if plain_kind(values[kind]) not in ENDS:
            raise ValidationError(
                f"CustomAttributeLinkConfiguration.{kind} must be one of {', '.join(ENDS)}; got "
                f"{values[kind]!r}."
            )
        check_object_type(configuration, object_type, is_needed=plain_kind(values[kind]) == "task")
    if values["one_to_one"] is None:
        values["one_to_one"] = False
    if not (values["config"] or "").strip():
        values["config"] = "{}"


@on(When.CREATED, "CustomAttributeLink")
@on(When.UPDATED, "CustomAttributeLink")
def settle_link(batch: Batch, link: Change) -> None:
    """A link has the type of what it leads to, and both ends are what its configuration says."""
    _gather(batch)
    configuration = batch.get("CustomConfigurationBase", link.values["configuration_id"])
    if configuration is None or configuration.entity.name != "CustomAttributeLinkConfiguration":
        return  # told when references are checked
    start, end = _end(configuration, "entity_type"), _end(configuration, "entity_type_to")
    _check_type(batch, link, f"{end.type}CustomAttributeLink")
    link.values["from_entity_type"], link.values["to_entity_type"] = start.type, end.type
    source = _found(batch, link, start, "from_id")
    _check_end(configuration, source, start, "object_type_id")
    _check_end(configuration, _found(batch, link, end, "to_id"), end, "object_type_id_to")
    if configuration.values["project_id"] not in {None, project_of(source)}:
        raise ValidationError(
            f"{_told(configuration)} is of another project than the {source.entity.name} {source.key[0]}."
        )
    _check_others(batch, link, configuration)


def _end(configuration: Change, column: str) -> End:
    return ENDS[plain_kind(configuration.values[column])]


def _told(configuration: Change) -> str:
    return f'The custom attribute link "{configuration.values["key"]}"'


def _check_type(batch: Batch, link: Change, name: str) -> None:
    """Give *link* the type *name*. Raises: ValidationError when it was made as one of another."""
    if link.entity.name not in {"CustomAttributeLink", name}:
        raise ValidationError(
            f"The configuration of a {link.entity.name} leads elsewhere: create a CustomAttributeLink, or a "
            f"{name}."
        )
    link.entity = batch.call.model.entity(name)


def _found(batch: Batch, link: Change, end: End, column: str) -> Change:
    """Return the entity at one end of *link*. Raises: UnknownReference."""
    root = _root(batch, end)
    if link.values[column] is None:
        raise ValidationError(f"{link.entity.name}.{column} is required.")
    found = batch.staged.get(root, (link.values[column],)) if link.values[column] else None
    if found is None or found.is_deleted or (end.type in {"User", "Group"} and found.entity.name != end.type):
        raise UnknownReference(
            f"CustomAttributeLink.{column} refers to the {end.type} {link.values[column]}, which does not "
            "exist."
        )
    return found


def _root(batch: Batch, end: End) -> Entity:
    return batch.root(batch.call.model.entity(end.type))


def _check_end(configuration: Change, found: Change, end: End, column: str) -> None:
    """Raise ValidationError when *found* is of the right table and not what *configuration* means."""
    object_type = configuration.values[column]
    is_right = (
        found.values.get("object_type_id") == object_type
        if object_type
        else end.is_one in {None, found.entity.name}
    )
    if not is_right:
        raise ValidationError(
            f"{_told(configuration)} does not lead to or from the {found.entity.name} {found.key[0]}."
        )


def _check_others(batch: Batch, link: Change, configuration: Change) -> None:
    """Raise when there is the same link already, or any other from the same entity where one is all there may
    be.
    """
    for other in _beside(batch, link):
        if other is link or other.is_deleted or other.values["configuration_id"] != configuration.key[0]:
            continue
        if other.values["to_id"] == link.values["to_id"]:
            raise DuplicateEntry(
                f"{_told(configuration)} leads from {link.values['from_id']} to {link.values['to_id']} "
                "already."
            )
        if configuration.values["one_to_one"]:
            raise ValidationError(
                (
                    f"{_told(configuration)} leads from an entity to one other, and {link.values['from_id']} "
                    "has it already."
                ),
                code="validation.one_to_one",
            )


def _beside(batch: Batch, link: Change) -> list[Change]:
    by_start: dict[str, list[Change]] = batch.known["links by start"]
    return by_start.get(link.values["from_id"], [])


def _gather(batch: Batch) -> None:
    """Load what the links of the batch are about, and the links beside them: one statement for each table."""
    if "links by start" in batch.known:
        return
    entity = batch.call.model.entity
    root = entity("CustomAttributeLink")
    links = [
        change
        for change in batch.staged.touched()
        if batch.root(change.entity) is root and not change.is_deleted
    ]
    configurations = batch.having(entity("CustomConfigurationBase"), "id", _values(links, "configuration_id"))
    by_id = {
        one.key[0]: one.values
        for one in configurations
        if one.entity.name == "CustomAttributeLinkConfiguration"
    }
    wanted: dict[str, set[str]] = {}
    for link in links:
        ends = by_id.get(link.values["configuration_id"])
        for column, kind in (("from_id", "entity_type"), ("to_id", "entity_type_to")):
            if ends and link.values[column] and (end := ENDS.get(plain_kind(ends[kind]))):
                wanted.setdefault(_root(batch, end).name, set()).add(link.values[column])
    for name, identifiers in wanted.items():
        batch.having(
            entity(name), "id", {one for one in identifiers if batch.staged.get(entity(name), (one,)) is None}
        )
    by_start: dict[str, list[Change]] = {}
    for link in batch.having(root, "from_id", _values(links, "from_id")):
        by_start.setdefault(link.values["from_id"], []).append(link)
    batch.known["links by start"] = by_start


def _values(changes: Iterable[Change], column: str) -> set[Any]:
    return {change.values[column] for change in changes if change.values[column]}
