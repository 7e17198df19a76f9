"""The projection `__permissions.<attribute>`: which values the actor may set now.

`select status_id, __permissions.status_id from Task` returns, beside the attributes of each task,
`"__permissions": {"status_id": {"__options": [...]}}` with the identifiers that clients offer. It can follow
relations, as in `asset.parent.__permissions.status_id`. Attributes without a closed set of choices have an
empty object. The number of statements does not depend on the number of entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from callboard.errors import ParseError
from callboard.wire.values import ENTITY_TYPE_KEY
from callboard_server.access.visibility import restrict, writable
from callboard_server.actions.call import Call
from callboard_server.model.attributes import ForeignKey, Reference
from callboard_server.model.entity import Entity
from callboard_server.query.bind.binder import bind
from callboard_server.query.bind.names import Names
from callboard_server.query.bind.projections import check_steps
from callboard_server.query.parser import parse
from callboard_server.query.plan.planner import make_plan
from callboard_server.query.syntax import Path, Projection, Query
from callboard_server.work.authorize import allowed
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.operations import Key
from callboard_server.work.rules.status_rules import settable_statuses
from callboard_server.work.rules.workflow import defined_types

PERMISSIONS = "__permissions"
OPTIONS = "__options"
VOCABULARY = frozenset(
    {
        *("AssetType", "CustomAttributeType", "ListCategory", "ManagerType", "NoteCategory", "NoteLabel"),
        *("Priority", "ProjectSchema", "SecurityRole", "State", "Status", "Type", "UserType"),
    }
)
"""The types whose entities are choices: there are few of them, and they don't belong to a project."""

WITH_WORKFLOW = frozenset({"Context", "AssetVersion"})
"""The tables of entities whose statuses and types depend on the schema of their project."""


@frozen
class Asked:
    """A projection of permissions: the relations to the entities, and the attribute; None means all."""

    relations: tuple[str, ...]
    attribute: str | None


def without_permissions(call: Call, tree: Query) -> tuple[Query, list[Asked]]:
    """Return *tree* without projections of permissions, and those.

    Raises: UnknownAttribute or ParseError, with the span of what is wrong.
    """
    asked: list[Asked] = []
    kept: list[Projection] = []
    for projection in tree.projections or ():
        steps = projection.steps if isinstance(projection, Path) else ()
        if PERMISSIONS not in (step.name for step in steps) or tree.group_by:
            kept.append(projection)
            continue
        place = [step.name for step in steps].index(PERMISSIONS)
        asked.append(_asked(call, tree, Path(steps), place))
        if place:
            kept.append(Path(steps[:place], span=projection.span))
    return (evolve(tree, projections=tuple(kept)), asked) if asked else (tree, [])


def _asked(call: Call, tree: Query, path: Path, place: int) -> Asked:
    before, after = path.steps[:place], path.steps[place + 1 :]
    if len(after) > 1:
        raise ParseError(f'One attribute must follow "{PERMISSIONS}".', span=after[1].span)
    names = Names(call.model)
    if before or after:
        check_steps(names, names.entity(tree.entity), [*before, *after])
    return Asked(tuple(step.name for step in before), after[0].name if after else None)


def add_permissions(call: Call, rows: Sequence[dict[str, Any]], asked: Sequence[Asked]) -> None:
    """Add what *asked* requests to the entities in *rows*."""
    batch = Batch(call)
    for one in asked:
        by_root: dict[str, list[dict[str, Any]]] = {}
        for entity in _reached(rows, one.relations):
            root = call.model.store(call.model.entity(entity[ENTITY_TYPE_KEY]))
            by_root.setdefault(root.name, []).append(entity)
        for name, entities in by_root.items():
            _add(call, batch, call.model.entity(name), entities, one.attribute)


