"""Custom attributes: what a configuration may say, and which values it takes on which entities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from callboard.errors import DuplicateEntry, ImmutableAttribute, UnknownReference, ValidationError
from callboard_server.storage.dense import keep_default
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.custom_values import EMPTY, USUAL_CONFIG, Kind, read_config, typed
from callboard_server.work.rules.registry import When, on
from callboard_server.work.values import variable_parts

OWNERS: Mapping[str, str] = {
    "task": "Context",
    "show": "Context",
    "assetversion": "AssetVersion",
    "asset": "Asset",
    "user": "Resource",
    "list": "List",
    "listobject": "ListObject",
}
"""The kinds of entities that have custom attributes, as configurations name them, and the type that owns
their table.
"""

INHERITING = ("Context", "AssetVersion", "Asset")
"""The tables whose entities have every hierarchical attribute."""

CONFIGURATIONS = ("CustomAttributeConfiguration", "CustomAttributeLinkConfiguration")

FIXED = ("type_id", "entity_type", "object_type_id", "is_hierarchical", "entity_type_to", "object_type_id_to")


# -- Configurations
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, *CONFIGURATIONS)
def complete_configuration(batch: Batch, configuration: Change) -> None:
    """A new configuration is called by its key, and comes first."""
    del batch
    values = configuration.values
    values["key"] = (values["key"] or "").strip()
    if not values["key"]:
        raise ValidationError(f"{configuration.entity.name}.key must not be empty.")
    defaults = {"label": values["key"], "sort": 0, "core": False}
    for name, value in defaults.items():
        if values[name] is None:
            values[name] = value


@on(When.CREATED, "CustomAttributeConfiguration")
def check_subject(batch: Batch, configuration: Change) -> None:
    """Scope an attribute to one kind of entity, to one object type, or to a whole project."""
    del batch
    values = configuration.values
    if values["is_hierarchical"] and values["entity_type"] is None:
        values["entity_type"] = "show"
    values["entity_type"] = plain_kind(values["entity_type"])
    if values["entity_type"] not in OWNERS:
        raise ValidationError(
            (
                f"CustomAttributeConfiguration.entity_type must be one of {', '.join(OWNERS)}; got "
                f"{values['entity_type']!r}."
            ),
        )
    if values["is_hierarchical"] and OWNERS[values["entity_type"]] not in INHERITING:
        raise ValidationError(f"A custom attribute of a {values['entity_type']} cannot be hierarchical.")
    check_object_type(
        configuration,
        "object_type_id",
        is_needed=values["entity_type"] == "task" and not values["is_hierarchical"],
    )
    if values["project_id"] is not None and values["entity_type"] in {"user", "listobject"}:
        raise ValidationError(
            f"A custom attribute of a {values['entity_type']} cannot be of one project: they are of none."
        )
    if values["type_id"] is None:
        raise ValidationError("CustomAttributeConfiguration.type_id is required.")


def plain_kind(name: str | None) -> str:
    """Return the kind *name* in its one spelling: `asset_version` is `assetversion`."""
    return (name or "").replace("_", "").lower()


def check_object_type(configuration: Change, column: str, *, is_needed: bool) -> None:
    """Raise ValidationError unless *configuration* names an object type where contexts of one are meant, and
    none elsewhere.
    """
    given = configuration.values[column] is not None
    if given and not is_needed:
        raise ValidationError(
            f"{configuration.entity.name}.{column} must be none: it is for the kind task alone."
        )
    if is_needed and not given:
        raise ValidationError(f"{configuration.entity.name}.{column} is required for the kind task.")


@on(When.UPDATED, *CONFIGURATIONS)
def check_fixed(batch: Batch, configuration: Change) -> None:
    """What an attribute is about stays: values exist. It may become one of all projects, never of one."""
    del batch
    changed = set(configuration.changed())
    for name in FIXED:
        if name in changed:
            raise ImmutableAttribute(f"{configuration.entity.name}.{name} cannot be changed once it is set.")
    if "project_id" in changed and configuration.values["project_id"] is not None:
        raise ImmutableAttribute(
            f'Custom attribute "{configuration.values["key"]}" cannot become one of a single project.',
            hint="Create another for the project; it hides the global one there.",
        )
    if not (configuration.values["key"] or "").strip():
        raise ValidationError(f"{configuration.entity.name}.key must not be empty.")


@on(When.CREATED, *CONFIGURATIONS)
@on(When.UPDATED, *CONFIGURATIONS)
def check_key(batch: Batch, configuration: Change) -> None:
    """A key is told once for the same entities; a hierarchical one once for all kinds."""
    if not {"key", "project_id"} & set(configuration.changed()):
        return
    entity = batch.call.model.entity("CustomConfigurationBase")
    same_keys = batch.known.get("configurations by key")
    if same_keys is None:
        keys = {
            change.values["key"] for change in batch.staged.touched() if batch.root(change.entity) is entity
        }
        same_keys = batch.known["configurations by key"] = batch.having(entity, "key", keys)
    staged = [change for change in batch.staged if batch.root(change.entity) is entity]
    for other in dict.fromkeys((*same_keys, *staged)):
        if other is not configuration and not other.is_deleted and _is_same_subject(configuration, other):
            raise DuplicateEntry(
                f'A custom attribute with the key "{configuration.values["key"]}" exists already for these '
                "entities."
            )


def _is_same_subject(one: Change, other: Change) -> bool:
    names = ["key", "project_id", "_kind", "is_hierarchical"]
    if not one.values["is_hierarchical"]:
        names += ["entity_type", "object_type_id"]
    return all(one.values[name] == other.values[name] for name in names)


@on(When.CREATED, "CustomAttributeConfiguration")
@on(When.UPDATED, "CustomAttributeConfiguration")
def check_default(batch: Batch, configuration: Change) -> None:
    """Settings and default are of the attribute's type; without a default it is the type's empty value."""
    if not {"type_id", "config", "default"} & set(configuration.changed()):
        return
    values, kind = configuration.values, kind_of(batch, configuration)
    if kind is None:
        return  # told when references are checked
    if not (values["config"] or "").strip():
        values["config"] = json.dumps(USUAL_CONFIG.get(kind.type, {}))
    default = None if values["default"] is None else json.loads(values["default"])
    if default is None or (default == "" and EMPTY.get(kind.type) != ""):
        default = EMPTY.get(kind.type)
    _set_variable(values, ("default", "_default_text", "_default_number"), typed(kind, default))


@on(When.UPDATED, "CustomAttributeConfiguration")
def keep_old_default(batch: Batch, configuration: Change) -> None:
    """A new default is for what is made from now on.

    What is there keeps the old one, written down where nothing is.
    """
    if "default" in configuration.changed() and not configuration.values["is_hierarchical"]:
        keep_default(
            batch.call.tx,
            batch.call.tables,
            configuration.key[0],
            OWNERS[configuration.values["entity_type"]],
        )


def kind_of(batch: Batch, configuration: Change) -> Kind | None:
    """Return what *configuration* takes.

    None while its type is unknown. Raises: ValidationError, for settings of the wrong form.
    """
    found = batch.get("CustomAttributeType", configuration.values["type_id"])
    if found is None:
        return None
    key, name = configuration.values["key"], (found.values["name"] or "").lower()
    return Kind(key, name, read_config(key, name, configuration.values["config"]))


def _set_variable(values: dict[str, Any], columns: tuple[str, str, str], value: Any) -> None:
    text = None if value is None else json.dumps(value)
    values.update(zip(columns, variable_parts(text), strict=True))


# -- Values
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, "CustomAttributeValue")
@on(When.UPDATED, "CustomAttributeValue")
def check_value(batch: Batch, value: Change) -> None:
    """A value is of the attribute's type, on an entity that has the attribute.

    None takes the entity's own value away.
    """
    _gather(batch)
    configuration = batch.get("CustomConfigurationBase", value.key[0])
    if configuration is None or configuration.entity.name != "CustomAttributeConfiguration":
        return  # told when references are checked
    check_owner(batch, configuration, value.key[1])
    kind = _known_kind(batch, configuration)
    if value.values["value"] is None:
        value.is_deleted = True
    elif kind is not None:
        _set_variable(
            value.values,
            ("value", "_value_text", "_value_number"),
            typed(kind, json.loads(value.values["value"])),
        )


def _known_kind(batch: Batch, configuration: Change) -> Kind | None:
    """Return what *configuration* takes, read once a batch however many values it has."""
    kinds = batch.known.setdefault("kinds of custom attributes", {})
    stamp = (configuration.key[0], configuration.values["config"])
    if stamp not in kinds:
        kinds[stamp] = kind_of(batch, configuration)
    found: Kind | None = kinds[stamp]
    return found


def _gather(batch: Batch) -> None:
    """Load the configurations of all values in the batch and the entities that have them.

    One statement for each table.
    """
    if batch.known.setdefault("values gathered", False):
        return
    batch.known["values gathered"] = True
    entity = batch.call.model.entity
    keys = [
        change.key
        for change in batch.staged.touched()
        if change.entity.name == "CustomAttributeValue" and not change.is_deleted
    ]
    configurations = {
        one.key[0]: one
        for one in batch.having(entity("CustomConfigurationBase"), "id", {key[0] for key in keys})
    }
    wanted: dict[str, set[str]] = {}
    for configuration_id, entity_id in keys:
        configuration = configurations.get(configuration_id)
        for root in owners_of(configuration) if configuration else ():
            if batch.staged.get(entity(root), (entity_id,)) is None:
                wanted.setdefault(root, set()).add(entity_id)
    for root, identifiers in wanted.items():
        batch.having(entity(root), "id", identifiers)


def owners_of(configuration: Change) -> tuple[str, ...]:
    """Return the tables that entities with the attribute are in."""
    if configuration.values["is_hierarchical"]:
        return INHERITING
    owner = OWNERS.get(configuration.values["entity_type"])
    return (owner,) if owner else ()


def check_owner(batch: Batch, configuration: Change, identifier: str) -> None:
    """Raise unless there is an entity with *identifier* that has the attribute."""
    roots = [batch.call.model.entity(name) for name in owners_of(configuration)]
    found = next(
        (one for root in roots if (one := batch.staged.get(root, (identifier,))) and not one.is_deleted), None
    )
    if found is None:
        raise UnknownReference(
            f'Custom attribute "{configuration.values["key"]}" cannot be set on {identifier}: '
            f"there is no {' or '.join(root.name for root in roots)} with this identifier."
        )
    if not applies(configuration.values, found):
        raise ValidationError(
            (
                f'Custom attribute "{configuration.values["key"]}" does not apply to the {found.entity.name} '
                f"{identifier}."
            ),
            code="validation.custom_attribute_subject",
        )


def applies(configuration: Mapping[str, Any], owner: Change) -> bool:
    """Tell whether *owner*, of a table that fits, has the attribute: as `storage.dense` asks it in SQL."""
    if configuration["project_id"] not in {None, project_of(owner)}:
        return False
    if configuration["is_hierarchical"]:
        return True
    kind = kind_of_owner(owner)
    return configuration["entity_type"] == kind and (
        kind != "task" or configuration["object_type_id"] == owner.values["object_type_id"]
    )


def kind_of_owner(owner: Change) -> str | None:
    """Return the kind of *owner* as configurations name it; None for what has no custom attributes."""
    if "context_type" in owner.values:
        return "show" if owner.entity.name == "Project" else "task"
    name = "List" if owner.entity.extends == "List" else owner.entity.name
    return name.lower() if name in {"AssetVersion", "Asset", "User", "List", "ListObject"} else None


def project_of(owner: Change) -> str | None:
    """Return the project that *owner* is in."""
    found: str | None = owner.values.get("_project_id") or owner.values.get("project_id")
    return found
