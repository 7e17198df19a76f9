"""Custom attributes of new entities: find the configuration for a key.

A stored entity has a value entity for every applicable key. A new entity has none, so the
configurations are fetched, once for each session.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakKeyDictionary

from callboard.core.collection import MappedCollection
from callboard.core.entity import Entity
from callboard.core.owner import Owner

if TYPE_CHECKING:
    from callboard.protocols import Repository

__all__ = ["value_for_new_entity"]

_CONFIGURED_AS: Final = {
    "AssetVersion": "assetversion",
    "Asset": "asset",
    "Project": "show",
    "User": "user",
    "TypedContextList": "list",
    "AssetVersionList": "list",
}
_HIERARCHICAL: Final = frozenset({"task", "asset", "assetversion", "show"})
_CONFIGURATIONS: Final = (
    "select key, project_id, id, object_type_id, entity_type, is_hierarchical from "
    "CustomAttributeConfiguration"
)

_by_session: WeakKeyDictionary[Repository, list[Entity]] = WeakKeyDictionary()


def value_for_new_entity(proxy: MappedCollection, data: Mapping[str, Any]) -> Entity:
    """Return the value entity for the key in *data*; its value is sent as an update.

    The server creates the row when it is missing.
    Raises: ValueError, when no configuration with that key applies to the entity.
    """
    owner = proxy.collection.entity
    session = cast("Repository", owner.session)
    configuration = _configuration(session, owner, str(data[proxy.key_attribute]))
    value_type = getattr(proxy.attribute, "entity_type", None) or "ContextCustomAttributeValue"
    made = session.create(
        value_type,
        {
            "configuration_id": configuration["id"],
            "entity_id": owner.identity[1],
            proxy.key_attribute: data[proxy.key_attribute],
        },
        reconstructing=True,
    )
    made[proxy.value_attribute] = data[proxy.value_attribute]
    return made


def _configuration(session: Repository, owner: Owner, key: str) -> Entity:
    kind = "task" if "object_type_id" in owner else _CONFIGURED_AS.get(owner.entity_type)
    if kind is None:
        raise ValueError(f"Entities of type {owner.entity_type} have no custom attributes.")
    if session not in _by_session:
        _by_session[session] = session.query(_CONFIGURATIONS).all()
    project_id = _project_id(owner)
    fitting = [
        configuration
        for configuration in _by_session[session]
        if configuration["key"] == key and _applies(configuration, owner, kind, project_id)
    ]
    if not fitting:
        raise ValueError(f"{owner} has no custom attribute {key!r}. Add a configuration for it first.")
    return max(fitting, key=lambda configuration: configuration["project_id"] is not None)


def _applies(configuration: Entity, owner: Owner, kind: str, project_id: str | None) -> bool:
    if configuration["project_id"] not in (None, project_id):
        return False
    if configuration["is_hierarchical"]:
        return kind in _HIERARCHICAL
    if configuration["entity_type"] != kind:
        return False
    return kind != "task" or bool(configuration["object_type_id"] == owner["object_type_id"])


def _project_id(owner: Owner) -> str | None:
    if owner.entity_type == "Project":
        return owner.identity[1]
    holder: Any = owner["asset"]["parent"] if owner.entity_type == "AssetVersion" else owner
    for name in ("project_id", "project"):
        if holder and name in holder and holder[name]:
            return holder[name] if name == "project_id" else str(holder[name].identity[1])
    parent = holder["parent"] if holder and "parent" in holder else None
    return _project_id(parent) if isinstance(parent, Entity) else None