def _reached(rows: Sequence[Any], relations: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the entities that *relations* lead to from *rows*."""
    for row in rows:
        if not isinstance(row, dict):
            continue
        if not relations:
            yield row
            continue
        related = row.get(relations[0])
        yield from _reached(related if isinstance(related, list) else [related], relations[1:])


def _add(
    call: Call, batch: Batch, root: Entity, entities: Sequence[dict[str, Any]], name: str | None
) -> None:
    keys = [tuple(entity[part] for part in root.key) for entity in entities]
    changes = {
        change.key: change for change in batch.having(root.name, root.key[0], {key[0] for key in keys})
    }
    options = Options(call, batch, root, [changes[key] for key in dict.fromkeys(keys) if key in changes])
    for entity, key in zip(entities, keys, strict=True):
        answer = entity.setdefault(PERMISSIONS, {})
        change = changes.get(key)
        if change is None:
            answer.update({name: {}} if name else {})
            continue
        chosen = [name] if name else [each.name for each in change.entity.foreign_keys if is_choice(each)]
        answer.update((each, options.of(change, foreign_key(change.entity, each))) for each in chosen)


def foreign_key(entity: Entity, name: str) -> ForeignKey | None:
    """Return the foreign key that the attribute *name* of *entity* is, or that it follows."""
    attribute = entity.by_name.get(name)
    if isinstance(attribute, Reference):
        attribute = entity.by_name.get(attribute.via)
    return attribute if isinstance(attribute, ForeignKey) else None


def is_choice(key: ForeignKey) -> bool:
    """Return whether clients can set *key*, to one of a closed set of entities."""
    return key.target in VOCABULARY and not (key.immutable or key.internal or key.derived)


class Options:
    """The values that the actor may set on *changes*, which are stored in *root*'s table."""

    def __init__(self, call: Call, batch: Batch, root: Entity, changes: Sequence[Change]) -> None:
        self.call = call
        self.batch = batch
        self.root = root
        self.changes = changes
        self._choices: dict[str, tuple[str, ...]] = {}

    def of(self, change: Change, key: ForeignKey | None) -> dict[str, Any]:
        """Return the options of *key* of *change*: only the present value if it may not be changed."""
        if key is None or not is_choice(key):
            return {}
        if change.key not in self._writable:
            present = change.values[key.column]
            return {OPTIONS: [] if present is None else [present]}
        if key.target in {"Status", "Type"} and self.root.name in WITH_WORKFLOW:
            of_workflow = self._statuses if key.target == "Status" else self._types
            return {OPTIONS: list(of_workflow.get(change, ()))}
        return {OPTIONS: list(self._chosen_from(key.target))}

    @cached_property
    def _writable(self) -> set[Key]:
        keys = {change.key for change in self.changes}
        if self.call.actor.is_administrator or not keys:
            return keys
        rules = writable(self.call.model, self.call.actor)
        return allowed(self.call, self.root, {key[0] for key in keys}, rules)

    @cached_property
    def _with_workflow(self) -> list[Change]:
        if self.root.name not in WITH_WORKFLOW:
            return []
        return [change for change in self.changes if change.entity.name != "Project"]

    @cached_property
    def _statuses(self) -> dict[Change, tuple[str, ...]]:
        return settable_statuses(self.batch, self._with_workflow)

    @cached_property
    def _types(self) -> dict[Change, tuple[str, ...]]:
        return defined_types(self.batch, self._with_workflow)

    def _chosen_from(self, target: str) -> tuple[str, ...]:
        """Return the entities of the type *target*, in the order in which interfaces list them."""
        if target not in self._choices:
            entity = self.call.model.entity(target)
            order = ", ".join(name for name in ("sort", "name", "id") if name in entity.stored_by_name)
            bound = bind(parse(f"select id from {target} order by {order}"), self.call.model)
            planned = make_plan(restrict(bound, self.call.actor, self.call.model), self.call.model)
            page = self.call.reader.fetch(self.call.tx, planned, self.call.links)
            self._choices[target] = tuple(row["id"] for row in page.rows)
        return self._choices[target]
