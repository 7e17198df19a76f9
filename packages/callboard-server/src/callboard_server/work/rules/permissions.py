"""Permissions to create, update and delete entities, in one table that the modules of the types fill.

Administrators may do everything and are not checked. For all other users, `access.visibility` determines by
projects and roles which entities they can see and which stored rows they can change. This table adds
restrictions by type. A type without a declaration follows DEFAULT: every user who can see the owner, and can
change the row, may create, update and delete it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NoReturn, TypeAlias

from attrs import field, frozen

from callboard.errors import PermissionDenied
from callboard_server.access.actor import PROJECT_MANAGER
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import lineage

Check: TypeAlias = Callable[[Batch, Sequence[Change]], None]
"""Raises PermissionDenied unless the user, who is not an administrator, may make all of the changes."""

ASK_ADMINISTRATOR = "Ask an administrator for it."
ASK_MANAGER = "Ask a project manager or an administrator for it."


def everyone(batch: Batch, changes: Sequence[Change]) -> None:
    """Allow every user whose roles open the project."""
    del batch, changes


def administrators(batch: Batch, changes: Sequence[Change]) -> None:
    """Allow administrators only."""
    del batch
    refuse(f"Only administrators may {describe(changes[0])}.")


@frozen
class InOwnName:
    """Allow users to create entities for themselves. *column* contains the user."""

    column: str

    def __call__(self, batch: Batch, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.values[self.column] not in {None, batch.call.actor.user_id}:
                refuse(
                    f"{change.entity.name}.{self.column} must be your own user; got "
                    f"{change.values[self.column]}."
                )


@frozen
class Author:
    """Allow the user in *column*, and with `or_managers` the managers of the project.

    Everyone may change the `shared` columns. With `keeps_author`, the user of the entity cannot be changed.
    """

    column: str
    or_managers: bool = False
    keeps_author: bool = False
    shared: frozenset[str] = frozenset()

    def __call__(self, batch: Batch, changes: Sequence[Change]) -> None:
        others = [change for change in changes if not self.is_allowed(batch, change)]
        if self.or_managers:
            load_projects(batch, (change.values["project_id"] for change in others))
        for change in others:
            if not (self.or_managers and manages(batch, change.values["project_id"])):
                who = "its author, a project manager" if self.or_managers else "its author"
                refuse(
                    f"Only {who} or an administrator may {verb(change)} the {change.entity.name} "
                    f"{', '.join(change.key)}.",
                    ASK_MANAGER if self.or_managers else ASK_ADMINISTRATOR,
                )

    def is_allowed(self, batch: Batch, change: Change) -> bool:
        if not change.is_deleted and not set(change.changed()) - self.shared:
            return True
        actor = batch.call.actor.user_id
        stays = change.is_deleted or not self.keeps_author or change.values[self.column] == actor
        return stays and (change.before or {}).get(self.column) == actor


# -- The table
# ------------------------------------------------------------------------------------------------------------


@frozen
class Permissions:
    """The permissions of one type.

    `part_of` maps columns to the types that they refer to. Changing the entity requires write access to the
    entity in the column. The same applies to `moved_into`, but only when the column changes. `read_only` is
    the message for an entity that the user can see but not change, with a placeholder for its name.
    """

    create: Check = everyone
    update: Check = everyone
    delete: Check = everyone
    part_of: Mapping[str, str] = field(factory=dict)
    moved_into: Mapping[str, str] = field(factory=dict)
    read_only: str = "The {} belongs to another user."

    def check_for(self, change: Change) -> Check:
        """Return the check for *change*."""
        if change.is_new:
            return self.create
        return self.delete if change.is_deleted else self.update


DEFAULT = Permissions()
TABLE: dict[str, Permissions] = {}


def permissions(
    *entity_types: str,
    create: Check = everyone,
    update: Check = everyone,
    delete: Check = everyone,
    part_of: Mapping[str, str] = DEFAULT.part_of,
    moved_into: Mapping[str, str] = DEFAULT.moved_into,
    read_only: str = DEFAULT.read_only,
) -> None:
    """Declare the permissions of *entity_types* and their subtypes."""
    for name in entity_types:
        assert name not in TABLE, name
        TABLE[name] = Permissions(create, update, delete, part_of, moved_into, read_only)


def administrators_only(*entity_types: str) -> None:
    """Declare that only administrators create, update and delete *entity_types*."""
    permissions(*entity_types, create=administrators, update=administrators, delete=administrators)


def permissions_of(model: Model, entity: Entity) -> Permissions:
    """Return the permissions of *entity*, or of the nearest type that it extends, or else DEFAULT."""
    return next((TABLE[name] for name in lineage(model, entity) if name in TABLE), DEFAULT)


# -- For checks
# ------------------------------------------------------------------------------------------------------------


def refuse(message: str, hint: str = ASK_ADMINISTRATOR) -> NoReturn:
    raise PermissionDenied(message, hint=hint)


def verb(change: Change) -> str:
    return "create" if change.is_new else "delete" if change.is_deleted else "change"


def describe(change: Change) -> str:
    """Return *change* as a verb and a noun: `delete an Asset`."""
    name = change.entity.name
    return f"{verb(change)} {'an' if name[0] in 'AEIO' else 'a'} {name}"


def load_projects(batch: Batch, project_ids: Iterable[str | None]) -> None:
    """Load the projects for calls of `manages`, with one statement."""
    if PROJECT_MANAGER in batch.call.actor.rights.role_names:
        batch.find("Context", project_ids)


def manages(batch: Batch, project_id: str | None) -> bool:
    """Return whether the user manages a project, by a role in it or in all open projects.

    Users who may create projects also manage the projects that they create in this batch.
    """
    rights = batch.call.actor.rights
    if project_id is None or PROJECT_MANAGER not in rights.role_names:
        return False
    if project_id in rights.manages:
        return True
    project = batch.get("Project", project_id)
    if project is None:
        return False
    return project.is_new or (rights.manages_open and not (project.before or {}).get("is_private"))
