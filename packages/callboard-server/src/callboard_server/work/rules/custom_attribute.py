"""Configurations of custom attributes: their keys, settings and defaults, and the entities that have them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from callboard.errors import DuplicateEntry, ImmutableAttribute, ValidationError
from callboard_server.storage.dense import keep_default
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.custom_values import DEFAULT_CONFIG, EMPTY, Kind, read_config, typed
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.permissions import administrators, administrators_only, permissions
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
"""The kinds of entities with custom attributes, by their names in configurations, and their tables' types."""

INHERITING = ("Context", "AssetVersion", "Asset")
"""The tables whose entities have every hierarchical attribute."""

CONFIGURATIONS = ("CustomAttributeConfiguration", "CustomAttributeLinkConfiguration")

FIXED = ("type_id", "entity_type", "object_type_id", "is_hierarchical", "entity_type_to", "object_type_id_to")


permissions(
    "CustomConfigurationBase",
    create=administrators,
    update=administrators,
    delete=administrators,
    read_only="None of your roles may write values of the {}.",
)
administrators_only(
    "CustomAttributeGroup", "CustomAttributeType", "ConfigurationReadRole", "ConfigurationWriteRole"
)


@on(When.CREATED, *CONFIGURATIONS)
def complete_configurations(batch: Batch, configurations: Sequence[Change]) -> None:
    """Set the label of new configurations to their key."""
    del batch
    for configuration in configurations:
        configuration.values["key"] = (configuration.values["key"] or "").strip()
        check_key_is_given(configuration)
        set_defaults(configuration, label=configuration.values["key"], sort=0, core=False)


def check_key_is_given(configuration: Change) -> None:
    if not (configuration.values["key"] or "").strip():
        raise ValidationError(f"{configuration.entity.name}.key must not be empty.")


@on(When.CREATED, "CustomAttributeConfiguration")
def check_subjects(batch: Batch, configurations: Sequence[Change]) -> None:
    """Require a kind of entity that can have the attribute, and an object type for the kind task."""
    del batch
    for configuration in configurations:
        check_subject(configuration)


def check_subject(configuration: Change) -> None:
    values = configuration.values
    if values["is_hierarchical"] and values["entity_type"] is None:
        values["entity_type"] = "show"
    kind = values["entity_type"] = plain_kind(values["entity_type"])
    if kind not in OWNERS:
        raise ValidationError(
            f"CustomAttributeConfiguration.entity_type must be one of {', '.join(OWNERS)}; got {kind!r}."
        )
    if values["is_hierarchical"] and OWNERS[kind] not in INHERITING:
        raise ValidationError(
            f"CustomAttributeConfiguration.is_hierarchical must be false for the entity_type {kind}."
        )
    is_needed = kind == "task" and not values["is_hierarchical"]
    check_object_type(configuration, "object_type_id", is_needed=is_needed)
    if values["project_id"] is not None and kind in {"user", "listobject"}:
        raise ValidationError(
            f"CustomAttributeConfiguration.project_id must be null for the entity_type {kind}."
        )
    if values["type_id"] is None:
        raise ValidationError("CustomAttributeConfiguration.type_id is required.")


def plain_kind(name: str | None) -> str:
    """Return the kind *name* in its canonical spelling, for example `assetversion` for `asset_version`."""
    return (name or "").replace("_", "").lower()


def check_object_type(configuration: Change, column: str, *, is_needed: bool) -> None:
    """Raise ValidationError unless *configuration* has an object type if, and only if, *is_needed*."""
    given = configuration.values[column] is not None
    if given and not is_needed:
        raise ValidationError(
            f"{configuration.entity.name}.{column} must be null, except for the entity_type task."
        )
    if is_needed and not given:
        raise ValidationError(f"{configuration.entity.name}.{column} is required for the entity_type task.")


@on(When.UPDATED, *CONFIGURATIONS)
def check_fixed(batch: Batch, configurations: Sequence[Change]) -> None:
    """Refuse changes of the type and the subject of an attribute, because it can have values.

    A project's attribute may become global, but not the reverse.
    """
    del batch
    for configuration in configurations:
        changed = set(configuration.changed())
        for name in FIXED:
            if name in changed:
                raise ImmutableAttribute(
                    f"{configuration.entity.name}.{name} cannot be changed once it is set."
                )
        if "project_id" in changed and configuration.values["project_id"] is not None:
            raise ImmutableAttribute(
                f'{configuration.entity.name}.project_id of "{configuration.values["key"]}" '
                "can only become null.",
                hint="Create another attribute for the project; there it hides the global one.",
            )
        check_key_is_given(configuration)


