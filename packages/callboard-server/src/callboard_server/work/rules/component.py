"""Components and where they are."""

from __future__ import annotations

import re

from callboard.errors import ValidationError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.model.entity import Entity
from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.storage.entities import load
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on

LONGEST_NAME = 255
LONGEST_FILE_TYPE = 64
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029]")


@on(When.CREATED, "Component")
@on(When.UPDATED, "Component")
def check_name(batch: Batch, component: Change) -> None:
    """A component's name becomes a file's name, so it is one: no path, no line breaks, not too long."""
    del batch
    name = component.values["name"]
    if component.is_new or "name" in component.changed():
        check_file_name(component.entity.name, "name", name, LONGEST_NAME)
    if component.values["file_type"] and (component.is_new or "file_type" in component.changed()):
        check_file_name(component.entity.name, "file_type", component.values["file_type"], LONGEST_FILE_TYPE)


def check_file_name(entity_type: str, attribute: str, name: str | None, longest: int) -> None:
    """Raise ValidationError when *name* cannot be (part of) a file's name."""
    if not name or not name.strip():
        raise ValidationError(f"{entity_type}.{attribute} must not be empty.")
    if NOT_IN_A_NAME.search(name) or name.strip(". ") == "":
        raise ValidationError(
            f"{entity_type}.{attribute} must be the name of a file, without slashes, line breaks or control "
            f"characters; got {name[:80]!r}."
        )
    if len(name) > longest:
        raise ValidationError(
            f"{entity_type}.{attribute} must have at most {longest} characters; got {len(name)}."
        )


@on(When.CREATED, "Component")
@on(When.UPDATED, "Component")
def check_size(batch: Batch, component: Change) -> None:
    """A size is a number of bytes."""
    del batch
    if component.values["size"] is not None and component.values["size"] < 0:
        raise ValidationError(
            f"{component.entity.name}.size must not be negative; got {component.values['size']}."
        )


@on(When.CREATED, "Component")
@on(When.UPDATED, "Component")
def check_depth(batch: Batch, component: Change) -> None:
    """Containers are inside each other a few times at most, so that who may see a container can be asked of
    its members.
    """
    if component.values["container_id"] is None or "container_id" not in component.changed():
        return
    if batch.once("containers"):
        gather_containers(batch)
    containers = containers_of(batch, component)
    if component in containers:
        return  # told when circles are looked for
    depth = len(containers) + (0 if component.is_new else levels_inside(batch, component))
    if depth > DEEPEST_CONTAINER:
        raise ValidationError(
            f"{component.entity.name} {component.key[0]} would be inside {depth} containers; at most "
            f"{DEEPEST_CONTAINER} may be."
        )


def containers_of(batch: Batch, component: Change) -> list[Change]:
    """Return the containers that *component* is in, the nearest first.

    A few more than there may be, where they close to a circle.
    """
    found: list[Change] = []
    above = component.values["container_id"]
    while above is not None and len(found) <= DEEPEST_CONTAINER + 1:
        container = batch.get("Component", above)
        if container is None:
            break  # told when references are checked
        found.append(container)
        above = container.values["container_id"]
    return found


def gather_containers(batch: Batch) -> None:
    """Load the containers around everything that the batch puts into one: one statement for each level."""
    for _ in range(DEEPEST_CONTAINER + 1):
        components = [change for change in batch.staged if batch.root(change.entity).name == "Component"]
        batch.gather("Component", (change.values["container_id"] for change in components))


def levels_inside(batch: Batch, component: Change) -> int:
    """Return how many levels of members are stored inside *component*.

    One statement for each level of all that the batch moves.
    """
    members = batch.known.get("members of containers")
    if members is None:
        moved = {change.key[0] for change in batch.touched("Component") if not change.is_new}
        members = batch.known["members of containers"] = stored_members(
            batch, batch.root(component.entity), moved
        )
    inside, levels = set(members.get(component.key[0], ())), 0
    while inside and levels <= DEEPEST_CONTAINER:
        inside, levels = {member for each in inside for member in members.get(each, ())}, levels + 1
    return levels


def stored_members(batch: Batch, root: Entity, containers: set[str]) -> dict[str, list[str]]:
    """Return what is stored inside each of *containers*, and inside of that, a few levels down."""
    members: dict[str, list[str]] = {}
    fresh = containers
    for _ in range(DEEPEST_CONTAINER + 1):
        rows = load(batch.call.tx, batch.call.tables, root, "container_id", sorted(fresh))
        for row in rows:
            members.setdefault(row["container_id"], []).append(row["id"])
        fresh = {row["id"] for row in rows} - members.keys()
    return members


@on(When.CREATED, "ComponentLocation")
def identify_resource(batch: Batch, place: Change) -> None:
    """In the server's own location a component is found by its identifier."""
    del batch
    if place.values["location_id"] == SERVER_LOCATION_ID and place.values["resource_identifier"] is None:
        place.values["resource_identifier"] = place.values["component_id"]


@on(When.CREATED, "ComponentLocation")
def locate(batch: Batch, place: Change) -> None:
    """A component is somewhere: both ends are needed."""
    del batch
    for name in ("component_id", "location_id"):
        if place.values[name] is None:
            raise ValidationError(f"ComponentLocation.{name} is required.")


@on(When.DELETED, "ComponentLocation")
def free_place(batch: Batch, place: Change) -> None:
    """Bytes that no location of ours names any more are freed."""
    if place.values["location_id"] == SERVER_LOCATION_ID and place.values["component_id"]:
        batch.emptied.add(place.values["component_id"])


@on(When.DELETED, "Component")
def free_component(batch: Batch, component: Change) -> None:
    """The bytes of a component go with it."""
    batch.emptied.add(component.key[0])
