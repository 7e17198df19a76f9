"""The projects of a job: those of its files, of the entities that its data names, and of its action.

They are stored, so that the managers of a project see its jobs without searching all data. Naming an entity
in the data of one's own job only shows that job to more people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from callboard_server.model.job_data import named_identifiers
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.scope import projects_of_named

Pairs = set[tuple[str, ...]]
"""Pairs of a job and a project."""


def settle_job_projects(batch: Batch) -> None:
    """Set the projects of the jobs whose files or data have changed.

    There are a few statements, regardless of the number of jobs, and none for most reports of progress.
    Projects that neither files nor data named before are those of an action, and stay.
    """
    jobs = batch.find("Job", _unsettled(batch))
    if not jobs:
        return
    present = _projects_of(batch, jobs.values())
    stored = _stored(batch, [job for job, change in jobs.items() if not change.is_new])
    _add(batch, present - stored)
    for key in sorted((_former_projects(batch, jobs) - present) & stored):
        surplus = batch.staged.changes["JobProject", key]
        surplus.is_deleted = True
        batch.staged.touch(surplus)


def add_job_projects(batch: Batch, job: str, identifiers: Collection[str]) -> None:
    """Add the projects of the entities with *identifiers* to a job."""
    named = set(identifiers)
    present: Pairs = {(job, project) for project in projects_of_named(batch, named, named).values()}
    if present:
        _add(batch, present - _stored(batch, [job]))


def _add(batch: Batch, pairs: Pairs) -> None:
    link = batch.call.model.entity("JobProject")
    for key in sorted(pairs):
        values = dict(zip(link.key, key, strict=True))
        batch.staged.touch(batch.staged.add(link, Change(link, key, None, values)))


def _stored(batch: Batch, jobs: Collection[str]) -> Pairs:
    return {link.key for link in batch.having("JobProject", "job_id", jobs)}


def _unsettled(batch: Batch) -> Iterator[str]:
    """Yield the jobs whose projects may have changed."""
    for change in batch.staged.touched():
        name = batch.root(change.entity).name
        if name == "Job" and not change.is_deleted and _names_change(change):
            yield change.key[0]
        elif name == "JobComponent" and (change.is_new or change.is_deleted):
            component = batch.get("Component", change.values["component_id"])
            if change.is_deleted or (component is not None and component.values["_project_id"]):
                yield change.values["job_id"]
    for link in batch.having("JobComponent", "component_id", _moved(batch)):
        yield link.values["job_id"]


def _moved(batch: Batch) -> dict[str, str | None]:
    """Return the former projects of the files whose project changes."""
    return {
        change.key[0]: change.before["_project_id"]
        for change in batch.staged.touched()
        if change.before
        and "_project_id" in change.changed()
        and batch.root(change.entity).name == "Component"
    }


def _names_change(job: Change) -> bool:
    if job.before and job.before["data"] == job.values["data"]:
        return False
    before = named_identifiers(job.before["data"]) if job.before else frozenset()
    return before != named_identifiers(job.values["data"])


def _projects_of(batch: Batch, jobs: Iterable[Change]) -> Pairs:
    """Return the projects of *jobs* now."""
    named = {job.key[0]: named_identifiers(job.values["data"]) for job in jobs}
    files = {
        (link.values["job_id"], link.values["component_id"])
        for link in batch.having("JobComponent", "job_id", named)
    }
    return _projects(batch, named, files)


def _former_projects(batch: Batch, jobs: Collection[str]) -> Pairs:
    """Return the projects that *jobs* had because of former data, detached files, and files that moved."""
    changes = batch.find("Job", jobs).values()
    named = {job.key[0]: named_identifiers(job.before["data"]) for job in changes if job.before}
    links = [change for change in batch.staged if change.entity.name == "JobComponent"]
    files = {(link.values["job_id"], link.values["component_id"]) for link in links}
    moved = _moved(batch)
    former = {(job, project) for job, file in files if (project := moved.get(file))}
    return _projects(batch, named, files) | former


def _projects(batch: Batch, named: dict[str, frozenset[str]], files: set[tuple[str, str]]) -> Pairs:
    """Return the projects of the entities that jobs name, and of their files."""
    everything = {identifier for found in named.values() for identifier in found}
    projects = projects_of_named(batch, everything, everything | {component for _, component in files})
    pairs = {(job, identifier) for job, found in named.items() for identifier in found} | files
    return {(job, projects[identifier]) for job, identifier in pairs if identifier in projects}
