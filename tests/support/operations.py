"""Operations of a batch as clients send them."""

from __future__ import annotations

from typing import Any

Operation = dict[str, Any]


def create(entity_type: str, /, **data: Any) -> Operation:
    return {"action": "create", "entity_type": entity_type, "entity_data": data}


def update(entity_type: str, key: str | list[str], /, **data: Any) -> Operation:
    return {"action": "update", "entity_type": entity_type, "entity_key": _list(key), "entity_data": data}


def delete(entity_type: str, key: str | list[str], /) -> Operation:
    return {"action": "delete", "entity_type": entity_type, "entity_key": _list(key)}


def ref(entity_type: str, identifier: str | None = None, /, **key: str) -> dict[str, str]:
    """Return a reference, by its identifier or by the attributes of its key."""
    return {"__entity_type__": entity_type, **({"id": identifier} if identifier else {}), **key}


def moment(text: str) -> dict[str, str]:
    """Return an instant as it travels."""
    return {"__type__": "datetime", "value": text}


def _list(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else key
