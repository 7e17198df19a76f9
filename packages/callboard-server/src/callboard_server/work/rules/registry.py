"""The registry of rules: changes that the server makes when entities are created, updated or deleted.

A rule receives a batch and all changes of one type, in the order of the operations. It modifies staged
entities and may stage more. Since it receives all changes at once, it can load data for all of them with one
statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Flag, auto
from typing import TypeAlias

from attrs import frozen

from callboard_server.model.entity import Entity
from callboard_server.model.model import Model
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

Rule: TypeAlias = Callable[[Batch, Sequence[Change]], None]


class When(Flag):
    """What the batch does with an entity."""

    CREATED = auto()
    UPDATED = auto()
    DELETED = auto()
    SAVED = CREATED | UPDATED


@frozen
class Registered:
    """A rule, and when it applies."""

    rule: Rule
    when: When


RULES: dict[str, list[Registered]] = {}
"""Rules by type, in the order in which they run."""

WITNESSES: dict[str, list[Registered]] = {}
"""Rules that record the results of other rules, and run after them."""

OWNERS_FIRST = ("Context", "Asset", "AssetVersion")
"""The tables whose rules run first, in this order, by the type that owns them.

An asset takes its project from its context, and a version from its asset. All other types follow in the order
of the operations.
"""


def on(when: When, *entity_types: str) -> Callable[[Rule], Rule]:
    """Make the decorated function a rule for each of *entity_types* and their subtypes."""
    return _registering(RULES, when, entity_types)


def witness(when: When, *entity_types: str) -> Callable[[Rule], Rule]:
    """Make the decorated function a rule that runs after all rules that are not witnesses."""
    return _registering(WITNESSES, when, entity_types)


def _registering(
    table: dict[str, list[Registered]], when: When, entity_types: Iterable[str]
) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        for name in entity_types:
            table.setdefault(name, []).append(Registered(rule, when))
        return rule

    return register


def apply_rules(batch: Batch, changes: Sequence[Change]) -> None:
    """Run every rule that applies to *changes* once, with all changes that it applies to.

    Rules of a type run before those of the type that it extends. When a rule deletes a change, the following
    rules don't receive it; the rules for deleted entities receive it in the next call.
    """
    moments = {change: moment(change) for change in changes}
    by_type: dict[str, list[Change]] = {}
    for change in changes:
        for name in lineage(batch.call.model, change.entity):
            by_type.setdefault(name, []).append(change)
    ordered = sorted(by_type, key=lambda name: _precedence(batch, name))
    for table in (RULES, WITNESSES):
        for name in ordered:
            for registered in table.get(name, ()):
                due = [
                    change
                    for change in by_type[name]
                    if moments[change] in registered.when
                    and change.is_deleted == (moments[change] is When.DELETED)
                ]
                if due:
                    registered.rule(batch, due)


def moment(change: Change) -> When:
    """Return what the batch does with the entity of *change*."""
    if change.is_deleted:
        return When.DELETED
    return When.CREATED if change.is_new or change.is_remade else When.UPDATED


def lineage(model: Model, entity: Entity) -> Iterator[str]:
    """Yield the name of *entity* and the names of the types that it extends, nearest first."""
    name: str | None = entity.name
    while name:
        yield name
        name = model.entity(name).extends


def _precedence(batch: Batch, name: str) -> tuple[int, int]:
    """Return the sort key of a type: owners come first, and subtypes before the types that they extend."""
    entity = batch.call.model.entity(name)
    root = batch.root(entity).name
    place = OWNERS_FIRST.index(root) if root in OWNERS_FIRST else len(OWNERS_FIRST)
    return place, -sum(1 for _ in lineage(batch.call.model, entity))
