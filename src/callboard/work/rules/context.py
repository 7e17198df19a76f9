"""Projects and what is below them: where they are, and what they begin with."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard.storage import hierarchy
from callboard.storage.entities import highest
from callboard.work.batch import Batch
from callboard.work.change import Change
from callboard.work.rules.registry import When, on
from callboard.work.rules.workflow import first_status, first_type

BEGINNINGS = {"bid": 0.0, "description": ""}


@on(When.CREATED, "Project")
def complete_project(batch: Batch, project: Change) -> None:
    """A new project is active, called by its name, and in itself: so that all contexts can be asked for their project."""
    identifier = project.key[0]
    defaults = {"status": "active", "full_name": project.values["name"], "context_type": "show", "is_private": False}
    for name, value in defaults.items():
        if project.values[name] is None:
            project.values[name] = value
    project.values["project_id"] = identifier
    stamp_creation(batch, project)


@on(When.CREATED, "Project")
@on(When.UPDATED, "Project")
def check_project(batch: Batch, project: Change) -> None:
    """A project has a name, is active or hidden, and is inside of nothing."""
    del batch
    if not (project.values["name"] or "").strip():
        raise ValidationError("Project.name must not be empty.")
    if project.values["parent_id"] is not None:
        raise ValidationError("Project.parent_id must be none: a project is inside of nothing.")
    if project.values["project_id"] != project.key[0]:
        raise ValidationError("Project.project_id is the project itself.")


def stamp_creation(batch: Batch, context: Change) -> None:
    """Note who made *context*, and when."""
    if context.values["created_at"] is None:
        context.values["created_at"] = batch.now
    if context.values["created_by_id"] is None:
        context.values["created_by_id"] = batch.call.actor.user_id or None


@on(When.CREATED, "TypedContext")
def place_context(batch: Batch, context: Change) -> None:
    """What is made without a parent, but with a project, is at the top of that; the project is that of the parent."""
    if context.values["parent_id"] is None:
        context.values["parent_id"] = context.values["project_id"]
    parent = parent_of(batch, context)
    context.values["project_id"] = parent.values["project_id"] or (parent.key[0] if parent.entity.name == "Project" else None)


@on(When.CREATED, "TypedContext")
def complete_context(batch: Batch, context: Change) -> None:
    """A new context comes last among its siblings, and begins as the project's schema says."""
    values = context.values
    values["context_type"] = "task"
    stamp_creation(batch, context)
    for name, value in BEGINNINGS.items():
        if values[name] is None:
            values[name] = value
    if values["sort"] is None:
        values["sort"] = next_place(batch, context)
    kind, project_id = values["object_type_id"], values["project_id"]
    if values["type_id"] is None:
        values["type_id"] = first_type(batch, project_id, kind)
    if values["status_id"] is None:
        values["status_id"] = first_status(batch, project_id, kind, values["type_id"])


@on(When.UPDATED, "TypedContext")
def follow_parent(batch: Batch, context: Change) -> None:
    """Whoever moves to another project takes along everything below."""
    if "parent_id" not in context.changed() and "project_id" not in context.changed():
        return
    project_id = parent_of(batch, context).values["project_id"]
    context.values["project_id"] = project_id
    if context.before is None or context.before.get("project_id") == project_id:
        return
    root = batch.root(context.entity)
    for below in batch.having(root, "id", hierarchy.inside_of(batch.call.tx, batch.call.tables, [context.key[0]])):
        if below.values["project_id"] != project_id:
            below.values["project_id"] = project_id
            batch.staged.touch(below)
    move_assets(batch, {context.key[0], *hierarchy.inside_of(batch.call.tx, batch.call.tables, [context.key[0]])}, project_id)


def move_assets(batch: Batch, context_ids: set[str], project_id: str) -> None:
    """Tell the assets below *context_ids*, and their versions, which project they are in now."""
    model = batch.call.model
    assets = batch.having(model.entity("Asset"), "context_id", context_ids)
    versions = batch.having(model.entity("AssetVersion"), "asset_id", {asset.key[0] for asset in assets})
    for change in (*assets, *versions):
        if change.values["_project_id"] != project_id:
            change.values["_project_id"] = project_id
            batch.staged.touch(change)


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
            f"{context.entity.name} {context.values['name']!r} cannot be below the {parent.entity.name} {parent.values['name']!r}.",
            hint="Put it beside, below the same parent.",
        )


def parent_of(batch: Batch, context: Change) -> Change:
    """Return what *context* is directly inside of. Raises: ValidationError when that is nothing that exists."""
    parent = batch.get("Context", context.values["parent_id"])
    if parent is None:
        wanted = context.values["parent_id"]
        told = "is required" if wanted is None else f"refers to the Context {wanted}, which does not exist"
        raise ValidationError(f"{context.entity.name}.parent_id {told}.")
    if parent.values["project_id"] is None and parent.entity.name != "Project":
        place_context(batch, parent)  # made later in the same batch, and asked for by what is below it
    return parent


def next_place(batch: Batch, context: Change) -> float:
    """Return the place after the last sibling of *context*: one statement for all that the batch makes."""
    places = batch.known.get("places of contexts")
    if places is None:
        root = batch.root(context.entity)
        new = [change for change in batch.staged if change.is_new and batch.root(change.entity) is root and change.entity.name != "Project"]
        parents = {change.values["parent_id"] for change in new if change.values["parent_id"]}
        places = batch.known["places of contexts"] = highest(batch.call.tx, batch.call.tables, root, "sort", "parent_id", parents)
    place = float(places.get(context.values["parent_id"]) or 0.0) + 1.0
    places[context.values["parent_id"]] = place
    return place