@on(When.SAVED, *CONFIGURATIONS)
def check_keys(batch: Batch, configurations: Sequence[Change]) -> None:
    """Require a key that no other attribute of the same entities has."""
    keyed = [one for one in configurations if {"key", "project_id"} & set(one.changed())]
    if not keyed:
        return
    others = batch.having("CustomConfigurationBase", "key", (one.values["key"] for one in keyed))
    for configuration in keyed:
        if any(other is not configuration and is_same_subject(configuration, other) for other in others):
            raise DuplicateEntry(
                f'A custom attribute with the key "{configuration.values["key"]}" '
                "already exists for these entities."
            )


def is_same_subject(one: Change, other: Change) -> bool:
    """Return whether two configurations have the same key and apply to the same entities."""
    names = ["key", "project_id", "_kind", "is_hierarchical"]
    if not one.values["is_hierarchical"]:
        names += ["entity_type", "object_type_id"]
    return all(one.values[name] == other.values[name] for name in names)


@on(When.SAVED, "CustomAttributeConfiguration")
def check_defaults(batch: Batch, configurations: Sequence[Change]) -> None:
    """Require valid settings, and a default of the attribute's type. Without a default, it is empty."""
    changed = [one for one in configurations if {"type_id", "config", "default"} & set(one.changed())]
    batch.find("CustomAttributeType", (one.values["type_id"] for one in changed))
    for configuration in changed:
        values, kind = configuration.values, kind_of(batch, configuration)
        if kind is None:
            continue  # `validate` reports missing references
        if not (values["config"] or "").strip():
            values["config"] = json.dumps(DEFAULT_CONFIG.get(kind.type, {}))
        default = None if values["default"] is None else json.loads(values["default"])
        if default is None or (default == "" and EMPTY.get(kind.type) != ""):
            default = EMPTY.get(kind.type)
        set_variable(values, ("default", "_default_text", "_default_number"), typed(kind, default))


@on(When.UPDATED, "CustomAttributeConfiguration")
def keep_old_default(batch: Batch, configurations: Sequence[Change]) -> None:
    """Store the old default for existing entities without a value; the new one is for new entities."""
    by_owner: dict[str, list[str]] = {}
    for one in configurations:
        if "default" in one.changed() and not one.values["is_hierarchical"]:
            by_owner.setdefault(OWNERS[one.values["entity_type"]], []).append(one.key[0])
    for owner, identifiers in by_owner.items():
        keep_default(batch.call.tx, batch.call.tables, identifiers, owner)


def kind_of(batch: Batch, configuration: Change) -> Kind | None:
    """Return the type of *configuration* with its settings; None when the type does not exist.

    Raises: ValidationError for invalid settings.
    """
    found = batch.get("CustomAttributeType", configuration.values["type_id"])
    if found is None:
        return None
    key, name = configuration.values["key"], (found.values["name"] or "").lower()
    return Kind(key, name, read_config(key, name, configuration.values["config"]))


def set_variable(values: dict[str, Any], columns: tuple[str, str, str], value: Any) -> None:
    """Store *value* as JSON, as text and as a number in *columns*."""
    text = None if value is None else json.dumps(value)
    values.update(zip(columns, variable_parts(text), strict=True))


# -- Subjects
# ------------------------------------------------------------------------------------------------------------


def owners_of(configuration: Change) -> tuple[str, ...]:
    """Return the tables of the entities that have the attribute."""
    if configuration.values["is_hierarchical"]:
        return INHERITING
    owner = OWNERS.get(configuration.values["entity_type"])
    return (owner,) if owner else ()


def applies(configuration: Mapping[str, Any], owner: Change) -> bool:
    """Return whether *owner*, in the right table, has the attribute. `storage.dense` has the same in SQL."""
    if configuration["project_id"] not in {None, project_of(owner)}:
        return False
    if configuration["is_hierarchical"]:
        return True
    kind = kind_of_owner(owner)
    return configuration["entity_type"] == kind and (
        kind != "task" or configuration["object_type_id"] == owner.values["object_type_id"]
    )


def kind_of_owner(owner: Change) -> str | None:
    """Return the kind of *owner*, as named in configurations; None if it has no custom attributes."""
    if "context_type" in owner.values:
        return "show" if owner.entity.name == "Project" else "task"
    name = "List" if owner.entity.extends == "List" else owner.entity.name
    return name.lower() if name in {"AssetVersion", "Asset", "User", "List", "ListObject"} else None


def project_of(owner: Change) -> str | None:
    """Return the project that *owner* is in."""
    found: str | None = owner.values.get("project_id")
    return found
