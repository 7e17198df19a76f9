"""Who may hear of each change beside administrators: those who could ask for it, by the same rules as for
queries.

What is in a project is told to those whose roles open the project; a file to those who see something that
holds it. All that is looked up takes a fixed number of statements, whatever the number of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import define, field, frozen

from callboard_server.access.actor import Rights
from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.access.rights import rights_of_everybody
from callboard_server.model.entity import Entity
from callboard_server.records.roles import user_ids
from callboard_server.storage import entities
from callboard_server.storage.transaction import Row
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change

Audience: TypeAlias = tuple[str, ...] | None
"""Users who may hear of something, in order; None: everybody."""

Chain: TypeAlias = list[tuple[Entity, str]]
"""What a change belongs to, from the nearest on, as far as the project."""

OF_A_FILE = {
    "Component": "id",
    "ComponentLocation": "component_id",
    "Metadata": "parent_id",
    "NoteComponent": "component_id",
}
"""Types, by the owner of their table, that concern a file, and the column that names it."""

OF_ANY = {
    "StatusChange": ("parent_id",),
    "CustomAttributeValue": ("entity_id",),
    "CustomAttributeLink": ("from_id", "to_id"),
    "ListObject": ("entity_id",),
    "Feed": ("owner_id",),
}
"""Types, by the owner of their table, that name entities of any type, beside what they belong to."""

OF_TWO = {"TypedContextLink": ("Context", "from_id"), "AssetVersionLink": ("AssetVersion", "from_id")}
"""Types that tie two entities, of which the chain follows one: the other is named by this column."""


@define(eq=False)
class Places:
    """Where the changes of a batch are, and who sees what is there.

    `contexts` and `projects` are by the identity of the change.
    """

    batch: Batch
    everybody: Mapping[str, Rights] = field(factory=dict)
    projects: dict[int, set[str]] = field(factory=dict)
    contexts: dict[int, set[str]] = field(factory=dict)
    private: dict[str, bool] = field(factory=dict)
    seen_by_assigned: dict[str, set[str]] = field(factory=dict)
    users: list[str] | None = None
    viewers: dict[str, Audience] = field(factory=dict)

    def all_users(self) -> list[str]:
        if self.users is None:
            self.users = user_ids(self.batch.call.tx)
        return self.users


@frozen
class Reach:
    """Who may hear of each change, by its identity, and the identities of those that are in a private
    project.
    """

    audiences: Mapping[int, Audience]
    private: frozenset[int]


def audiences_of(batch: Batch, told: list[Change], chains: Mapping[int, Chain]) -> Mapping[int, Audience]:
    """Return who may hear of each change of *told*, by the identity of the change."""
    return reach_of(batch, told, chains).audiences


def reach_of(batch: Batch, told: list[Change], chains: Mapping[int, Chain]) -> Reach:
    """Return how far the news of each change of *told* may go."""
    jobs_of_files = _jobs_of_files(batch, told)
    jobs = {change.key[0] for change in told if change.entity.name == "Job"}
    jobs |= {change.values["job_id"] for change in told if change.entity.name == "JobComponent"}
    jobs |= {job for found in jobs_of_files.values() for job in found}
    viewers = _viewers(batch, jobs)
    places = _places(batch, told, chains)
    private = frozenset(
        id(change) for change in told if any(places.private.get(one) for one in places.projects[id(change)])
    )
    return Reach(
        {id(change): _audience(batch, change, jobs_of_files, viewers, places) for change in told}, private
    )


def _audience(
    batch: Batch,
    change: Change,
    jobs_of_files: dict[str, set[str]],
    viewers: dict[str, set[str]],
    places: Places,
) -> Audience:
    root = batch.root(change.entity).name
    if root in AUTOMATIONS:
        return ()
    if root in {"Job", "JobComponent"}:
        return tuple(sorted(viewers.get(change.key[0] if root == "Job" else change.values["job_id"], ())))
    of_project = _of_projects(places, change)
    jobs = jobs_of_files.get(change.values[OF_A_FILE[root]] or "", ()) if root in OF_A_FILE else ()
    if not jobs:
        return of_project
    of_jobs = {viewer for job in jobs for viewer in viewers.get(job, ())}
    if places.projects.get(id(change)):
        return None if of_project is None else tuple(sorted(of_jobs | set(of_project)))
    return tuple(sorted(of_jobs))


# -- Projects
# ------------------------------------------------------------------------------------------------------------


def _places(batch: Batch, told: list[Change], chains: Mapping[int, Chain]) -> Places:
    """Return which projects, and which contexts there, each change of *told* is in."""
    places = Places(batch)
    owners = _other_owners(batch, told)
    for change in told:
        chain = [(change.entity, change.key[0]), *chains[id(change)]]
        found = _projects_in(batch, chain) | {
            owners[name][0] for name in _names(batch, change) if name in owners
        }
        values = (change.values, change.before or {})
        found |= {
            one[column] for one in values for column in ("project_id", "_project_id") if one.get(column)
        }
        places.projects[id(change)] = {project for project in found if project}
        nearest = next(
            (identifier for entity, identifier in chain if batch.root(entity).name == "Context"), None
        )
        named = {owners[name][1] for name in _names(batch, change) if name in owners}
        places.contexts[id(change)] = ({nearest} if nearest else set()) | named
    if any(places.projects.values()):
        _know_projects(places)
    return places


def _projects_in(batch: Batch, chain: Chain) -> set[str]:
    found: set[str] = set()
    for entity, identifier in chain:
        if entity.name == "Project":
            found.add(identifier)
            continue
        staged = batch.staged.get(batch.root(entity), (identifier,))
        if staged is not None:
            project = staged.values.get("project_id") or staged.values.get("_project_id")
            found |= {project} if project else set()
    return found


def _names(batch: Batch, change: Change) -> list[str]:
    """Return the identifiers by which *change* leads to entities that its chain does not lead to."""
    root = batch.root(change.entity).name
    columns = (
        *OF_ANY.get(root, ()),
        *(OF_TWO[root][1:] if root in OF_TWO else ()),
        *((OF_A_FILE[root],) if root in OF_A_FILE else ()),
    )
    return [change.values[column] for column in columns if change.values.get(column)]


def _other_owners(batch: Batch, told: list[Change]) -> dict[str, tuple[str, str]]:
    """Return project and context of what changes lead to beside their chains.

    One statement for each type that it can be.
    """
    named = {name for change in told for name in _names(batch, change)}
    files = {
        name
        for change in told
        if batch.root(change.entity).name in OF_A_FILE
        for name in _names(batch, change)
    }
    found: dict[str, tuple[str, str]] = {}
    if named:
        for root, column in (
            ("Context", "project_id"),
            ("Asset", "_project_id"),
            ("AssetVersion", "_project_id"),
            ("List", "project_id"),
        ):
            found |= {
                key: (project, key)
                for key, project in _values_of(batch, root, "id", column, named)
                if project
            }
    if files:
        found |= {
            key: (project, key)
            for key, project in _values_of(batch, "Component", "id", "_project_id", files)
            if project
        }
    return found


def _values_of(
    batch: Batch, root: str, key: str, column: str, identifiers: set[str]
) -> list[tuple[str, str]]:
    """Return *key* and *column* of the rows of *root* whose *key* is one of *identifiers*, as the batch
    leaves them.
    """
    staged = [change for change in batch.staged if batch.root(change.entity).name == root]
    found = [
        (change.values.get(key) or (change.before or {}).get(key), change.values.get(column))
        for change in staged
    ]
    stored = [(row[0], row[1]) for row in _rows(batch, root, (key, column), identifiers)]
    return [*stored, *((one, other) for one, other in found if one in identifiers and other)]


def _know_projects(places: Places) -> None:
    """Find out which projects are private, and what everybody's roles allow."""
    batch = places.batch
    wanted = {project for projects in places.projects.values() for project in projects}
    root = batch.call.model.entity("Context")
    stored = {project for project in wanted if batch.staged.get(root, (project,)) is None}
    places.private = {
        project: bool(is_private)
        for project, is_private in _rows(batch, "Context", ("id", "is_private"), stored)
    }
    for project in wanted - stored:
        change = batch.staged.changes[root.name, (project,)]
        places.private[project] = bool(change.values.get("is_private"))
    places.everybody = rights_of_everybody(batch.call.tx)
    assigned = {user: rights for user, rights in places.everybody.items() if rights.is_assigned}
    for user, rights in assigned.items():
        own = {
            context
            for _, context in _rows(
                batch, "Appointment", ("resource_id", "context_id"), set(rights.resource_ids)
            )
        }
        above = {
            ancestor for _, ancestor in _rows(batch, "ContextAncestor", ("context_id", "ancestor_id"), own)
        }
        places.seen_by_assigned[user] = own | above


