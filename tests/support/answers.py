"""Compare answers: what they contain about each entity, however often the entity occurs."""

from __future__ import annotations

from typing import Any

from callboard_server.model.model import Model

Identity = tuple[str, ...]


def identity(model: Model, entity: dict[str, Any]) -> Identity:
    """Return the type and key of *entity*, which is complete or a bare reference."""
    kind = model.entity(entity["__entity_type__"])
    return (kind.name, *(entity[name] for name in kind.key))


def facts(model: Model, data: list[dict[str, Any]]) -> dict[Identity, dict[str, Any]]:
    """Return what *data* contains of each entity, merged as clients merge it.

    Nested entities are replaced by their identity.
    """
    found: dict[Identity, dict[str, Any]] = {}

    def visit(value: Any) -> Any:
        if isinstance(value, list):
            return [visit(each) for each in value]
        if isinstance(value, dict) and "__entity_type__" in value:
            name = identity(model, value)
            known = found.setdefault(name, {})
            for key, each in value.items():
                seen = visit(each)
                assert known.setdefault(key, seen) == seen, f"{name} occurs twice with a different {key}"
            return name
        return value

    visit(data)
    return found


def order(model: Model, data: list[dict[str, Any]]) -> list[Identity]:
    return [identity(model, entity) for entity in data]


def repeated_in_later_rows(model: Model, data: list[dict[str, Any]]) -> list[Identity]:
    """Return the entities in *data* that contain more than their key in a row after their first one.

    The rows themselves do not count: they are always complete.
    """
    first: dict[Identity, int] = {}
    repeated: list[Identity] = []

    def visit(value: Any, row: int) -> None:
        if isinstance(value, list):
            for each in value:
                visit(each, row)
        elif isinstance(value, dict) and "__entity_type__" in value:
            name = identity(model, value)
            bare = {"__entity_type__", *model.entity(name[0]).key}
            if set(value) - bare and first.setdefault(name, row) < row:
                repeated.append(name)
            for each in value.values():
                visit(each, row)

    for number, entity in enumerate(data):
        first.setdefault(identity(model, entity), number)
        for each in entity.values():
            visit(each, number)
    return repeated
