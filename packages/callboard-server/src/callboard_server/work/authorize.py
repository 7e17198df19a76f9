"""Whether the actor may do what a batch asks. What the server adds by its own rules is not asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from attrs import frozen

from callboard.errors import PermissionDenied, UnknownReference
from callboard_server.access.actor import PROJECT_MANAGER
from callboard_server.access.administrators import ADMINISTRATORS_ONLY, OWN_PROFILE
from callboard_server.access.visibility import attachable, readable, writable
from callboard_server.model.attributes import ForeignKey
from callboard_server.model.entity import Entity
from callboard_server.query.bound import AllOf, BoundCriteria, BoundQuery, Node, OneOf
from callboard_server.query.plan.planner import make_plan
from callboard_server.storage.computed import NO_LINKS
from callboard_server.work.batch import Batch, Caller
from callboard_server.work.change import Change
from callboard_server.work.operations import Key
from callboard_server.work.validate import owner_named
from callboard_server.work.values import unknown, unknown_owner

ASK = "Ask an administrator for it."
ASK_MANAGER = "Ask a project manager or an administrator for it."

REFUSALS = {
    "CustomConfigurationBase": "None of your roles may write values of the {}.",
    "Context": "The {} is above what is assigned to you; you may only look at it.",
}
"""What is said to those who may see and not change something, where it is not about whom it belongs to."""

DEEPEST = 100
PLACED_BY = frozenset({"parent_id", "entity_id", "from_id", "to_id"})
"""Columns that name an entity of any type."""

MANAGED = frozenset({"Appointment", "Manager"})
"""Types, by the owner of their table, by which managers say who does what. Users may take on and give back by
themselves, and those to whom nobody gave a role may assign others: a studio that gives none has no managers.
"""


@frozen
class Owned:
    """How a type is owned by the user in *column*.

    Of what `is_personal` nobody makes one in another's name.
    """

    column: str
    is_personal: bool = True
    by_managers: bool = False
    open_to_all: frozenset[str] = frozenset()


OWNED: Mapping[str, Owned] = {
    "Note": Owned(
        "user_id",
        is_personal=False,
        open_to_all=frozenset({"completed_at", "completed_by_id", "thread_activity"}),
    ),
    "Timelog": Owned("user_id"),
    "Timer": Owned("user_id"),
    "UserApplicationState": Owned("user_id"),
    "Conversation": Owned("created_by_id"),
    "Message": Owned("created_by_id"),
    "Dashboard": Owned("created_by_id"),
    "List": Owned("user_id", is_personal=False, by_managers=True),
    "ReviewSession": Owned("created_by_id", is_personal=False, by_managers=True),
}
"""Types, by the owner of their table, that are changed and deleted by those who made them."""


def hide_unseen(batch: Batch) -> None:
    """Take away what was loaded and the actor may not see.

    To all that follows it does not exist, so no error tells that it does.
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
    """Raise PermissionDenied for what the actor sees and may not do."""
    if batch.call.actor.is_administrator:
        return
    touched = batch.staged.touched()
    for name, keys in _must_be_writable(batch, touched).items():
        _check_keys(batch, batch.call.model.entity(name), keys)
    for change in touched:
        _check_type(batch, change)


