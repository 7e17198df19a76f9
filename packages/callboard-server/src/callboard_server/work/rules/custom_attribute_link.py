"""Custom attribute links: the entities that a configuration links, and the type of each link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from callboard.errors import DuplicateEntry, UnknownReference, ValidationError
from callboard_server.model.entity import Entity
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.custom_attribute import check_object_type, plain_kind, project_of
from callboard_server.work.rules.registry import When, on


@frozen
class End:
    """The kind of entities at one end of a link: its type in links, and its only entity type, if any."""

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
"""The ends of links by their names in configurations; `asset_version` is another spelling."""


@on(When.CREATED, "CustomAttributeLinkConfiguration")
def check_ends(batch: Batch, configurations: Sequence[Change]) -> None:
    """Require a kind of entity at both ends, and an object type for the kind task."""
    del batch
    for configuration in configurations:
        values = configuration.values
        for column, object_type in (
            ("entity_type", "object_type_id"),
            ("entity_type_to", "object_type_id_to"),
        ):
            if plain_kind(values[column]) not in ENDS:
                raise ValidationError(
                    f"CustomAttributeLinkConfiguration.{column} must be one of {', '.join(ENDS)}; got "
                    f"{values[column]!r}."
                )
            check_object_type(configuration, object_type, is_needed=plain_kind(values[column]) == "task")
        set_defaults(configuration, one_to_one=False)
        if not (values["config"] or "").strip():
            values["config"] = "{}"


@on(When.SAVED, "CustomAttributeLink")
def check_links(batch: Batch, links: Sequence[Change]) -> None:
    """Set the type of each link according to its end, and check its ends and the other links."""
    configurations = {
        identifier: found
        for identifier, found in batch.find(
            "CustomConfigurationBase", (link.values["configuration_id"] for link in links)
        ).items()
        if found.entity.name == "CustomAttributeLinkConfiguration"
    }
    # `validate` reports other references.
    configured = [link for link in links if link.values["configuration_id"] in configurations]
    load_ends(batch, configured, configurations)
    beside = links_by_start(batch, links)
    for link in configured:
        configuration = configurations[link.values["configuration_id"]]
        check_link(batch, link, configuration)
        check_beside(link, configuration, beside.get(link.values["from_id"], []))


def check_link(batch: Batch, link: Change, configuration: Change) -> None:
    start, end = _end(configuration, "entity_type"), _end(configuration, "entity_type_to")
    _set_type(batch, link, f"{end.type}CustomAttributeLink")
    link.values["_from_kind"], link.values["_to_kind"] = start.type, end.type
    source, target = _found(batch, link, start, "from_id"), _found(batch, link, end, "to_id")
    link.values["from_entity_type"] = _schema_name(start, source)
    link.values["to_entity_type"] = _schema_name(end, target)
    _check_end(configuration, source, start, "object_type_id")
    _check_end(configuration, target, end, "object_type_id_to")
    if configuration.values["project_id"] not in {None, project_of(source)}:
        raise ValidationError(
            f"{_named(configuration)} belongs to another project than the {source.entity.name} "
            f"{source.key[0]}."
        )


def _schema_name(end: End, found: Change) -> str:
    """Return the type of an *end* as clients read it, which distinguishes projects from other contexts."""
    if end.type != "Context":
        return end.type
    return "Project" if found.entity.name == "Project" else "TypedContext"


def _end(configuration: Change, column: str) -> End:
    return ENDS[plain_kind(configuration.values[column])]


def _named(configuration: Change) -> str:
    return f'The custom attribute link "{configuration.values["key"]}"'


def _set_type(batch: Batch, link: Change, name: str) -> None:
    """Set the type of *link* to *name*. Raises: ValidationError when the client chose another type."""
    if link.entity.name not in {"CustomAttributeLink", name}:
        raise ValidationError(
            f"The configuration of this {link.entity.name} is for links of another type.",
            hint=f"Create a CustomAttributeLink, or a {name}.",
        )
    link.entity = batch.call.model.entity(name)


def _found(batch: Batch, link: Change, end: End, column: str) -> Change:
    """Return the loaded entity at one end of *link*. Raises: UnknownReference."""
    identifier = link.values[column]
    if identifier is None:
        raise ValidationError(f"{link.entity.name}.{column} is required.")
    found = batch.staged.get(_root(batch, end), (identifier,))
    if found is None or found.is_deleted or (end.type in {"User", "Group"} and found.entity.name != end.type):
        raise UnknownReference(
            f"CustomAttributeLink.{column} refers to the {end.type} {identifier}, which does not exist."
        )
    return found


def _root(batch: Batch, end: End) -> Entity:
    return batch.root(batch.call.model.entity(end.type))


def _check_end(configuration: Change, found: Change, end: End, column: str) -> None:
    """Raise ValidationError when *found*, in the right table, has the wrong type for *configuration*."""
    object_type = configuration.values[column]
    is_right = (
        found.values.get("object_type_id") == object_type
        if object_type
        else end.is_one in {None, found.entity.name}
    )
    if not is_right:
        raise ValidationError(
            f"{_named(configuration)} does not lead to or from the {found.entity.name} {found.key[0]}."
        )


def check_beside(link: Change, configuration: Change, others: Sequence[Change]) -> None:
    """Raise an error when the same link exists, or another one from an entity that may have only one.

    Raises: DuplicateEntry, ValidationError.
    """
    for other in others:
        if other is link or other.values["configuration_id"] != configuration.key[0]:
            continue
        if other.values["to_id"] == link.values["to_id"]:
            raise DuplicateEntry(
                f"{_named(configuration)} already links {link.values['from_id']} to {link.values['to_id']}."
            )
        if configuration.values["one_to_one"]:
            raise ValidationError(
                f"{_named(configuration)} is one to one, and {link.values['from_id']} already has a link.",
                code="validation.one_to_one",
            )


def load_ends(batch: Batch, links: Sequence[Change], configurations: dict[str, Change]) -> None:
    """Load the entities at both ends of *links*, with one statement for each table."""
    by_root: dict[str, set[str]] = {}
    for link in links:
        configuration = configurations[link.values["configuration_id"]]
        for column, kind in (("from_id", "entity_type"), ("to_id", "entity_type_to")):
            if link.values[column]:
                root = _root(batch, _end(configuration, kind)).name
                by_root.setdefault(root, set()).add(link.values[column])
    for root, identifiers in by_root.items():
        batch.find(root, identifiers)


def links_by_start(batch: Batch, links: Sequence[Change]) -> dict[str, list[Change]]:
    """Return all links from the entities at the start of *links*, by entity."""
    found: dict[str, list[Change]] = {}
    for link in batch.having("CustomAttributeLink", "from_id", (link.values["from_id"] for link in links)):
        found.setdefault(link.values["from_id"], []).append(link)
    return found
