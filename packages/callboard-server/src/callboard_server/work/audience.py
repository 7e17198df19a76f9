"""The users who receive the event about each change, besides administrators: those who could query it.

Entities in a project are visible to the users whose roles open the project. A file is visible to the users
who see an entity that it is attached to. The number of statements does not depend on the number of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from callboard_server.access.actor import Rights
from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.access.rights import rights_of_all_users
from callboard_server.records.roles import user_ids
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.job_viewers import jobs_of_files, viewers_of_jobs
from callboard_server.work.letters import letters_of, people_of_letters
from callboard_server.work.private_types import OWNERS, Audience, owner_audience, view_audience
from callboard_server.work.scope import FILE_COLUMNS, Chain, Scope, rows, scopes_of


@frozen
class Reach:
    """The audience of each change, and the changes that are in a private project."""

    audiences: Mapping[Change, Audience]
    private: frozenset[Change]


def reach_of(batch: Batch, changes: list[Change], chains: Mapping[Change, Chain]) -> Reach:
    """Return the audience of each of *changes*; *chains* contain the owners of each."""
    scopes = scopes_of(batch, changes, chains)
    projects = projects_of(batch, {project for scope in scopes.values() for project in scope.projects})
    jobs = of_jobs(batch, changes)
    letters = {
        change: letters_of(batch, change, chains[change]) for change in changes if not scopes[change].projects
    }
    people = people_of_letters(batch, {letter for found in letters.values() for letter in found})

    def audience(change: Change) -> Audience:
        if found := letters.get(change):
            return tuple(sorted({user for letter in found for user in people.get(letter, ())}))
        return _audience(batch, change, scopes[change], projects, jobs)

    return Reach(
        {change: audience(change) for change in changes},
        frozenset(
            change for change in changes if any(projects.private.get(one) for one in scopes[change].projects)
        ),
    )


def _audience(batch: Batch, change: Change, scope: Scope, projects: Projects, jobs: Jobs) -> Audience:
    root = batch.root(change.entity).name
    if root in AUTOMATIONS:
        return ()
    if root in OWNERS:
        return owner_audience(OWNERS[root], change)
    if root == "UserView":
        return view_audience(batch, change)
    if root in {"Job", "JobComponent"}:
        job = change.key[0] if root == "Job" else change.values["job_id"]
        return tuple(sorted(jobs.viewers.get(job, ())))
    in_projects = None if _becomes_private(change) else projects.audience(scope)
    file = change.values[FILE_COLUMNS[root]] if root in FILE_COLUMNS else None
    attached_to = jobs.by_file.get(file or "", set())
    if not attached_to:
        return in_projects
    viewers = {viewer for job in attached_to for viewer in jobs.viewers.get(job, ())}
    if scope.projects:
        return None if in_projects is None else tuple(sorted(viewers | set(in_projects)))
    return tuple(sorted(viewers))


def _becomes_private(change: Change) -> bool:
    """Return whether *change* only makes a project private.

    The users who could see the project receive the event, because it is no longer visible to them.
    """
    return (
        change.entity.name == "Project"
        and not change.is_new
        and not change.is_deleted
        and change.changed() == ("is_private",)
    )


# -- Jobs
# ------------------------------------------------------------------------------------------------------------


@frozen
class Jobs:
    """The users who see each job, and the jobs that files are attached to."""

    viewers: Mapping[str, set[str]]
    by_file: Mapping[str, set[str]]


def of_jobs(batch: Batch, changes: list[Change]) -> Jobs:
    by_file = jobs_of_files(batch, changes)
    jobs = {change.key[0] for change in changes if change.entity.name == "Job"}
    jobs |= {change.values["job_id"] for change in changes if change.entity.name == "JobComponent"}
    jobs |= {job for found in by_file.values() for job in found}
    return Jobs(viewers_of_jobs(batch, jobs), by_file)


# -- Projects
# ------------------------------------------------------------------------------------------------------------


@define(eq=False)
class Projects:
    """The visibility of the projects of a batch.

    `assigned` contains the contexts that users with roles of the type ASSIGNED see, by user.
    """

    batch: Batch
    private: Mapping[str, bool] = field(factory=dict)
    rights: Mapping[str, Rights] = field(factory=dict)
    assigned: Mapping[str, set[str]] = field(factory=dict)
    _users: list[str] | None = None
    _members: dict[str, Audience] = field(factory=dict)

    def audience(self, scope: Scope) -> Audience:
        """Return the users who see all projects of *scope*."""
        audience: Audience = None
        for project in sorted(scope.projects):
            members = self._members_of(project)
            if members is None:
                continue
            assigned = tuple(self._assigned_to(scope, project))
            viewers = {*members, *assigned}
            if audience is not None:
                audience = tuple(sorted(viewers & set(audience)))
            else:
                audience = tuple(sorted(viewers)) if assigned else members
        return audience

    def _members_of(self, project: str) -> Audience:
        """Return the users who work in *project*."""
        if project not in self._members:
            self._members[project] = self._find_members(project)
        return self._members[project]

    def _find_members(self, project: str) -> Audience:
        named = {user for user, rights in self.rights.items() if project in rights.works_in}
        if self.private.get(project):
            return tuple(sorted(named))
        excluded = {user for user, rights in self.rights.items() if not rights.works_in_open} - named
        if not excluded:
            return None
        if self._users is None:
            self._users = user_ids(self.batch.call.tx)
        return tuple(sorted(set(self._users) - excluded))

    def _assigned_to(self, scope: Scope, project: str) -> Iterator[str]:
        """Yield the users who see contexts of *scope* in *project* only because of assignments."""
        for user, contexts in self.assigned.items():
            rights = self.rights[user]
            is_open = rights.assigned_in_open and not self.private.get(project)
            if (is_open or project in rights.assigned_in) and scope.contexts & contexts:
                yield user


def projects_of(batch: Batch, identifiers: set[str]) -> Projects:
    """Load the visibility of the projects with *identifiers*, and the rights of all users."""
    if not identifiers:
        return Projects(batch)
    root = batch.call.model.entity("Context")
    staged = {one: batch.staged.get(root, (one,)) for one in identifiers}
    unstaged = {one for one, change in staged.items() if change is None}
    private = {one: bool(value) for one, value in rows(batch, "Context", ("id", "is_private"), unstaged)}
    private |= {
        one: bool(change.values.get("is_private")) for one, change in staged.items() if change is not None
    }
    rights = rights_of_all_users(batch.call.tx)
    return Projects(batch, private, rights, _assigned_contexts(batch, rights))


def _assigned_contexts(batch: Batch, rights: Mapping[str, Rights]) -> dict[str, set[str]]:
    """Return the contexts assigned to each user with roles of the type ASSIGNED, with their ancestors."""
    resources = {user: set(each.resource_ids) for user, each in rights.items() if each.is_assigned}
    all_resources = {resource for found in resources.values() for resource in found}
    by_resource = _grouped(rows(batch, "Appointment", ("resource_id", "context_id"), all_resources))
    own = {
        user: {context for resource in found for context in by_resource.get(resource, ())}
        for user, found in resources.items()
    }
    below = {context for found in own.values() for context in found}
    above = _grouped(rows(batch, "ContextAncestor", ("context_id", "ancestor_id"), below))
    return {
        user: found | {ancestor for context in found for ancestor in above.get(context, ())}
        for user, found in own.items()
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found
