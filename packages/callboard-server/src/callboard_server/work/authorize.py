"""Check whether the user may make the changes of a batch.

The permissions of each type are declared beside the rules of the type; see `rules.permissions`. Changes that
rules add later are made by the server and not checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from callboard.errors import PermissionDenied, UnknownReference
from callboard_server.access.visibility import attachable, readable, writable
from callboard_server.model.attributes import ForeignKey
from callboard_server.model.entity import Entity
from callboard_server.query.bound import AllOf, BoundCriteria, BoundQuery, Node, OneOf
from callboard_server.query.plan.planner import make_plan
from callboard_server.storage.computed import NO_LINKS
from callboard_server.work.batch import Batch, Caller
from callboard_server.work.change import Change
from callboard_server.work.operations import Key
from callboard_server.work.rules import permissions_of
from callboard_server.work.rules.permissions import ASK_ADMINISTRATOR, Check
from callboard_server.work.validate import owner_named
from callboard_server.work.values import missing_owner, missing_reference

PARENT_COLUMNS = ("parent_id", "entity_id", "from_id", "to_id")
"""Columns that name an entity of any type."""


def hide_unseen(batch: Batch) -> None:
    """Remove loaded entities that the user may not see.

    The following steps treat them as if they did not exist, so no error reveals their existence.
    """
    if batch.call.actor.is_administrator:
        return
    rules = readable(batch.call.model, batch.call.actor)
    loaded: dict[str, set[Key]] = {}
    for change in batch.staged:
        loaded.setdefault(batch.root(change.entity).name, set()).add(change.key)
    for name in loaded.keys() & rules.keys():
        seen = allowed(batch.call, batch.call.model.entity(name), {key[0] for key in loaded[name]}, rules)
        for key in loaded[name] - seen:
            del batch.staged.changes[name, key]


def authorize(batch: Batch) -> None:
    """Raise PermissionDenied for changes to entities that the user can see but not change."""
    if batch.call.actor.is_administrator:
        return
    touched = batch.staged.touched()
    for name, keys in _must_be_writable(batch, touched).items():
        _check_keys(batch, batch.call.model.entity(name), keys)
    by_check: dict[Check, list[Change]] = {}
    for change in touched:
        declared = permissions_of(batch.call.model, change.entity)
        by_check.setdefault(declared.check_for(change), []).append(change)
    for check, changes in by_check.items():
        check(batch, changes)


def authorize_references(batch: Batch) -> None:
    """Raise UnknownReference for a reference to an entity that the user may not see.

    The error is the same as for a missing entity. This check precedes the rules and the validation, because
    their errors could contain data of that entity.
    """
    if batch.call.actor.is_administrator:
        return
    rules = readable(batch.call.model, batch.call.actor)
    referred: dict[str, list[tuple[Change, ForeignKey]]] = {}
    for change in batch.staged.touched():
        for attribute in change.entity.stored:
            if (
                isinstance(attribute, ForeignKey)
                and attribute.column in change.changed()
                and change.values[attribute.column]
            ):
                target_root = batch.root(batch.call.model.entity(attribute.target)).name
                if target_root in rules and not change.is_deleted:
                    referred.setdefault(target_root, []).append((change, attribute))
    for name, references in referred.items():
        root = batch.call.model.entity(name)
        stored = {change.values[attribute.column] for change, attribute in references}
        seen = {key[0] for key in allowed(batch.call, root, _stored_before(batch, root, stored), rules)}
        for change, attribute in references:
            target = batch.staged.get(root, (change.values[attribute.column],))
            if (target is None or not target.is_new) and change.values[attribute.column] not in seen:
                raise missing_reference(change.entity, attribute, change.values[attribute.column])


def authorize_parents(batch: Batch) -> None:
    """Raise UnknownReference for an entity that was attached to a parent that the user may not see.

    The error is the same as for a missing parent. A parent can have any type, which is only certain after the
    rows have been written, so this checks the written rows.
    """
    if batch.call.actor.is_administrator:
        return
    rules = attachable(batch.call.model, batch.call.actor)
    attached: dict[str, list[Change]] = {}
    for change in batch.staged.touched():
        root = batch.root(change.entity).name
        if root in rules and not change.is_deleted and set(PARENT_COLUMNS) & set(change.changed()):
            attached.setdefault(root, []).append(change)
    for name, changes in attached.items():
        root_type = batch.call.model.entity(name)
        seen = allowed(batch.call, root_type, {change.key[0] for change in changes}, rules)
        for change in changes:
            if change.key not in seen:
                raise _unseen_parent(batch, change)


def _unseen_parent(batch: Batch, change: Change) -> UnknownReference:
    owner_type = change.entity.owner_type
    named = change.values[owner_type] if owner_type else None
    owner = batch.root(owner_named(batch, named)).name if named else "entity"
    column = next(name for name in PARENT_COLUMNS if name in change.values)
    return missing_owner(change.entity, change.values[column], owner)


def may_write(call: Caller, entity_type: str, identifiers: Collection[str]) -> bool:
    """Return whether the user may change all of *identifiers*. Missing entities are ignored."""
    if call.actor.is_administrator:
        return True
    root = call.model.root(call.model.entity(entity_type))
    existing = allowed(call, root, identifiers, {})
    return existing == allowed(call, root, identifiers, writable(call.model, call.actor))


def allowed(
    call: Caller, root: Entity, identifiers: Collection[str], rules: Mapping[str, BoundCriteria]
) -> set[Key]:
    """Return the keys in *root*'s table that meet *rules* and start with one of *identifiers*."""
    first = root.stored_by_name[root.key[0]]
    criteria: BoundCriteria = OneOf((), first, negated=False, values=tuple(sorted(identifiers)))
    if root.name in rules:
        criteria = AllOf((criteria, rules[root.name]))
    node = Node(root)
    for name in root.key:
        node.add(root.by_name[name], None)
    planned = make_plan(BoundQuery(root, criteria, (), None, None, node), call.model)
    page = call.reader.fetch(call.tx, planned, NO_LINKS, normalised=False)
    return {tuple(row[name] for name in root.key) for row in page.rows}


