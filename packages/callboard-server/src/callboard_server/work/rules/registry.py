"""The list of rules. A rule reads like a sentence and changes what is staged; it may stage more."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

Rule: TypeAlias = Callable[[Batch, Change], None]


class When(Enum):
    """What became of an entity in the batch."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


RULES: dict[tuple[When, str], list[Rule]] = {}
WITNESSES: dict[tuple[When, str], list[Rule]] = {}
"""Rules that tell of what the others decided, and so come after them."""


def on(when: When, *entity_types: str) -> Callable[[Rule], Rule]:
    """Make the decorated function a rule for *entity_types*."""

    def register(rule: Rule) -> Rule:
        for name in entity_types:
            RULES.setdefault((when, name), []).append(rule)
        return rule

    return register


def witness(when: When, *entity_types: str) -> Callable[[Rule], Rule]:
    """Make the decorated function a rule for *entity_types* that comes after all that are not witnesses."""

    def register(rule: Rule) -> Rule:
        for name in entity_types:
            WITNESSES.setdefault((when, name), []).append(rule)
        return rule

    return register


def rules_for(batch: Batch, change: Change) -> list[Rule]:
    """Return the rules that *change* calls for.

    Those of its type and of the types that it extends, and witnesses last.
    """
    when = (
        When.DELETED
        if change.is_deleted
        else When.CREATED
        if change.is_new or change.is_remade
        else When.UPDATED
    )
    found: list[Rule] = []
    witnesses: list[Rule] = []
    name: str | None = change.entity.name
    while name:
        found += RULES.get((when, name), [])
        witnesses += WITNESSES.get((when, name), [])
        name = batch.call.model.entity(name).extends
    return [*found, *witnesses]
