"""The projects of a job: those of its files, and of the entities that its data names.

They are stored, so that the managers of a project see its jobs without searching all data. Naming an entity
in the data of one's own job only shows that job to more people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callboard_server.model.job_data import named_identifiers
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.scope import projects_of_named


def settle_job_projects(batch: Batch) -> None:
    """Set the projects of the jobs whose files or data have changed.

    There are a few statements, regardless of the number of jobs, and none for most reports of progress.
    """
    jobs = batch.find("Job", _unsettled(batch))
    if not jobs:
        return
    present = _projects_of(batch, jobs.values())
    link = batch.call.model.entity("JobProject")
    stored = {change.key for change in batch.having("JobProject", "job_id", _stored(jobs.values()))}
    for key in sorted(present - stored):
        values = dict(zip(("job_id", "project_id"), key, strict=True))
        batch.staged.touch(batch.staged.add(link, Change(link, key, None, dict(values))))
    for key in sorted(stored - present):
        surplus = batch.staged.changes[link.name, key]
        surplus.is_deleted = True
        batch.staged.touch(surplus)


def _unsettled(batch: Batch) -> Iterator[str]:
    """Yield the jobs whose projects may have changed."""
    moved: set[str] = set()
    for change in batch.staged.touched():
        name = batch.root(change.entity).name
        if name == "Job" and not change.is_deleted and _names_change(change):
            yield change.key[0]
        elif name == "JobComponent" and (change.is_new or change.is_deleted):
            component = batch.get("Component", change.values["component_id"])
            if change.is_deleted or (component is not None and component.values["_project_id"]):
                yield change.values["job_id"]
        elif name == "Component" and not change.is_new and "_project_id" in change.changed():
            moved.add(change.key[0])
    for link in batch.having("JobComponent", "component_id", moved):
        yield link.values["job_id"]


def _names_change(job: Change) -> bool:
    before = named_identifiers(job.before["data"]) if job.before else frozenset()
    if job.before and job.before["data"] == job.values["data"]:
        return False
    return before != named_identifiers(job.values["data"])


def _projects_of(batch: Batch, jobs: Iterable[Change]) -> set[tuple[str, ...]]:
    """Return the pairs of a job and one of its projects."""
    named = {job.key[0]: set(named_identifiers(job.values["data"])) for job in jobs}
    files = {
        (link.values["job_id"], link.values["component_id"])
        for link in batch.having("JobComponent", "job_id", named)
    }
    everything = {identifier for found in named.values() for identifier in found}
    projects = projects_of_named(batch, everything, everything | {component for _, component in files})
    pairs = {(job, identifier) for job, found in named.items() for identifier in found} | files
    return {(job, projects[identifier]) for job, identifier in pairs if identifier in projects}


def _stored(jobs: Iterable[Change]) -> list[str]:
    return [job.key[0] for job in jobs if not job.is_new]
