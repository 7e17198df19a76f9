"""Values of custom attributes, which must have the attribute's type and belong to an entity that has it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.custom_values import Kind, typed
from callboard_server.work.rules.custom_attribute import applies, kind_of, owners_of, set_variable
from callboard_server.work.rules.permissions import permissions, refuse
from callboard_server.work.rules.registry import When, on


def own_user(batch: Batch, values: Sequence[Change]) -> None:
    """Allow users to write the values of their own user and of all other types of entities."""
    found = batch.find("CustomConfigurationBase", (value.values["configuration_id"] for value in values))
    for value in values:
        configuration = found.get(value.values["configuration_id"])
        is_of_user = configuration is not None and configuration.values["entity_type"] == "user"
        if is_of_user and value.values["entity_id"] != batch.call.actor.user_id:
            refuse("Only administrators may change the custom attributes of other users.")


permissions(
    "CustomAttributeValue",
    create=own_user,
    update=own_user,
    delete=own_user,
    part_of={"configuration_id": "CustomConfigurationBase"},
)


@on(When.SAVED, "CustomAttributeValue")
def check_values(batch: Batch, values: Sequence[Change]) -> None:
    """Check values and their owners. Null deletes the stored value, as does the end of the owner."""
    configurations = {
        identifier: found
        for identifier, found in batch.find("CustomConfigurationBase", (one.key[0] for one in values)).items()
        if found.entity.name == "CustomAttributeConfiguration"
    }
    # `validate` reports other references.
    configured = [one for one in values if one.key[0] in configurations]
    load_owners(batch, configured, configurations)
    kinds = load_kinds(batch, configurations)
    for value in configured:
        configuration, kind = configurations[value.key[0]], kinds[value.key[0]]
        owner = owner_of(batch, configuration, value.key[1])
        if owner is not None:
            check_owner(configuration, owner)
        if owner is None or value.values["value"] is None:
            value.is_deleted = True
        elif kind is not None:
            checked = typed(kind, json.loads(value.values["value"]))
            set_variable(value.values, ("value", "_value_text", "_value_number"), checked)


def load_owners(batch: Batch, values: Sequence[Change], configurations: dict[str, Change]) -> None:
    """Load the entities that have *values*, with one statement for each table."""
    by_root: dict[str, set[str]] = {}
    for value in values:
        for root in owners_of(configurations[value.key[0]]):
            by_root.setdefault(root, set()).add(value.key[1])
    for root, identifiers in by_root.items():
        batch.find(root, identifiers)


def load_kinds(batch: Batch, configurations: dict[str, Change]) -> dict[str, Kind | None]:
    """Return the type and settings of each configuration; None if its type does not exist."""
    batch.find("CustomAttributeType", (one.values["type_id"] for one in configurations.values()))
    return {identifier: kind_of(batch, one) for identifier, one in configurations.items()}


def owner_of(batch: Batch, configuration: Change, identifier: str) -> Change | None:
    """Return the entity with *identifier* that can have the attribute; None if it does not exist."""
    roots = (batch.call.model.entity(name) for name in owners_of(configuration))
    staged = (batch.staged.get(root, (identifier,)) for root in roots)
    return next((one for one in staged if one is not None and not one.is_deleted), None)


def check_owner(configuration: Change, owner: Change) -> None:
    """Check that *owner* has the attribute. Raises: ValidationError."""
    if not applies(configuration.values, owner):
        raise ValidationError(
            f'Custom attribute "{configuration.values["key"]}" '
            f"does not apply to the {owner.entity.name} {owner.key[0]}.",
            code="validation.custom_attribute_subject",
        )
