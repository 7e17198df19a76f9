"""Projects and what is below them: where they are, and what they begin with."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard_server.model.entity import did_you_mean
from callboard_server.storage.entities import highest
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.place import PLACING, project_above, settle_places
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.workflow import first_status, first_type

PROJECT_STATUSES = ("active", "hidden")


@on(When.CREATED, "Project")
def complete_project(batch: Batch, project: Change) -> None:
    """A new project is active, called by its name, and in itself.

    So that all contexts can be asked for their project.
    """
    identifier = project.key[0]
    begin(project, status="active", full_name=project.values["name"], is_private=False)
    project.values["context_type"] = "show"
    project.values["project_id"] = identifier
    stamp_creation(batch, project)


@on(When.CREATED, "Project")
@on(When.UPDATED, "Project")
def check_project(batch: Batch, project: Change) -> None:
    """A project has a name, is active or hidden, and is inside of nothing."""
    del batch
    if not (project.values["name"] or "").strip():
        raise ValidationError("Project.name must not be empty.")
    if project.values["status"] not in PROJECT_STATUSES:
        raise ValidationError(
            f"Project.status must be one of {', '.join(PROJECT_STATUSES)}; got {project.values['status']!r}.",
            hint=did_you_mean(project.values["status"] or "", PROJECT_STATUSES),
        )
    if project.values["parent_id"] is not None:
        raise ValidationError("Project.parent_id must be none: a project is inside of nothing.")
    if project.values["project_id"] != project.key[0]:
        raise ValidationError("Project.project_id is the project itself.")


def stamp_creation(batch: Batch, context: Change) -> None:
    """Note who made *context*, and when."""
    begin(context, created_at=batch.now, created_by_id=batch.call.actor.user_id or None)


@on(When.CREATED, "TypedContext")
def place_context(batch: Batch, context: Change) -> None:
    """What is made without a parent, but with a project, is at the top of that.

    The project is that of the parent.
    """
    if context.values["parent_id"] is None:
        context.values["parent_id"] = context.values["project_id"]
    settle_places(batch)
    parent_of(batch, context)
    context.values["project_id"] = project_above(batch, context)


@on(When.CREATED, "TypedContext")
def complete_context(batch: Batch, context: Change) -> None:
    """A new context comes last among its siblings, and begins as the project's schema says."""
    values = context.values
    values["context_type"] = "task"
    stamp_creation(batch, context)
    begin(context, bid=0.0, description="")
    if values["sort"] is None:
        values["sort"] = next_place(batch, context)
    kind, project_id = values["object_type_id"], values["project_id"]
    if values["type_id"] is None:
        values["type_id"] = first_type(batch, project_id, kind)
    if values["status_id"] is None:
        values["status_id"] = first_status(batch, project_id, kind, values["type_id"])


@on(When.UPDATED, "TypedContext")
def follow_parent(batch: Batch, context: Change) -> None:
    """Whoever moves is in the project of the new parent, and takes along everything below."""
    if PLACING & set(context.changed()):
        settle_places(batch)
        parent_of(batch, context)


@on(When.CREATED, "TypedContext")
@on(When.UPDATED, "TypedContext")
def check_parent(batch: Batch, context: Change) -> None:
    """Nothing is below a leaf, such as a task."""
    if context.before is not None and "parent_id" not in context.changed():
        return
    parent = parent_of(batch, context)
    kind = batch.get("ObjectType", parent.values.get("object_type_id"))
    if kind is not None and kind.values["is_leaf"]:
        raise ValidationError(
            (
                f"{context.entity.name} {context.values['name']!r} cannot be below the {parent.entity.name} "
                f"{parent.values['name']!r}."
            ),
            hint="Put it beside, below the same parent.",
        )


def parent_of(batch: Batch, context: Change) -> Change:
    """Return what *context* is directly inside of.

    Raises: ValidationError when that is nothing that exists.
    """
    parent = batch.get("Context", context.values["parent_id"])
    if parent is None:
        wanted = context.values["parent_id"]
        told = "is required" if wanted is None else f"refers to the Context {wanted}, which does not exist"
        raise ValidationError(f"{context.entity.name}.parent_id {told}.")
    return parent


def next_place(batch: Batch, context: Change) -> float:
    """Return the place after the last sibling of *context*: one statement for all that the batch makes."""
    places = batch.known.get("places of contexts")
    if places is None:
        root = batch.root(context.entity)
        new = [
            change
            for change in batch.staged
            if change.is_new and batch.root(change.entity) is root and change.entity.name != "Project"
        ]
        parents = {change.values["parent_id"] for change in new if change.values["parent_id"]}
        places = batch.known["places of contexts"] = highest(
            batch.call.tx, batch.call.tables, root, "sort", "parent_id", parents
        )
    place = float(places.get(context.values["parent_id"]) or 0.0) + 1.0
    places[context.values["parent_id"]] = place
    return place