def _of_projects(places: Places, change: Change) -> Audience:
    """Return who may hear of *change* by the projects that it is in: whoever sees all of them."""
    audience: Audience = None
    for project in sorted(places.projects.get(id(change), ())):
        viewers = places.viewers.get(project, ()) if project in places.viewers else _working(places, project)
        places.viewers[project] = viewers
        if viewers is not None:
            assigned = tuple(_assigned(places, change, project))
            heard = set(viewers) | set(assigned)
            audience = (
                (viewers if not assigned else tuple(sorted(heard)))
                if audience is None
                else tuple(sorted(heard & set(audience)))
            )
    return audience if not _becomes_private(change) else None


def _becomes_private(change: Change) -> bool:
    """Tell whether *change* does nothing but hide an open project.

    Whoever saw it needs to hear that it is gone.
    """
    return (
        change.entity.name == "Project"
        and not change.is_new
        and not change.is_deleted
        and change.changed() == ("is_private",)
    )


def _working(places: Places, project: str) -> Audience:
    """Return the users who work in *project*."""
    named = {user for user, rights in places.everybody.items() if project in rights.works_in}
    if places.private.get(project):
        return tuple(sorted(named))
    shut_out = {user for user, rights in places.everybody.items() if not rights.works_in_open} - named
    return tuple(sorted(set(places.all_users()) - shut_out)) if shut_out else None


