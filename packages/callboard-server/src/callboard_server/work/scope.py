"""The scopes of changes: the projects and contexts that determine their visibility."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from callboard_server.model.entity import Entity
from callboard_server.storage import entities
from callboard_server.storage.transaction import Row
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

Chain: TypeAlias = list[tuple[Entity, str]]
"""The owners of a change, nearest first, up to the project."""

FILE_COLUMNS = {
    "Component": "id",
    "ComponentLocation": "component_id",
    "Metadata": "parent_id",
    "NoteComponent": "component_id",
    "ReviewSessionObjectAnnotationComponent": "component_id",
}
"""The types about a file, by the owner of their table, with the column of the file."""

REFERENCE_COLUMNS = {
    "StatusChange": ("parent_id",),
    "CustomAttributeValue": ("entity_id",),
    "CustomAttributeLink": ("from_id", "to_id"),
    "ListObject": ("entity_id",),
    "Feed": ("owner_id",),
    "TypedContextLink": ("from_id",),
    "AssetVersionLink": ("from_id",),
}
"""The columns with references to entities outside of the chain, by the type that owns the table."""

PROJECT_COLUMNS = ("project_id", "_project_id")
"""The columns of a project; a file has the second one for its visibility."""


@frozen
class Scope:
    """The projects and contexts that a change is in."""

    projects: frozenset[str]
    contexts: frozenset[str]


def scopes_of(batch: Batch, changes: Sequence[Change], chains: Mapping[Change, Chain]) -> dict[Change, Scope]:
    """Return the scope of each change, with a fixed number of statements."""
    referred = _projects_of_referred(batch, changes)
    return {change: _scope(batch, change, chains[change], referred) for change in changes}


def _scope(batch: Batch, change: Change, above: Chain, referred: Mapping[str, str]) -> Scope:
    chain = [(change.entity, change.key[0]), *above]
    names = [name for name in names_of(batch, change) if name in referred]
    states = (change.values, change.before or {})
    projects = {
        *_projects_in(batch, chain),
        *(referred[name] for name in names),
        *(state[column] for state in states for column in PROJECT_COLUMNS if state.get(column)),
    }
    contexts = (identifier for entity, identifier in chain if batch.root(entity).name == "Context")
    nearest = next(contexts, None)
    return Scope(frozenset(projects), frozenset(names if nearest is None else [nearest, *names]))


def _projects_in(batch: Batch, chain: Chain) -> set[str]:
    found: set[str] = set()
    for entity, identifier in chain:
        if entity.name == "Project":
            found.add(identifier)
            continue
        staged = batch.staged.get(batch.root(entity), (identifier,))
        if staged is not None:
            project = staged.values.get("project_id") or staged.values.get("_project_id")
            found |= {project} if project else set()
    return found


def names_of(batch: Batch, change: Change) -> list[str]:
    """Return the identifiers in *change* of entities outside of its chain."""
    root = batch.root(change.entity).name
    columns = REFERENCE_COLUMNS.get(root, ())
    if root in FILE_COLUMNS:
        columns = (*columns, FILE_COLUMNS[root])
    return [change.values[column] for column in columns if change.values.get(column)]


def _projects_of_referred(batch: Batch, changes: Iterable[Change]) -> dict[str, str]:
    """Return the project of each entity that *changes* refer to, with one statement for each type."""
    named: set[str] = set()
    files: set[str] = set()
    for change in changes:
        names = names_of(batch, change)
        named.update(names)
        if batch.root(change.entity).name in FILE_COLUMNS:
            files.update(names)
    return projects_of_named(batch, named, files)


def projects_of_named(batch: Batch, named: set[str], files: set[str]) -> dict[str, str]:
    """Return the project of each entity with one of the identifiers *named*, and of each of *files*.

    There is one statement for each type.
    """
    found: dict[str, str] = {}
    for root, column, identifiers in (
        ("Context", "project_id", named),
        ("Asset", "project_id", named),
        ("AssetVersion", "project_id", named),
        ("List", "project_id", named),
        ("Component", "_project_id", files),
    ):
        found |= {key: project for key, project in _values_now(batch, root, column, identifiers) if project}
    return found


def _values_now(batch: Batch, root: str, column: str, identifiers: set[str]) -> list[tuple[str, str]]:
    """Return the identifiers and the current *column* of the entities with *identifiers*."""
    stored = [(row[0], row[1]) for row in rows(batch, root, ("id", column), identifiers)]
    changed = [
        (change.key[0], value)
        for change in batch.staged
        if batch.root(change.entity).name == root
        and change.key[0] in identifiers
        and (value := change.values.get(column))
    ]
    return [*stored, *changed]


def rows(batch: Batch, root: str, columns: tuple[str, str], identifiers: set[str]) -> list[Row]:
    """Return two *columns* of the rows of *root* whose first column is one of *identifiers*."""
    return entities.pairs(batch.call.tx, batch.call.tables, root, columns, identifiers)