def _stored_before(batch: Batch, root: Entity, identifiers: Iterable[str]) -> set[str]:
    """Return those of *identifiers* that the batch has not created."""
    return {i for i in identifiers if (target := batch.staged.get(root, (i,))) is None or not target.is_new}


def _must_be_writable(batch: Batch, touched: Iterable[Change]) -> dict[str, set[Key]]:
    """Return the stored entities that the user needs write access to, by the type that owns their table."""
    keys: dict[str, set[Key]] = {}
    for change in touched:
        if not change.is_new:
            keys.setdefault(batch.root(change.entity).name, set()).add(change.key)
        declared = permissions_of(batch.call.model, change.entity)
        changed = set(change.changed()) if declared.moved_into else set()
        moved_into = {column: target for column, target in declared.moved_into.items() if column in changed}
        for column, target in {**declared.part_of, **moved_into}.items():
            if change.values.get(column):
                _need(batch, keys, target, change.values[column])
    return keys


def _need(batch: Batch, keys: dict[str, set[Key]], target: str, identifier: str) -> None:
    staged = batch.staged.get(batch.call.model.entity(target), (identifier,))
    if staged is None or not staged.is_new:
        keys.setdefault(target, set()).add((identifier,))


def _check_keys(batch: Batch, root: Entity, keys: set[Key]) -> None:
    rules = writable(batch.call.model, batch.call.actor)
    if root.name not in rules:
        return
    firsts = {key[0] for key in keys}
    seen = allowed(batch.call, root, firsts, readable(batch.call.model, batch.call.actor)) & keys
    for key in sorted(seen - allowed(batch.call, root, firsts, rules)):
        message = permissions_of(batch.call.model, root).read_only
        raise PermissionDenied(message.format(f"{root.name} {', '.join(key)}"), hint=ASK_ADMINISTRATOR)