def _assigned(places: Places, change: Change, project: str) -> Iterable[str]:
    """Return the users who see *change* in *project* by assignments alone."""
    for user, contexts in places.seen_by_assigned.items():
        rights = places.everybody[user]
        is_open = rights.assigned_in_open and not places.private.get(project)
        if (is_open or project in rights.assigned_in) and places.contexts.get(id(change), set()) & contexts:
            yield user


# -- Files and jobs
# ------------------------------------------------------------------------------------------------------------


def _jobs_of_files(batch: Batch, told: list[Change]) -> dict[str, set[str]]:
    """Return the jobs that hold each file that changed, or a container that it is in, before or after the
    batch.
    """
    files = {
        change.values[OF_A_FILE[root]]
        for change in told
        if (root := batch.root(change.entity).name) in OF_A_FILE
    }
    files.discard(None)
    holders = _holders(batch, files)
    holding = {holder for found in holders.values() for holder in found}
    jobs: dict[str, set[str]] = {}
    for change in batch.staged:
        if change.entity.name == "JobComponent" and change.values["component_id"] in holding:
            jobs.setdefault(change.values["component_id"], set()).add(change.values["job_id"])
    for component, job in _rows(batch, "JobComponent", ("component_id", "job_id"), holding):
        jobs.setdefault(component, set()).add(job)
    return {
        file: {job for holder in found for job in jobs.get(holder, ())} for file, found in holders.items()
    }


def _holders(batch: Batch, files: set[str]) -> dict[str, set[str]]:
    """Return each of *files* with the containers that it is in, before or after the batch.

    One statement for each level.
    """
    component = batch.call.model.entity("Component")
    above: dict[str, set[str]] = {}
    fresh = set(files)
    while fresh:
        unstaged = {identifier for identifier in fresh if batch.staged.get(component, (identifier,)) is None}
        found = [
            (i, container) for i, container in _rows(batch, "Component", ("id", "container_id"), unstaged)
        ]
        for identifier in fresh - unstaged:
            change = batch.staged.changes[component.name, (identifier,)]
            found += [
                (identifier, values.get("container_id")) for values in (change.values, change.before or {})
            ]
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
    for job, user in (
        *_rows(batch, "Job", ("id", "user_id"), unknown),
        *_rows(batch, "JobGrant", ("job_id", "user_id"), jobs),
    ):
        if user:
            viewers[job].add(user)
    for change in batch.staged:
        if change.entity.name == "JobGrant" and change.values["job_id"] in viewers:
            viewers[change.values["job_id"]].add(change.values["user_id"])
    return viewers


def _rows(batch: Batch, root: str, columns: tuple[str, str], identifiers: set[str]) -> list[Row]:
    """Return two *columns* of *root*'s rows whose first is one of *identifiers*."""
    return entities.pairs(batch.call.tx, batch.call.tables, root, columns, identifiers)
