"""Random productions with consistent rows of every table, in stored form, the same for the same seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from attrs import define, field

from callboard.wire.builtin import OBJECT_TYPE_IDS, SERVER_LOCATION_ID
from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    JsonObject,
    Number,
    Reference,
    Scalar,
    Text,
    Variable,
)
from callboard_server.model.entity import NULL_COUNTS, Entity
from callboard_server.model.types.contexts import PROJECT_KIND
from callboard_server.storage import entities
from callboard_server.storage.transaction import Transaction
from callboard_server.work.values import variable_parts
from tests.properties.rows import MOMENTS, NAMES, Rows, complete, empty
from tests.support.world import model, tables

NUMBERS = (0.0, 1.0, -2.5, 3600.0, 0.25)
WHOLE = (0, 1, 2, 3, 1000, 2**40)
VARIABLES = (
    "calm",
    "Calm",
    "25",
    25,
    2.5,
    0,
    True,
    False,
    "",
    ["a", "b"],
    ["A"],
    {"__type__": "datetime", "value": MOMENTS[1]},
    None,
)
OBJECTS = ("{}", '{"strokes": [[0, 1.5]]}')
KEYS = ("fps", "Fps", "mood", "weight")
OWNERS = ("Context", "AssetVersion", "Asset", "Resource", "Component", "List", "ListObject", "Note")
"""Tables whose rows have metadata, notes and custom attributes."""

TRIES = 10


@define
class Whole:
    """A production under construction: identifiers by table and type are chosen before the rows."""

    random: Random
    size: int
    kinds: dict[str, list[tuple[str, Entity]]] = field(factory=dict)
    rows: Rows = field(factory=dict)
    places: dict[str, dict[str, Any]] = field(factory=dict)

    def make(self) -> Rows:
        """Return rows of every table."""
        for root in model().stores():
            self.kinds[root.name] = [
                (self._identifier(root, number), kind) for number, kind in self._planned(root)
            ]
        for number, (identifier, kind) in enumerate(self.kinds["Context"]):
            self.places[identifier] = self._place(identifier, kind, number)
        for root in model().stores():
            if root.name != "ContextAncestor":
                self.rows[root.name] = list(self._unique(root))
        self.rows["ContextAncestor"] = [
            {"context_id": identifier, "ancestor_id": above}
            for identifier in self.places
            for above in self._above(identifier)
        ]
        return complete(self.rows)

    def _above(self, identifier: str) -> Iterator[str]:
        while identifier := self.places[identifier]["parent_id"]:
            yield identifier

    # -- Identifiers
    # --------------------------------------------------------------------------------------------------------

    def _planned(self, root: Entity) -> Iterator[tuple[int, Entity]]:
        """Return the number and type of each row of *root*'s table: at least one of the first type."""
        kinds = model().concrete(root)
        count = (
            self.size * 5 if root.name == "Context" else self.size * 2 if root.key != ("id",) else self.size
        )
        if root.name == "ObjectType":
            count = len(OBJECT_TYPE_IDS)
        for number in range(count):
            yield number, kinds[0] if not number else self.random.choice(kinds)

    def _identifier(self, root: Entity, number: int) -> str:
        if root.name == "ObjectType":
            return list(OBJECT_TYPE_IDS.values())[number]
        return SERVER_LOCATION_ID if root.name == "Location" and not number else f"{root.name}-{number + 1}"

    def _identifiers(self, target: str) -> list[str]:
        """Return the identifiers of all entities of type *target*."""
        entity = model().entity(target)
        concrete = model().concrete(entity)
        store = model().store(entity)
        return [
            name
            for name, kind in self.kinds[store.name]
            if kind in concrete or store is not model().root(entity)
        ]

    # -- Rows
    # --------------------------------------------------------------------------------------------------------

    def _unique(self, root: Entity) -> Iterator[dict[str, Any]]:
        """Return the rows of *root*'s table, with unique keys and values where these are required.

        A row without unique values is left out.
        """
        taken: set[tuple[Any, ...]] = set()
        for number, (identifier, kind) in enumerate(self.kinds[root.name]):
            for attempt in range(TRIES):
                row = self._row(kind, identifier, number)
                if attempt == TRIES - 1 and "key" in row and root.key == ("id",):
                    row["key"] = identifier
                if attempt == TRIES - 1 and root.key == ("id",):
                    row |= {
                        name.lstrip(NULL_COUNTS): self._last_resort(kind, name, row)
                        for unique in kind.unique
                        for name in unique[-1:]
                    }
                held = self._held(root, kind, row)
                if not held & taken:
                    taken |= held
                    yield row
                    break

    def _held(self, root: Entity, kind: Entity, row: dict[str, Any]) -> set[tuple[Any, ...]]:
        """Return the values that no other row of the table may contain."""
        held: set[tuple[Any, ...]] = {tuple(row[name] for name in root.key)}
        for unique in {*root.unique, *kind.unique}:
            values = tuple((str(row.get(name.lstrip(NULL_COUNTS)) or "").lower(), name) for name in unique)
            if all(row.get(name) is not None for name in unique if not name.startswith(NULL_COUNTS)):
                held.add((unique, values))
        if kind.name == "CustomAttributeConfiguration":
            held.add(("key", row["key"].lower(), row["project_id"]))
        return held

    def _last_resort(self, kind: Entity, name: str, row: dict[str, Any]) -> Any:
        return row["id"] if isinstance(kind.stored_by_name[name.lstrip(NULL_COUNTS)], Text) else None

    def _row(self, kind: Entity, identifier: str, number: int) -> dict[str, Any]:
        root = model().root(kind)
        row: dict[str, Any] = {}
        for attribute in kind.stored:
            if attribute.twin_of is None and attribute.name not in row:
                row |= self._values(kind, attribute, number)
        if kind.key == ("id",):
            row["id"] = number + 1 if isinstance(kind.stored_by_name["id"], Integer) else identifier
        discriminator = model().discriminator(root)
        if discriminator and kind.discriminator:
            row[discriminator] = kind.discriminator.value
        return row | self._special(root, kind, row, number)

    def _values(self, kind: Entity, attribute: Scalar, number: int) -> dict[str, Any]:
        """Return a value for *attribute*, and for the columns that are derived from it."""
        name, pick = attribute.name, self.random.choice
        if isinstance(attribute, Variable):
            value = pick(VARIABLES)
            parts = variable_parts(None if value is None else json.dumps(value))
            return dict(zip((name, attribute.as_text, attribute.as_number), parts, strict=True))
        if name not in kind.key and self.random.random() < 0.2:
            return {name: None}
        match attribute:
            case ForeignKey(target=target):
                return {name: self._reference(kind, target, number, needed=name in kind.key)}
            case Text() if name in {"parent_id", "entity_id", "from_id", "to_id"}:
                return {name: pick(self._owners(kind, name))}
            case Text() if kind.key != ("id",) and name in kind.key:
                return {name: pick(KEYS)}
            case Integer():
                # Some of these refer to numbered rows.
                return {name: number if name == "version" else pick(WHOLE)}
            case Number():
                return {name: pick(NUMBERS)}
            case Boolean():
                return {name: pick((True, True, False))}
            case Instant():
                return {name: pick(MOMENTS)}
            case JsonObject():
                return {name: pick(OBJECTS)}
            case _:
                return {name: pick(NAMES)}

    def _reference(self, kind: Entity, target: str, number: int, *, needed: bool) -> str | None:
        """Return an identifier of a *target*.

        A reference within one table leads to an earlier row, so that nothing contains itself.
        """
        found = self._identifiers(target)
        if model().store(model().entity(target)) is model().store(kind):
            before = {name for name, _ in self.kinds[model().store(kind).name][:number]}
            found = [name for name in found if name in before]
        assert found or not needed
        return self.random.choice(found) if found else None

    def _owners(self, kind: Entity, name: str) -> list[str]:
        """Return the possible targets of an attribute without a constraint.

        A relation of *kind* that uses the attribute limits them.
        """
        targets = [
            a.target
            for a in kind.attributes
            if isinstance(a, Reference) and a.via == name and a.target in model()
        ]
        found = [identifier for target in targets for identifier in self._identifiers(target)]
        return found or [identifier for target in OWNERS for identifier in self._identifiers(target)]

    def _special(self, root: Entity, kind: Entity, row: dict[str, Any], number: int) -> dict[str, Any]:
        """Return values that rows of some tables require to be consistent."""
        match root.name:
            case "Context":
                return self.places[self.kinds["Context"][number][0]]
            case "Resource" if kind.name == "User":
                return {"username": f"{self.random.choice(('ann', 'Bob', 'ÜLI'))}-{number}"}
            case "Appointment":
                return {"type": self.random.choice(("assignment", "allocation"))}
            case "CustomConfigurationBase":
                kinds = ("show", "task", "task", "assetversion", "asset", "list", "listobject", "user")
                return {"key": self.random.choice(KEYS), "entity_type": self.random.choice(kinds)}
            case "CustomAttributeLink":
                return {"_from_kind": self.random.choice(("User", "Context", "AssetVersion"))}
            case "Setting" | "SettingComponent":
                return {"name": self.random.choice(KEYS), "group": self.random.choice(("A", "b"))}
            case _:
                return {}

    def _place(self, identifier: str, kind: Entity, number: int) -> dict[str, Any]:
        """Return the position of a context: projects at the top, others below an earlier context."""
        assert kind.discriminator
        if kind.discriminator.value == PROJECT_KIND:
            return {"context_type": "show", "parent_id": None, "project_id": identifier}
        above = self.random.choice([name for name, _ in self.kinds["Context"][:number]])
        return {
            "context_type": "task",
            "object_type_id": kind.discriminator.value,
            "parent_id": above,
            "project_id": self.places[above]["project_id"],
        }


