"""Components and their locations: names, sizes, containers, and the bytes that are freed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from callboard.errors import ValidationError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.storage.entities import load
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import administrators_only, permissions
from callboard_server.work.rules.registry import When, on

LONGEST_FILE_TYPE = 64
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029]")


permissions("ComponentLocation", part_of={"component_id": "Component"})
administrators_only("Location", "Disk")


@on(When.SAVED, "Component")
def check_names(batch: Batch, components: Sequence[Change]) -> None:
    """Require a name, which may be any text, and a file type that can end a file name.

    Tools name components after layers and paths, such as `beauty/diffuse`. Only names of files that are made
    from it, for downloads and archives, must be safe; `files.names` makes them so.
    """
    del batch
    for component in components:
        kind, values, changed = component.entity.name, component.values, component.changed()
        if "name" in changed and not (values["name"] or "").strip():
            raise ValidationError(f"{kind}.name must not be empty.")
        if values["file_type"] and "file_type" in changed:
            check_file_type(kind, values["file_type"])


def check_file_type(entity_type: str, file_type: str) -> None:
    """Raise ValidationError when *file_type* is not valid as the end of a file name."""
    if NOT_IN_A_NAME.search(file_type) or file_type.strip(". ") == "":
        raise ValidationError(
            f"{entity_type}.file_type must be the end of a file name, without slashes, line breaks or "
            f"control characters; got {file_type[:80]!r}."
        )
    if len(file_type) > LONGEST_FILE_TYPE:
        raise ValidationError(
            f"{entity_type}.file_type must have at most {LONGEST_FILE_TYPE} characters; got {len(file_type)}."
        )


@on(When.SAVED, "Component")
def check_sizes(batch: Batch, components: Sequence[Change]) -> None:
    """Refuse a negative number of bytes."""
    del batch
    for component in components:
        size = component.values["size"]
        if size is not None and size < 0:
            raise ValidationError(f"{component.entity.name}.size must not be negative; got {size}.")


# -- Containers
# ------------------------------------------------------------------------------------------------------------


@on(When.SAVED, "Component")
def check_depth(batch: Batch, components: Sequence[Change]) -> None:
    """Limit the depth of containers, because the visibility of a container depends on its members."""
    contained = [
        component
        for component in components
        if component.values["container_id"] is not None and "container_id" in component.changed()
    ]
    if not contained:
        return
    load_containers(batch, contained)
    members = stored_members(batch, {component.key[0] for component in contained if not component.is_new})
    for component in contained:
        containers = containers_of(batch, component)
        if component in containers:
            continue  # `validate` reports cycles
        depth = len(containers) + levels_inside(component, members)
        if depth > DEEPEST_CONTAINER:
            raise ValidationError(
                f"{component.entity.name} {component.key[0]} would be inside {depth} containers; at most "
                f"{DEEPEST_CONTAINER} are allowed."
            )


def load_containers(batch: Batch, components: Iterable[Change]) -> None:
    """Load the containers around *components*, with one statement for each level."""
    for _ in range(DEEPEST_CONTAINER + 1):
        components = batch.find(
            "Component", [component.values["container_id"] for component in components]
        ).values()


def containers_of(batch: Batch, component: Change) -> list[Change]:
    """Return the containers that *component* is in, nearest first.

    A cycle results in a few more containers than are allowed.
    """
    found: list[Change] = []
    above = component.values["container_id"]
    while above is not None and len(found) <= DEEPEST_CONTAINER + 1:
        container = batch.get("Component", above)
        if container is None:
            break  # `validate` reports missing references
        found.append(container)
        above = container.values["container_id"]
    return found


def levels_inside(component: Change, members: dict[str, list[str]]) -> int:
    """Return how many levels of *members* are inside *component*."""
    inside, levels = set(members.get(component.key[0], ())), 0
    while inside and levels <= DEEPEST_CONTAINER:
        inside, levels = {member for each in inside for member in members.get(each, ())}, levels + 1
    return levels


def stored_members(batch: Batch, containers: set[str]) -> dict[str, list[str]]:
    """Return the stored members of *containers*, at any depth, with one statement for each level."""
    root = batch.call.model.entity("Component")
    members: dict[str, list[str]] = {}
    fresh = containers
    for _ in range(DEEPEST_CONTAINER + 1):
        rows = load(batch.call.tx, batch.call.tables, root, "container_id", sorted(fresh))
        for row in rows:
            members.setdefault(row["container_id"], []).append(row["id"])
        fresh = {row["id"] for row in rows} - members.keys()
    return members


# -- Locations
# ------------------------------------------------------------------------------------------------------------


@on(When.CREATED, "ComponentLocation")
def identify_resources(batch: Batch, locations: Sequence[Change]) -> None:
    """Require a component and a location; in the server's own location, the component is the identifier."""
    del batch
    for location in locations:
        values = location.values
        for name in ("component_id", "location_id"):
            if values[name] is None:
                raise ValidationError(f"ComponentLocation.{name} is required.")
        if values["location_id"] == SERVER_LOCATION_ID and values["resource_identifier"] is None:
            values["resource_identifier"] = values["component_id"]


@on(When.DELETED, "ComponentLocation")
def free_locations(batch: Batch, locations: Sequence[Change]) -> None:
    """Free the bytes of components that leave the server's own location."""
    batch.emptied |= {
        location.values["component_id"]
        for location in locations
        if location.values["location_id"] == SERVER_LOCATION_ID and location.values["component_id"]
    }


@on(When.DELETED, "Component")
def free_components(batch: Batch, components: Sequence[Change]) -> None:
    """Free the bytes of deleted components."""
    batch.emptied |= {component.key[0] for component in components}
