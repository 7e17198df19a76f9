"""What a batch tells the world: one event with an item for each entity that changed, and who may hear of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import sqlalchemy as sa

from callboard.events.payload import Item, News, item
from callboard.model.attributes import ForeignKey, Reference, Text
from callboard.model.entity import Entity
from callboard.storage.dialect import Dialect
from callboard.storage.tables import Tables
from callboard.storage.transaction import Prepared, Row
from callboard.work.batch import Batch
from callboard.work.change import Change
from callboard.work.validate import owner_named

HIGHEST_CHAIN = 100
"""Where a chain of owners ends, should two writers at once have closed it to a circle."""

OF_A_FILE = {"Component": "id", "ComponentLocation": "component_id", "Metadata": "parent_id"}
"""Types, by the owner of their table, that concern a file, and the column that names it."""


def describe(batch: Batch) -> News | None:
    """Return the news of *batch*, or None when nothing changed."""
    told = [change for change in batch.staged.touched() if _is_news(change)]
    if not told:
        return None
    audiences = _audiences(batch, told)
    gather_owners(batch, told)
    items = tuple(_item(batch, change, audiences[id(change)]) for change in told)
    tokens = getattr(batch.call, "tokens", None)
    actor = batch.call.actor
    return News(
        event_id=batch.call.new_id(),
        items=items,
        user_id=actor.user_id or None,
        username=actor.username,
        name=actor.name or actor.username,
        client_token=tokens.client_token if tokens else None,
        push_token=(tokens.push_token if tokens else None) or batch.call.new_id(),
    )


def _is_news(change: Change) -> bool:
    return not change.is_void and not change.entity.internal and (change.is_deleted or change.is_new or _tells_something(change))


def _tells_something(change: Change) -> bool:
    """Tell whether anything changed that clients know of."""
    changed = set(change.changed())
    return any(attribute.column in changed for attribute in change.entity.told)


def _item(batch: Batch, change: Change, audience: tuple[str, ...] | None) -> Item:
    action = "remove" if change.is_deleted else "add" if change.is_new else "update"
    before = change.before or {}
    after = {} if change.is_deleted else change.values
    return item(action, change.entity, change.key, before, after, parents_of(batch, change), audience)


def parents_of(batch: Batch, change: Change) -> list[tuple[Entity, str]]:
    """Return what *change* belongs to, from the nearest on, as far as the project, once `gather_owners` brought that in."""
    chain: list[tuple[Entity, str]] = []
    below = change
    while len(chain) < HIGHEST_CHAIN and (above := _owner(batch, below)) is not None:
        found = batch.staged.get(batch.root(above[0]), (above[1],))
        chain.append((found.entity if found else above[0], above[1]))
        if found is None:
            break
        below = found
    return chain


def gather_owners(batch: Batch, told: list[Change]) -> None:
    """Load everything that *told* belongs to: one statement for each level and table, however much is told."""
    passed: set[tuple[str, str]] = set()
    below = told
    for _ in range(HIGHEST_CHAIN):
        owners = {(batch.root(owner[0]).name, owner[1]) for change in below if (owner := _owner(batch, change)) is not None} - passed
        if not owners:
            break
        passed |= owners
        for name in sorted({name for name, _ in owners}):
            batch.gather(name, (identifier for root, identifier in owners if root == name))
        found = (batch.staged.get(batch.call.model.entity(name), (identifier,)) for name, identifier in owners)
        below = [change for change in found if change is not None]


def _owner(batch: Batch, change: Change) -> tuple[Entity, str] | None:
    """Return the type and identifier of what *change* belongs to at once."""
    entity, model = change.entity, batch.call.model
    for name in (entity.parent, "container_id" if batch.root(entity).name == "Component" else None):
        if name and (identifier := change.values.get(name)):
            foreign = entity.stored_by_name[name]
            if isinstance(foreign, ForeignKey) and foreign.target in model:
                return model.entity(foreign.target), identifier
    if entity.owner_type and change.values.get("parent_id"):
        return owner_named(batch, change.values[entity.owner_type]), change.values["parent_id"]
    parent = entity.by_name.get("parent")
    if isinstance(parent, Reference) and isinstance(entity.by_name[parent.via], Text) and change.values.get(parent.via):
        return model.entity(parent.target), change.values[parent.via]  # as a change of status has, whose type says what of
    return None


# -- Who may hear of it ---------------------------------------------------------------------------------------------------------------


def _audiences(batch: Batch, told: list[Change]) -> dict[int, tuple[str, ...] | None]:
    """Return the users who may hear of each change beside administrators, by the same rules as for queries; None: everybody."""
    jobs_of_files = _jobs_of_files(batch, told)
    for file in _of_versions(batch, {file for file, found in jobs_of_files.items() if found}):
        del jobs_of_files[file]
    jobs = {change.key[0] for change in told if change.entity.name == "Job"}
    jobs |= {change.values["job_id"] for change in told if change.entity.name == "JobComponent"}
    jobs |= {job for found in jobs_of_files.values() for job in found}
    viewers = _viewers(batch, jobs)
    return {id(change): _audience(batch, change, jobs_of_files, viewers) for change in told}


def _audience(batch: Batch, change: Change, jobs_of_files: dict[str, set[str]], viewers: dict[str, set[str]]) -> tuple[str, ...] | None:
    root = batch.root(change.entity).name
    if root == "Job":
        jobs: Iterable[str] = (change.key[0],)
    elif root == "JobComponent":
        jobs = (change.values["job_id"],)
    elif root in OF_A_FILE:
        jobs = jobs_of_files.get(change.values[OF_A_FILE[root]] or "", ())
        if not jobs:
            return None
    else:
        return None
    return tuple(sorted({viewer for job in jobs for viewer in viewers.get(job, ())}))


def _jobs_of_files(batch: Batch, told: list[Change]) -> dict[str, set[str]]:
    """Return the jobs that hold each file that changed, or a container that it is in, before or after the batch."""
    files = {change.values[OF_A_FILE[root]] for change in told if (root := batch.root(change.entity).name) in OF_A_FILE}
    files.discard(None)
    holders = _holders(batch, files)
    holding = {holder for found in holders.values() for holder in found}
    jobs: dict[str, set[str]] = {}
    for change in batch.staged:
        if change.entity.name == "JobComponent" and change.values["component_id"] in holding:
            jobs.setdefault(change.values["component_id"], set()).add(change.values["job_id"])
    for component, job in _rows(batch, "JobComponent", ("component_id", "job_id"), holding):
        jobs.setdefault(component, set()).add(job)
    return {file: {job for holder in found for job in jobs.get(holder, ())} for file, found in holders.items()}


def _of_versions(batch: Batch, files: set[str]) -> set[str]:
    """Return those of *files* that belong to a version, before or after the batch: everybody sees them, whichever jobs hold them."""
    component = batch.call.model.entity("Component")
    staged = {file: change for file in files if (change := batch.staged.get(component, (file,))) is not None}
    found = {file for file, change in staged.items() if change.values["version_id"] or (change.before or {}).get("version_id")}
    return found | {file for file, version in _rows(batch, "Component", ("id", "version_id"), files - staged.keys()) if version}


def _holders(batch: Batch, files: set[str]) -> dict[str, set[str]]:
    """Return each of *files* with the containers that it is in, before or after the batch: one statement for each level."""
    component = batch.call.model.entity("Component")
    above: dict[str, set[str]] = {}
    fresh = set(files)
    while fresh:
        unstaged = {identifier for identifier in fresh if batch.staged.get(component, (identifier,)) is None}
        found = [(i, container) for i, container in _rows(batch, "Component", ("id", "container_id"), unstaged)]
        for identifier in fresh - unstaged:
            change = batch.staged.changes[component.name, (identifier,)]
            found += [(identifier, values.get("container_id")) for values in (change.values, change.before or {})]
        above.update((identifier, set()) for identifier in fresh)
        for identifier, container in found:
            if container:
                above[identifier].add(container)
        fresh = {container for _, container in found if container} - above.keys()
    holders: dict[str, set[str]] = {}
    for file in files:
        reached, waiting = {file}, [file]
        while waiting:
            more = above[waiting.pop()] - reached
            reached |= more
            waiting += more
        holders[file] = reached
    return holders


def _viewers(batch: Batch, jobs: set[str]) -> dict[str, set[str]]:
    """Return who sees each of *jobs*: the owner, before and after, and whoever opened its shared link."""
    viewers: dict[str, set[str]] = {job: set() for job in jobs}
    unknown = set()
    job_type = batch.call.model.entity("Job")
    for job in jobs:
        staged = batch.staged.get(job_type, (job,))
        if staged is None:
            unknown.add(job)
            continue
        owners = {staged.values["user_id"], (staged.before or {}).get("user_id")}
        viewers[job] |= {owner for owner in owners if owner}
    for job, user in (*_rows(batch, "Job", ("id", "user_id"), unknown), *_rows(batch, "JobGrant", ("job_id", "user_id"), jobs)):
        if user:
            viewers[job].add(user)
    for change in batch.staged:
        if change.entity.name == "JobGrant" and change.values["job_id"] in viewers:
            viewers[change.values["job_id"]].add(change.values["user_id"])
    return viewers


def _rows(batch: Batch, root: str, columns: tuple[str, str], identifiers: set[str]) -> list[Row]:
    """Return two *columns* of *root*'s rows whose first is one of *identifiers*."""
    if not identifiers:
        return []
    tx = batch.call.tx
    return tx.rows(_looking_up(batch.call.tables, root, columns, tx.dialect), keys=tx.dialect.list_parameter(sorted(identifiers)))


@lru_cache(maxsize=64)
def _looking_up(tables: Tables, root: str, columns: tuple[str, str], dialect: Dialect) -> Prepared:
    table = tables.by_root[root]
    first = table.c[columns[0]]
    return Prepared(sa.select(first, table.c[columns[1]]).where(dialect.among(first, "keys", first.type)))