def authorize_references(batch: Batch) -> None:
    """Raise UnknownReference for a reference to an entity that the actor may not see, as for one that does
    not exist.

    This comes before rules and checks, whose errors may tell of what is referred to.
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
                raise unknown(change.entity, attribute, change.values[attribute.column])


def authorize_places(batch: Batch) -> None:
    """Raise UnknownReference for what was made on an entity of any type that the actor may not see, as for
    one that does not exist.

    What an identifier of no certain type leads to is known once it is stored, so this is asked of the rows
    that were written.
    """
    if batch.call.actor.is_administrator:
        return
    rules = attachable(batch.call.model, batch.call.actor)
    placed: dict[str, list[Change]] = {}
    for change in batch.staged.touched():
        root = batch.root(change.entity).name
        if root in rules and not change.is_deleted and PLACED_BY & set(change.changed()):
            placed.setdefault(root, []).append(change)
    for name, changes in placed.items():
        seen = allowed(
            batch.call, batch.call.model.entity(name), {change.key[0] for change in changes}, rules
        )
        for change in changes:
            if change.key not in seen:
                raise _unseen_owner(batch, change)


def _unseen_owner(batch: Batch, change: Change) -> UnknownReference:
    owner_type = change.entity.owner_type
    named = change.values[owner_type] if owner_type else None
    owner = batch.root(owner_named(batch, named)).name if named else "entity"
    column = next(name for name in ("parent_id", "entity_id", "from_id") if name in change.values)
    return unknown_owner(change.entity, change.values[column], owner)


def may_write(call: Caller, entity_type: str, identifiers: Collection[str]) -> bool:
    """Tell whether the actor may change all of *identifiers*; one that does not exist is no obstacle."""
    if call.actor.is_administrator:
        return True
    root = call.model.root(call.model.entity(entity_type))
    existing = allowed(call, root, identifiers, {})
    return existing == allowed(call, root, identifiers, writable(call.model, call.actor))


def allowed(
    call: Caller, root: Entity, identifiers: Collection[str], rules: Mapping[str, BoundCriteria]
) -> set[Key]:
    """Return the keys of rows in *root*'s table, among *identifiers* of its first key part, that *rules* let
    through.
    """
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
    """Return those of *identifiers* that the batch did not make itself."""
    return {i for i in identifiers if (target := batch.staged.get(root, (i,))) is None or not target.is_new}


def _check_type(batch: Batch, change: Change) -> None:
    root, actor = batch.root(change.entity).name, batch.call.actor
    what = (
        f"{'create' if change.is_new else 'delete' if change.is_deleted else 'change'} "
        f"{article(change.entity.name)} {change.entity.name}"
    )
    if root in ADMINISTRATORS_ONLY:
        raise PermissionDenied(f"Only administrators may {what}.", hint=ASK)
    if root == "Resource":
        is_own = (
            change.entity.name == "User"
            and change.key[0] == actor.user_id
            and not change.is_new
            and not change.is_deleted
        )
        if not is_own or set(change.changed()) - OWN_PROFILE:
            raise PermissionDenied(
                f"Only administrators may {what}, beyond the own name and picture.", hint=ASK
            )
    if root == "Job" and not change.is_deleted and change.values["user_id"] not in {None, actor.user_id}:
        raise PermissionDenied("Only administrators may make or change the jobs of other users.", hint=ASK)
    if root == "Metadata":
        _check_metadata(batch, change)
    if root == "CustomAttributeValue":
        _check_value_of_user(batch, change)
    if root in OWNED:
        _check_owned(batch, change, OWNED[root])
    if change.entity.name == "Project":
        _check_project(batch, change, what)
    if root in MANAGED:
        _check_managed(batch, change, what)


def article(noun: str) -> str:
    """Return what stands in front of *noun*."""
    return "an" if noun[0] in "AEIO" else "a"


def _check_owned(batch: Batch, change: Change, owned: Owned) -> None:
    """Raise PermissionDenied for what another user made, and for what is made in the name of another."""
    actor = batch.call.actor.user_id
    changed = set(change.changed()) - owned.open_to_all
    if change.is_new or not (changed or change.is_deleted):
        is_allowed = (
            not change.is_new or not owned.is_personal or change.values[owned.column] in {None, actor}
        )
    else:
        before = (change.before or {}).get(owned.column)
        stays_own = change.is_deleted or not owned.is_personal or change.values[owned.column] == actor
        is_allowed = before == actor and stays_own
    if is_allowed or (owned.by_managers and _manages(batch, change.values["project_id"])):
        return
    others = "its author, a project manager" if owned.by_managers else "its author"
    hint = ASK_MANAGER if owned.by_managers else ASK
    raise PermissionDenied(
        f"Only {others} or an administrator may do this to the {change.entity.name} {', '.join(change.key)}.",
        hint=hint,
    )


def _check_project(batch: Batch, change: Change, what: str) -> None:
    """Raise PermissionDenied unless a manager makes, changes or deletes a project.

    Its picture is for everybody who works in it.
    """
    if change.is_new:
        is_allowed = PROJECT_MANAGER in batch.call.actor.rights.role_names
    else:
        is_small = not change.is_deleted and not set(change.changed()) - {"thumbnail_id"}
        is_allowed = is_small or _manages(batch, change.key[0])
    if not is_allowed:
        raise PermissionDenied(f"Only project managers and administrators may {what}.", hint=ASK_MANAGER)


def _check_managed(batch: Batch, change: Change, what: str) -> None:
    """Raise PermissionDenied unless a manager assigns, or users themselves."""
    actor = batch.call.actor.user_id
    resources = {values.get("resource_id") for values in (change.values, change.before or change.values)}
    if resources == {actor} or not batch.call.actor.rights.has_roles:
        return
    members = [one for one in batch.staged.touched() if batch.root(one.entity).name in MANAGED]
    contexts = batch.find("Context", (one.values["context_id"] for one in members))
    context = contexts.get(change.values["context_id"])
    if context is None or not _manages(batch, _project_of(batch, context)):
        raise PermissionDenied(
            f"Only project managers and administrators may {what} for others.", hint=ASK_MANAGER
        )


def _project_of(batch: Batch, context: Change) -> str | None:
    """Return the project of *context*; for one that is made in this batch, that of what it is made below."""
    found: Change | None = context
    for _ in range(DEEPEST):
        if found is None or found.values["project_id"] or found.entity.name == "Project":
            break
        found = batch.get("Context", found.values["parent_id"])
    if found is None:
        return None
    return found.values["project_id"] or (found.key[0] if found.entity.name == "Project" else None)


def _manages(batch: Batch, project_id: str | None) -> bool:
    """Tell whether the actor manages a project, by a role there or in all open projects.

    Makers of projects manage these.
    """
    rights = batch.call.actor.rights
    if project_id is None or PROJECT_MANAGER not in rights.role_names:
        return False
    if project_id in rights.manages:
        return True
    project = batch.get("Project", project_id)
    if project is None:
        return False
    before = project.before if project.before is not None else {}
    return project.is_new or (rights.manages_open and not before.get("is_private"))


def _check_value_of_user(batch: Batch, change: Change) -> None:
    configuration = batch.get("CustomConfigurationBase", change.values["configuration_id"])
    is_of_user = configuration is not None and configuration.values["entity_type"] == "user"
    if is_of_user and change.values["entity_id"] != batch.call.actor.user_id:
        raise PermissionDenied(
            "Only administrators may change the custom attributes of other users.", hint=ASK
        )


def _check_metadata(batch: Batch, change: Change) -> None:
    owner = change.values["parent_type"]
    if owner not in batch.call.model:
        return
    root = batch.root(batch.call.model.entity(owner)).name
    if root in ADMINISTRATORS_ONLY or (
        root == "Resource" and change.values["parent_id"] != batch.call.actor.user_id
    ):
        raise PermissionDenied(f"Only administrators may change the metadata of a {owner}.", hint=ASK)


def _must_be_writable(batch: Batch, touched: Iterable[Change]) -> dict[str, set[Key]]:
    """Return the stored entities that the batch needs to be allowed to change, by the type that owns their
    table.
    """
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
        if root == "CustomAttributeValue":
            _need(batch, keys, "CustomConfigurationBase", change.values["configuration_id"])
        if root == "Context" and change.values.get("parent_id") and "parent_id" in change.changed():
            _need(batch, keys, "Context", change.values["parent_id"])
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
        what = f"{root.name} {', '.join(key)}"
        raise PermissionDenied(
            REFUSALS.get(root.name, "The {} belongs to somebody else.").format(what), hint=ASK
        )
