"""Whether the actor may do what a batch asks. What the server adds by its own rules is not asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from callboard.access.visibility import ADMINISTRATORS_ONLY, OWN_PROFILE, readable, writable
from callboard.errors import PermissionDenied
from callboard.model.attributes import ForeignKey
from callboard.model.entity import Entity
from callboard.query.bound import AllOf, BoundCriteria, BoundQuery, Node, OneOf
from callboard.query.plan import make_plan
from callboard.work.batch import Batch, Caller
from callboard.work.change import Change
from callboard.work.operations import Key
from callboard.work.values import unknown, unknown_owner

ASK = "Ask an administrator for it."


def hide_unseen(batch: Batch) -> None:
    """Take away what was loaded and the actor may not see. To all that follows it does not exist, so no error tells that it does."""
    if batch.call.actor.is_administrator:
        return
    rules = readable(batch.call.model, batch.call.actor.user_id)
    loaded: dict[str, set[Key]] = {}
    for change in batch.staged:
        loaded.setdefault(batch.root(change.entity).name, set()).add(change.key)
    for name in loaded.keys() & rules.keys():
        seen = allowed(batch.call, batch.call.model.entity(name), {key[0] for key in loaded[name]}, rules)
        for key in loaded[name] - seen:
            del batch.staged.changes[name, key]


def authorize(batch: Batch) -> None:
    """Raise PermissionDenied for what the actor sees and may not do."""
    if batch.call.actor.is_administrator:
        return
    touched = batch.staged.touched()
    for name, keys in _must_be_writable(batch, touched).items():
        _check_keys(batch, batch.call.model.entity(name), keys)
    for change in touched:
        _check_type(batch, change)


def authorize_references(batch: Batch) -> None:
    """Raise UnknownReference for a reference to an entity that the actor may not see, as for one that does not exist."""
    if batch.call.actor.is_administrator:
        return
    rules = readable(batch.call.model, batch.call.actor.user_id)
    referred: dict[str, list[tuple[Change, ForeignKey]]] = {}
    for change in batch.staged.touched():
        for attribute in change.entity.stored:
            if isinstance(attribute, ForeignKey) and attribute.column in change.changed() and change.values[attribute.column]:
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
                raise unknown(change.entity, attribute, change.values[attribute.column])
    _check_owners(batch, rules)


def _check_owners(batch: Batch, rules: Mapping[str, BoundCriteria]) -> None:
    """Raise the same for metadata of a file that the actor may not see."""
    made = [change for change in batch.staged.touched() if change.entity.name == "Metadata" and change.is_new and not change.is_deleted]
    component = batch.call.model.entity("Component")
    files = _stored_before(batch, component, {change.values["parent_id"] for change in made})
    if not files:
        return
    unseen = allowed(batch.call, component, files, {}) - allowed(batch.call, component, files, rules)
    for change in made:
        if (change.values["parent_id"],) in unseen:
            raise unknown_owner(change.entity, change.values["parent_id"], component.name)


def may_write(call: Caller, entity_type: str, identifiers: Collection[str]) -> bool:
    """Tell whether the actor may change all of *identifiers*; one that does not exist is no obstacle."""
    if call.actor.is_administrator:
        return True
    root = call.model.root(call.model.entity(entity_type))
    existing = allowed(call, root, identifiers, {})
    return existing == allowed(call, root, identifiers, writable(call.model, call.actor.user_id))


def allowed(call: Caller, root: Entity, identifiers: Collection[str], rules: Mapping[str, BoundCriteria]) -> set[Key]:
    """Return the keys of rows in *root*'s table, among *identifiers* of its first key part, that *rules* let through."""
    first = root.stored_by_name[root.key[0]]
    criteria: BoundCriteria = OneOf((), first, negated=False, values=tuple(sorted(identifiers)))
    if root.name in rules:
        criteria = AllOf((criteria, rules[root.name]))
    node = Node(root)
    for name in root.key:
        node.add(root.by_name[name], None)
    planned = make_plan(BoundQuery(root, criteria, (), None, None, node), call.model)
    page = call.reader.fetch(call.tx, planned, NOWHERE, normalised=False)
    return {tuple(row[name] for name in root.key) for row in page.rows}


class _Nowhere:
    """Keys hold no addresses."""

    def component_url(self, component_id: str) -> str:
        raise AssertionError(component_id)

    thumbnail_url = component_url


NOWHERE = _Nowhere()


def _stored_before(batch: Batch, root: Entity, identifiers: Iterable[str]) -> set[str]:
    """Return those of *identifiers* that the batch did not make itself."""
    return {i for i in identifiers if (target := batch.staged.get(root, (i,))) is None or not target.is_new}


def _check_type(batch: Batch, change: Change) -> None:
    root, actor = batch.root(change.entity).name, batch.call.actor
    what = f"{'create' if change.is_new else 'delete' if change.is_deleted else 'change'} a {change.entity.name}"
    if root in ADMINISTRATORS_ONLY:
        raise PermissionDenied(f"Only administrators may {what}.", hint=ASK)
    if root == "Resource":
        is_own = change.entity.name == "User" and change.key[0] == actor.user_id and not change.is_new and not change.is_deleted
        if not is_own or set(change.changed()) - OWN_PROFILE:
            raise PermissionDenied(f"Only administrators may {what}, beyond the own name and picture.", hint=ASK)
    if root == "Job" and not change.is_deleted and change.values["user_id"] not in {None, actor.user_id}:
        raise PermissionDenied("Only administrators may make or change the jobs of other users.", hint=ASK)
    if root == "Metadata":
        _check_metadata(batch, change)


def _check_metadata(batch: Batch, change: Change) -> None:
    owner = change.values["parent_type"]
    if owner not in batch.call.model:
        return
    root = batch.root(batch.call.model.entity(owner)).name
    if root in ADMINISTRATORS_ONLY or (root == "Resource" and change.values["parent_id"] != batch.call.actor.user_id):
        raise PermissionDenied(f"Only administrators may change the metadata of a {owner}.", hint=ASK)


def _must_be_writable(batch: Batch, touched: Iterable[Change]) -> dict[str, set[Key]]:
    """Return the stored entities that the batch needs to be allowed to change, by the type that owns their table."""
    keys: dict[str, set[Key]] = {}
    for change in touched:
        root = batch.root(change.entity).name
        if not change.is_new:
            keys.setdefault(root, set()).add(change.key)
        for column, target in (("job_id", "Job"), ("component_id", "Component")):
            if root in {"JobComponent", "ComponentLocation"} and change.values.get(column):
                _need(batch, keys, target, change.values[column])
        if root == "Metadata":
            _need(batch, keys, "Component", change.values["parent_id"])
    return keys


def _need(batch: Batch, keys: dict[str, set[Key]], target: str, identifier: str) -> None:
    staged = batch.staged.get(batch.call.model.entity(target), (identifier,))
    if staged is None or not staged.is_new:
        keys.setdefault(target, set()).add((identifier,))


def _check_keys(batch: Batch, root: Entity, keys: set[Key]) -> None:
    user = batch.call.actor.user_id
    rules = writable(batch.call.model, user)
    if root.name not in rules:
        return
    firsts = {key[0] for key in keys}
    seen = allowed(batch.call, root, firsts, readable(batch.call.model, user)) & keys
    for key in sorted(seen - allowed(batch.call, root, firsts, rules)):
        raise PermissionDenied(f"The {root.name} {', '.join(key)} belongs to somebody else.", hint=ASK)
