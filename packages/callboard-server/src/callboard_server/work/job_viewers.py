"""The users who see jobs and the files that are attached to them."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.access.rights import rights_of_all_users
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.scope import FILE_COLUMNS, rows


def viewers_of_jobs(batch: Batch, jobs: set[str]) -> dict[str, set[str]]:
    """Return the users who see each job.

    These are its old and new owner, the users who opened its link, and the managers of all its projects.
    """
    viewers: dict[str, set[str]] = {job: set() for job in jobs}
    unstaged = set()
    job_type = batch.call.model.entity("Job")
    for job in jobs:
        staged = batch.staged.get(job_type, (job,))
        if staged is None:
            unstaged.add(job)
            continue
        owners = {staged.values["user_id"], (staged.before or {}).get("user_id")}
        viewers[job] |= {owner for owner in owners if owner}
    for job, user in (
        *rows(batch, "Job", ("id", "user_id"), unstaged),
        *rows(batch, "JobGrant", ("job_id", "user_id"), jobs),
    ):
        if user:
            viewers[job].add(user)
    for change in batch.staged:
        if change.entity.name == "JobGrant" and change.values["job_id"] in viewers:
            viewers[change.values["job_id"]].add(change.values["user_id"])
    for job, managers in _managers_of_jobs(batch, jobs).items():
        viewers[job] |= managers
    return viewers


def _managers_of_jobs(batch: Batch, jobs: set[str]) -> dict[str, set[str]]:
    """Return the users who manage all projects of each job that has any."""
    projects: dict[str, set[str]] = {}
    for job, project in rows(batch, "JobProject", ("job_id", "project_id"), jobs):
        projects.setdefault(job, set()).add(project)
    gone = {change.key[0] for change in batch.staged if change.entity.name == "Job" and change.is_deleted}
    for change in batch.staged:
        if change.entity.name == "JobProject" and change.key[0] in jobs:
            job, project = change.key
            # The managers receive the event about the deletion of a job.
            if change.is_deleted and job not in gone:
                projects.get(job, set()).discard(project)
            else:
                projects.setdefault(job, set()).add(project)
    managers = _managers_of_projects(batch, {one for found in projects.values() for one in found})
    return {
        job: set.intersection(*(managers[project] for project in found))
        for job, found in projects.items()
        if found
    }


def _managers_of_projects(batch: Batch, projects: set[str]) -> dict[str, set[str]]:
    """Return the users who manage each project by a role, in it or in all open projects."""
    if not projects:
        return {}
    root = batch.call.model.entity("Context")
    stored = rows(batch, "Context", ("id", "is_private"), projects)
    private = {project: bool(value) for project, value in stored}
    staged = {project: batch.staged.get(root, (project,)) for project in projects}
    private |= {project: bool(one.values.get("is_private")) for project, one in staged.items() if one}
    rights = rights_of_all_users(batch.call.tx)
    return {
        project: {
            user
            for user, each in rights.items()
            if project in each.manages or (each.manages_open and not private.get(project))
        }
        for project in projects
    }


def jobs_of_files(batch: Batch, changes: Sequence[Change]) -> dict[str, set[str]]:
    """Return the jobs that each changed file or its containers were or are attached to."""
    files = {
        change.values[FILE_COLUMNS[root]]
        for change in changes
        if (root := batch.root(change.entity).name) in FILE_COLUMNS
    } - {None}
    containers = containers_of(batch, files)
    attached = {container for found in containers.values() for container in found}
    jobs: dict[str, set[str]] = {}
    for change in batch.staged:
        if change.entity.name == "JobComponent" and change.values["component_id"] in attached:
            jobs.setdefault(change.values["component_id"], set()).add(change.values["job_id"])
    for component, job in rows(batch, "JobComponent", ("component_id", "job_id"), attached):
        jobs.setdefault(component, set()).add(job)
    return {file: {job for one in found for job in jobs.get(one, ())} for file, found in containers.items()}


def containers_of(batch: Batch, files: set[str]) -> dict[str, set[str]]:
    """Return each of *files* with itself and its containers, before or after the batch.

    There is one statement for each level.
    """
    component = batch.call.model.entity("Component")
    above: dict[str, set[str]] = {}
    fresh = set(files)
    while fresh:
        unstaged = {identifier for identifier in fresh if batch.staged.get(component, (identifier,)) is None}
        found = [(row[0], row[1]) for row in rows(batch, "Component", ("id", "container_id"), unstaged)]
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
    return {file: _reached(file, above) for file in files}


def _reached(file: str, above: dict[str, set[str]]) -> set[str]:
    reached, waiting = {file}, [file]
    while waiting:
        more = above[waiting.pop()] - reached
        reached |= more
        waiting += more
    return reached
