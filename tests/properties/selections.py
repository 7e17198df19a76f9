"""Random queries that select attributes along several paths, from the schemas that clients read."""

from __future__ import annotations

from random import Random

from attrs import field, frozen

from callboard_server.model.entity import Entity
from callboard_server.model.wire_schema import Schema, wire_schemas
from tests.support.world import model

CONTEXTS = ("Project", "TypedContext", "Context", "Folder", "Sequence", "Shot", "Task", "AssetBuild")
OTHERS = (
    "Asset",
    "AssetVersion",
    "AssetVersionLink",
    "Component",
    "FileComponent",
    "Group",
    "Job",
    "List",
    "ListObject",
    "Note",
    "Resource",
    "Timelog",
    "TypedContextLink",
    "User",
)
FAVOURED = ("parent", "children", "ancestors", "descendants", "project", "metadata", "custom_attributes")
"""Relations that lead back to entities of the same query most often."""

MANY = ("array", "mapped_array")
LONGEST, MOST_COLLECTIONS = 4, 2
"""Limits of one path: its names, and how many of them are collections."""


@frozen
class Selections:
    """Random queries over the schemas that clients read."""

    random: Random
    schemas: dict[str, Schema] = field(factory=lambda: {one["id"]: one for one in wire_schemas(model())})

    def query(self) -> str:
        """Return the text of a query: a few paths from one type, with an order."""
        subject = self.random.choice(CONTEXTS if self.random.random() < 0.65 else OTHERS)
        paths = dict.fromkeys(self._path(subject) for _ in range(self.random.randint(1, 5)))
        order = self.random.choice(("", "", " order by id descending"))
        return f"select {', '.join(paths)} from {subject}{order}"

    def _path(self, subject: str) -> str:
        names: list[str] = []
        collections = 0
        while True:
            properties = self.schemas[subject]["properties"]
            relations = {name: shape for name, shape in properties.items() if target_of(shape)}
            if collections >= MOST_COLLECTIONS:
                relations = {name: one for name, one in relations.items() if one.get("type") not in MANY}
            scalars = [name for name in properties if not target_of(properties[name])]
            if not relations or len(names) + 1 >= LONGEST or self.random.random() < 0.3:
                return ".".join([*names, self.random.choice(scalars)])
            name = self.random.choice([name for name in relations if name in FAVOURED] or [*relations])
            if self.random.random() < 0.5:
                name = self.random.choice([*relations])
            collections += relations[name].get("type") in MANY
            subject = target_of(relations[name]) or ""
            cast = self._cast(model().entity(subject))
            names.append(f"{name}[{cast}]" if cast else name)
            subject = cast or subject
            if self.random.random() < 0.15:
                return ".".join([*names[:-1], name])

    def _cast(self, entity: Entity) -> str | None:
        """Return one of the types of *entity*; None more often."""
        kinds = [kind.name for kind in model().concrete(entity) if kind is not entity]
        return self.random.choice(kinds) if kinds and self.random.random() < 0.4 else None


def target_of(shape: Schema) -> str | None:
    """Return the type that an attribute leads to; None for a scalar."""
    target: str | None = shape.get("$ref") or shape.get("items", {}).get("$ref")
    return target
