"""The state of a batch: the call that it belongs to, and the entities that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from attrs import define, field

from callboard.errors import NotFound
from callboard.wire.values import instant_text, precise_text
from callboard_server.access.actor import Actor
from callboard_server.access.targets import Targets
from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.records.automations import Automation
from callboard_server.records.status_rules import StatusRuleGroup
from callboard_server.storage.entities import load
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction
from callboard_server.work.change import Change, Staged
from callboard_server.work.operations import Key
from callboard_server.work.workflow import Workflow


class Caller(Protocol):
    """The attributes that a batch requires of its call; `actions.Call` has them."""

    @property
    def tx(self) -> Transaction: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def model(self) -> Model: ...
    @property
    def tables(self) -> Tables: ...
    @property
    def reader(self) -> Reader: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def new_id(self) -> Callable[[], str]: ...
    @property
    def freed(self) -> list[str]: ...
    @property
    def is_quiet(self) -> bool: ...
    @property
    def automations(self) -> Sequence[Automation]: ...
    @property
    def status_rules(self) -> Sequence[StatusRuleGroup]: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def server_url(self) -> str | None: ...


MICROSECOND = timedelta(microseconds=1)


@define(eq=False)
class Batch:
    """The state that the steps of a commit share.

    `emptied` are components whose stored bytes are no longer referenced. `merged` maps a duplicate that was
    created to the existing entity that replaces it in the results. `workflows` are the workflows of project
    schemas, by schema, which rules of several types use. `added` are entities that rules have added to a
    collection, by its name and the identifier of its owner.
    """

    call: Caller
    staged: Staged = field(factory=Staged)
    emptied: set[str] = field(factory=set)
    merged: dict[Change, Change] = field(factory=dict)
    workflows: dict[str, Workflow] = field(factory=dict)
    latest: datetime = datetime.min.replace(tzinfo=UTC)
    added: dict[tuple[str, str], list[Change]] = field(factory=dict)

    @property
    def now(self) -> str:
        """The current time, in whole seconds."""
        return instant_text(self.call.clock())

    def moment(self) -> str:
        """Return the current time with microseconds, later than all moments before it.

        What a batch creates can then be sorted by its time.
        """
        self.latest = max(self.call.clock(), self.latest + MICROSECOND)
        return precise_text(self.latest)

    def root(self, entity: Entity) -> Entity:
        """Return the type that owns the table of *entity*."""
        return self.call.model.store(entity)

    def change(self, entity: Entity, key: Key) -> Change:
        """Return the staged entity. Raises: NotFound when it does not exist or is deleted."""
        found = self.staged.get(self.root(entity), key)
        if found is None or found.is_deleted:
            raise NotFound(f"There is no {entity.name} with the key {', '.join(key)}.")
        return found

    def adopt(self, root: Entity, row: dict[str, object]) -> Change:
        """Stage the stored *row* of *root*'s table, unless it is already staged; return its change."""
        key = tuple(str(row[name]) for name in root.key)
        found = self.staged.get(root, key)
        return found or self.staged.add(root, Change(self._type_of(root, row), key, dict(row), dict(row)))

    def find(self, entity_type: str, identifiers: Iterable[str | None]) -> dict[str, Change]:
        """Return the entities with *identifiers* that exist and are not deleted, by identifier.

        Entities that are not staged yet are loaded with one statement.
        """
        root = self.root(self.call.model.entity(entity_type))
        names = sorted({identifier for identifier in identifiers if identifier})
        missing = [identifier for identifier in names if self.staged.get(root, (identifier,)) is None]
        for row in load(self.call.tx, self.call.tables, root, root.key[0], missing):
            self.adopt(root, row)
        found = ((identifier, self.staged.get(root, (identifier,))) for identifier in names)
        return {identifier: one for identifier, one in found if one is not None and not one.is_deleted}

    def get(self, entity_type: str, identifier: str | None) -> Change | None:
        """Return the entity with *identifier*; None when it does not exist or is deleted.

        Rules call `find` for all their changes first, so that this doesn't run a statement for each change.
        """
        return self.find(entity_type, (identifier,)).get(identifier) if identifier else None

    def having(self, entity_type: str, column: str, values: Iterable[Any]) -> list[Change]:
        """Return the entities in the table of *entity_type* whose *column* is one of *values* now.

        The result includes stored entities, loaded with one statement, and those that the batch changed.
        """
        root = self.root(self.call.model.entity(entity_type))
        accepted = set(values) - {None}
        for row in load(self.call.tx, self.call.tables, root, column, sorted(accepted)):
            self.adopt(root, row)
        members = [change for change in self.staged if self.root(change.entity) is root]
        return [
            change for change in members if not change.is_deleted and change.values.get(column) in accepted
        ]

    def touched(self, entity_type: str) -> list[Change]:
        """Return the entities of a type and its subtypes that the batch creates or updates, and keeps."""
        kind = self.call.model.entity(entity_type)
        return [
            change
            for change in self.staged.touched()
            if not change.is_deleted and self.call.model.fits(change.entity, kind)
        ]

    def _type_of(self, root: Entity, row: dict[str, object]) -> Entity:
        name = self.call.model.discriminator(root)
        return self.call.model.concrete_by_value(root, str(row[name])) if name else root
