"""The model of a studio: the standard model, extended by the studio's object types.

One mark in the database changes whenever object types do, another whenever automations do, and a third one
whenever status rules do. Every request first reads all of them, with one statement in its own transaction. So
a change by one process applies in all others from their next request on.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import sqlalchemy as sa
from attrs import evolve, fields, frozen

from callboard_server.model.model import Model
from callboard_server.model.types.contexts import ObjectType
from callboard_server.records.automations import Automation, enabled_automations
from callboard_server.records.status_rules import StatusRuleGroup, status_rule_groups
from callboard_server.storage.rows import Reader
from callboard_server.storage.state import STATE, set_state
from callboard_server.storage.tables import Tables, constant
from callboard_server.storage.transaction import Prepared, Transaction

REVISION = "model.revision"
AUTOMATIONS = "automations.revision"
STATUS_RULES = "status_rules.revision"
_MARKS = Prepared(
    sa.select(STATE.c.name, STATE.c.value).where(
        sa.or_(*(STATE.c.name == constant(name) for name in (REVISION, AUTOMATIONS, STATUS_RULES)))
    )
)


@frozen(eq=False)
class Shape:
    """A model with its tables and their reader, which are replaced together.

    `automations` are the enabled ones.
    """

    model: Model
    tables: Tables
    reader: Reader
    automations: tuple[Automation, ...] = ()
    status_rules: tuple[StatusRuleGroup, ...] = ()


def shape_of(model: Model) -> Shape:
    """Return the shape of *model*, without automations and status rules."""
    tables = Tables(model)
    return Shape(model, tables, Reader(tables))


class Studio:
    """Caches the shape of a database until its object types, automations or status rules change.

    `extend` adds object types to a model. Threads share the cache, and each gets the shape of its own
    transaction.
    """

    def __init__(self, standard: Shape, extend: Callable[[Model, tuple[ObjectType, ...]], Model]) -> None:
        self.standard = standard
        self._extend = extend
        self._lock = Lock()
        self._known: tuple[dict[str, str], tuple[ObjectType, ...], Shape] = ({}, (), standard)

    def current(self, tx: Transaction) -> Shape:
        """Return the shape that *tx* sees."""
        marks: dict[str, str] = dict(tx.rows(_MARKS))
        known, object_types, shape = self._known
        if marks == known:
            return shape
        found = object_types
        if marks.get(REVISION) != known.get(REVISION):
            found = object_types_of(tx, self.standard.tables)
        if found != object_types:
            shape = evolve(
                shape_of(self._extend(self.standard.model, found)),
                automations=shape.automations,
                status_rules=shape.status_rules,
            )
        if marks.get(AUTOMATIONS) != known.get(AUTOMATIONS):
            shape = evolve(shape, automations=enabled_automations(tx))
        if marks.get(STATUS_RULES) != known.get(STATUS_RULES):
            shape = evolve(shape, status_rules=status_rule_groups(tx))
        with self._lock:
            self._known = (marks, found, shape)
        return shape


def note_change(tx: Transaction, revision: str) -> None:
    """Record that object types have changed. *revision* must be new."""
    set_state(tx, REVISION, revision)


def note_automations(tx: Transaction, revision: str) -> None:
    """Record that automations have changed. *revision* must be new.

    Other transactions that change automations wait for the commit.
    """
    set_state(tx, AUTOMATIONS, revision)


def note_status_rules(tx: Transaction, revision: str) -> None:
    """Record that status rules have changed. *revision* must be new."""
    set_state(tx, STATUS_RULES, revision)


def object_types_of(tx: Transaction, tables: Tables) -> tuple[ObjectType, ...]:
    """Return all object types, sorted by identifier."""
    table = tables.by_root["ObjectType"]
    columns = [table.c[field.name] for field in fields(ObjectType)]
    rows = tx.rows(Prepared(sa.select(*columns).order_by(table.c.id)))
    return tuple(ObjectType(key, name, *map(bool, switches)) for key, name, *switches in rows)