def whole_production(seed: int, size: int = 3) -> Rows:
    """Return the production of *seed*, with about *size* rows in each table."""
    return Whole(Random(seed), size).make()


SHARED = {
    "UserType",
    "SecurityRole",
    "Location",
    "ObjectType",
    "CustomConfigurationBase",
    "ConfigurationReadRole",
    "ConfigurationWriteRole",
}
"""Tables that are not copied; copies of other rows refer to the same rows."""
NAMED_ONCE = {
    "Resource": ("username",),
    "AssetType": ("short",),
    "Setting": ("name",),
    "SettingComponent": ("name",),
    "ApiKey": ("_hash",),
    "UserSession": ("_hash",),
}


def with_copies(rows: Rows, suffix: str) -> Rows:
    """Return *rows* and a copy of each with another identifier; the copies refer to each other."""
    renamed = {
        row["id"] for name, found in rows.items() if name not in SHARED for row in found if "id" in row
    }

    def copy(name: str, row: dict[str, Any]) -> dict[str, Any]:
        once = NAMED_ONCE.get(name, ()) if row.get("parent_id") or name != "Context" else ("name",)
        return {
            key: another(value, suffix) if key in once or value in renamed else value
            for key, value in row.items()
        }

    return {
        name: found if name in SHARED or is_numbered(name) else [*found, *(copy(name, row) for row in found)]
        for name, found in rows.items()
    }


def is_numbered(name: str) -> bool:
    return isinstance(model().entity(name).stored_by_name.get("id"), Integer)


def another(value: Any, suffix: str) -> Any:
    """Return the identifier or name of a copy."""
    return f"{value}{suffix}" if isinstance(value, str) else value


def store(tx: Transaction, rows: Rows) -> None:
    """Replace everything that is stored by *rows*; references are checked when the transaction ends."""
    empty(tx)
    for name, found in rows.items():
        if found:
            entities.insert(tx, tables(), model().entity(name), found)
