"""A batch under way: the call that it answers, and the entities that it touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from attrs import define, field

from callboard.errors import NotFound
from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.access.targets import Targets
from callboard_server.model.entity import Entity, Model
from callboard_server.records.automations import Automation
from callboard_server.storage.entities import load
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction
from callboard_server.work.change import Change, Staged
from callboard_server.work.operations import Key


class Caller(Protocol):
    """What a batch needs of the call that it answers; `actions.Call` is one."""

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
    def targets(self) -> Targets: ...
    @property
    def server_url(self) -> str | None: ...


@define(eq=False)
class Batch:
    """The state that the steps of a commit share.

    `emptied` are components whose stored bytes nobody refers to any more; `known` is what rules found out
    once and need again. `merged` are entities, by the identity of their change, that turned out to be there
    already, each with the one that stands for it.
    """

    call: Caller
    staged: Staged = field(factory=Staged)
    emptied: set[str] = field(factory=set)
    known: dict[object, Any] = field(factory=dict)
    merged: dict[int, Change] = field(factory=dict)

    @property
    def now(self) -> str:
        return instant_text(self.call.clock())

    def root(self, entity: Entity) -> Entity:
        """Return the type that owns the table of *entity*."""
        return self.call.model.store(entity)

    def change(self, entity: Entity, key: Key) -> Change:
        """Return the staged entity. Raises: NotFound when it does not exist, or not any more."""
        found = self.staged.get(self.root(entity), key)
        if found is None or found.is_deleted:
            raise NotFound(f"There is no {entity.name} with the key {', '.join(key)}.")
        return found

    def adopt(self, root: Entity, row: dict[str, object]) -> Change:
        """Stage the stored *row* of *root*'s table, unless it is staged already; return it as staged."""
        key = tuple(str(row[name]) for name in root.key)
        found = self.staged.get(root, key)
        return found or self.staged.add(root, Change(self._type_of(root, row), key, dict(row), dict(row)))

    def loaded(self, root: Entity, key: Key) -> Change | None:
        """Return the stored entity with *key*, staged without being acted upon; None when there is none."""
        rows = load(self.call.tx, self.call.tables, root, root.key[root.finder], [key[root.finder]])
        return next((found for row in rows if (found := self.adopt(root, row)).key == key), None)

    def present(self, root: Entity, identifiers: Collection[str]) -> list[Change]:
        """Return those of *identifiers* that exist in *root*'s table, staged before or loaded now.

        One statement, or none.
        """
        missing = [identifier for identifier in identifiers if self.staged.get(root, (identifier,)) is None]
        for row in load(self.call.tx, self.call.tables, root, root.key[0], sorted(missing)):
            self.adopt(root, row)
        return [found for identifier in identifiers if (found := self.staged.get(root, (identifier,)))]

    def having(self, root: Entity, column: str, values: Collection[Any]) -> list[Change]:
        """Return the entities in *root*'s table whose *column* is one of *values* now.

        Stored ones, and what the batch made so.
        """
        wanted = set(values)
        for row in load(self.call.tx, self.call.tables, root, column, sorted(wanted)):
            self.adopt(root, row)
        members = [change for change in self.staged if self.root(change.entity) is root]
        return [change for change in members if not change.is_deleted and change.values.get(column) in wanted]

    def get(self, entity_type: str, identifier: str | None) -> Change | None:
        """Return the entity with *identifier*, staged before or loaded now.

        None when it does not exist, or not any more.
        """
        if identifier is None:
            return None
        root = self.root(self.call.model.entity(entity_type))
        found = self.staged.get(root, (identifier,)) or self.loaded(root, (identifier,))
        return None if found is None or found.is_deleted else found

    def gather(self, entity_type: str, identifiers: Iterable[str | None]) -> None:
        """Load those of *identifiers* that are not staged yet, with one statement, so that `get` finds each
        of them at hand.
        """
        root = self.root(self.call.model.entity(entity_type))
        missing = {one for one in identifiers if one and self.staged.get(root, (one,)) is None}
        for row in load(self.call.tx, self.call.tables, root, root.key[0], sorted(missing)):
            self.adopt(root, row)

    def touched(self, entity_type: str) -> list[Change]:
        """Return what the batch creates or updates, and keeps, of a type and of its subtypes."""
        asked = self.call.model.entity(entity_type)
        return [
            change
            for change in self.staged.touched()
            if not change.is_deleted and self.call.model.fits(change.entity, asked)
        ]

    def once(self, what: str) -> bool:
        """Tell whether *what* is asked about for the first time.

        A rule that runs for each entity loads for all of them at once.
        """
        is_first = ("once", what) not in self.known
        self.known["once", what] = True
        return is_first

    def _type_of(self, root: Entity, row: dict[str, object]) -> Entity:
        name = self.call.model.discriminator(root)
        return self.call.model.concrete_by_value(root, str(row[name])) if name else root
