"""Projects and the contexts below them: their defaults, their parents, and their moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from callboard.errors import ValidationError
from callboard_server.access.actor import PROJECT_MANAGER
from callboard_server.model.model import did_you_mean
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults, stamp_creation
from callboard_server.work.rules.move import MOVES, settle_projects
from callboard_server.work.rules.permissions import (
    ASK_MANAGER,
    describe,
    load_projects,
    manages,
    permissions,
    refuse,
)
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.sort_order import number
from callboard_server.work.rules.workflow import workflows_of
from callboard_server.work.workflow import Workflow

PROJECT_STATUSES = ("active", "hidden")


def project_creators(batch: Batch, projects: Sequence[Change]) -> None:
    """Allow project managers to create projects."""
    if PROJECT_MANAGER not in batch.call.actor.rights.role_names:
        refuse_project(projects[0])


def project_managers(batch: Batch, projects: Sequence[Change]) -> None:
    """Allow the managers of a project. Everyone who works in it may change its thumbnail."""
    larger = [one for one in projects if one.is_deleted or set(one.changed()) - {"thumbnail_id"}]
    load_projects(batch, (project.key[0] for project in larger))
    for project in larger:
        if not manages(batch, project.key[0]):
            refuse_project(project)


def refuse_project(project: Change) -> NoReturn:
    refuse(f"Only project managers and administrators may {describe(project)}.", ASK_MANAGER)


permissions("Project", create=project_creators, update=project_managers, delete=project_managers)
permissions(
    "Context",
    moved_into={"parent_id": "Context"},
    read_only="The {} is above what is assigned to you; you can view it, but not change it.",
)


# -- Projects
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, "Project")
def complete_projects(batch: Batch, projects: Sequence[Change]) -> None:
    """Make new projects active and open. A project is its own project, so that every context has one."""
    stamp_creation(batch, projects)
    for project in projects:
        set_defaults(project, status="active", full_name=project.values["name"], is_private=False)
        project.values["context_type"] = "show"
        project.values["project_id"] = project.key[0]


@on(When.SAVED, "Project")
def check_projects(batch: Batch, projects: Sequence[Change]) -> None:
    """Require a name, a known status and no parent."""
    del batch
    for project in projects:
        status = project.values["status"]
        if not (project.values["name"] or "").strip():
            raise ValidationError("Project.name must not be empty.")
        if status not in PROJECT_STATUSES:
            raise ValidationError(
                f"Project.status must be one of {', '.join(PROJECT_STATUSES)}; got {status!r}.",
                hint=did_you_mean(status or "", PROJECT_STATUSES),
            )
        if project.values["parent_id"] is not None:
            raise ValidationError("Project.parent_id must be null: a project has no parent.")
        if project.values["project_id"] != project.key[0]:
            raise ValidationError("Project.project_id must be the project's own id.")


# -- Contexts
# ------------------------------------------------------------------------------------------------------------


@on(When.SAVED, "TypedContext")
def place_contexts(batch: Batch, contexts: Sequence[Change]) -> None:
    """Set the project of new and moved contexts, and of everything below them, to that of the parent.

    The parent of a new context that has only a project is that project.
    """
    for context in contexts:
        if context.is_new and context.values["parent_id"] is None:
            context.values["parent_id"] = context.values["project_id"]
    placed = [context for context in contexts if context.is_new or MOVES & set(context.changed())]
    parents = batch.find("Context", (context.values["parent_id"] for context in placed))
    for context in placed:
        check_parent_exists(context, parents)
    settle_projects(batch, placed)


def check_parent_exists(context: Change, parents: dict[str, Change]) -> None:
    parent_id = context.values["parent_id"]
    if parent_id not in parents:
        problem = (
            "is required" if parent_id is None else f"refers to the Context {parent_id}, which does not exist"
        )
        raise ValidationError(f"{context.entity.name}.parent_id {problem}.")


@on(When.CREATED, "TypedContext")
def complete_contexts(batch: Batch, contexts: Sequence[Change]) -> None:
    """Sort new contexts after their siblings, and set the first status and type of the project's schema."""
    stamp_creation(batch, contexts)
    number(batch, contexts, "sort", "parent_id")
    workflows = workflows_of(batch, (context.values["project_id"] for context in contexts))
    for context in contexts:
        values = context.values
        values["context_type"] = "task"
        set_defaults(context, bid=0.0, description="")
        workflow = workflows.get(values["project_id"], Workflow())
        kind = values["object_type_id"]
        set_defaults(context, type_id=workflow.first_type(kind))
        set_defaults(context, status_id=workflow.first_status(kind, values["type_id"]))


@on(When.SAVED, "TypedContext")
def check_parents(batch: Batch, contexts: Sequence[Change]) -> None:
    """Refuse a parent that cannot have children, such as a task."""
    moved = [context for context in contexts if context.is_new or "parent_id" in context.changed()]
    parents = batch.find("Context", (context.values["parent_id"] for context in moved))
    kinds = batch.find("ObjectType", (parent.values.get("object_type_id") for parent in parents.values()))
    for context in moved:
        parent = parents[context.values["parent_id"]]
        kind = kinds.get(parent.values.get("object_type_id") or "")
        if kind is not None and kind.values["is_leaf"]:
            raise ValidationError(
                f"{context.entity.name} {context.values['name']!r} cannot be below the {parent.entity.name} "
                f"{parent.values['name']!r}.",
                hint=f"Choose the parent of the {parent.entity.name} instead.",
            )
