"""Create components from files, and find the locations that contain them.

Every new component is in the origin location of its session, where its resource identifier is
the path given by the script. It is copied from there to other locations.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from callboard.core.entity import Entity
from callboard.core.expression import literal
from callboard.core.sequence import Sequence as FileSequence
from callboard.core.sequence import parse_sequence
from callboard.exception import EntityTypeError
from callboard.symbol import (
    CONNECT_LOCATION_ID,
    ORIGIN_LOCATION_ID,
    REVIEW_LOCATION_ID,
    SERVER_LOCATION_ID,
    UNMANAGED_LOCATION_ID,
)
from callboard.wire.envelope import ENCODE_MEDIA

if TYPE_CHECKING:
    from callboard.protocols import FileSession

__all__ = [
    "availabilities",
    "configure_built_in_locations",
    "create_component",
    "encode_media",
    "pick_location",
    "pick_locations",
]

_FOR_REVIEW: Final = frozenset({"ftrackreview-mp4", "ftrackreview-webm", "ftrackreview-image"})

_ENCODED: Final = frozenset({"FileComponent", "SequenceComponent"})

Data = Mapping[str, Any]


def create_component(session: FileSession, path: str, data: Data | None, location: Any) -> Entity:
    """Return a component for *path* in the origin location, and add it to *location*."""
    path, values = str(path), dict(data or {})
    sequence = parse_sequence(path)
    files: list[tuple[Entity, str]] = []
    if sequence is None:
        component = _file(session, path, values)
    else:
        component, files = _sequence(session, sequence, values)
    origin: Any = session.get("Location", ORIGIN_LOCATION_ID)
    listed = [component, *(member for member, _path in files)]
    origin.add_components(listed, [path, *(member_path for _member, member_path in files)], recursive=False)
    if location == "auto":
        location = _automatic(session, component)
    if location:
        location.add_component(component, origin, recursive=True)
    return component


def encode_media(
    session: FileSession,
    media: Entity | str | os.PathLike[str],
    version_id: str | None,
    keep_original: bool | str,
) -> Entity:
    """Start encoding *media*, a file or a component in the server location, for the web; return the job.

    A file is uploaded and committed as a component first. It is deleted at the end, unless
    *keep_original* is true.
    """
    if isinstance(media, Entity) and media.entity_type in _ENCODED:
        component, is_kept = media, True
    elif isinstance(media, str | os.PathLike):
        component, is_kept = (
            create_component(session, os.fspath(media), None, session.get("Location", SERVER_LOCATION_ID)),
            False,
        )
        session.commit()
    else:
        raise ValueError(f"`media` must be a path, a FileComponent or a SequenceComponent; got {media!r}.")
    operation = {
        "action": ENCODE_MEDIA,
        "component_id": component["id"],
        "version_id": version_id,
        "keep_original": is_kept if keep_original == "auto" else keep_original,
    }
    job = session.get("Job", session.api.post([operation])[0]["job_id"])
    assert job is not None
    return job


def pick_location(session: FileSession, component: Entity | None = None) -> Entity | None:
    """Return the accessible location with the highest priority, or the best one with *component*."""
    if component is not None:
        return pick_locations(session, [component])[0]
    return next(iter(_accessible(session)), None)


def pick_locations(session: FileSession, components: Iterable[Entity]) -> list[Entity | None]:
    """Return for each component the accessible location with the highest availability, or None."""
    listed, locations = list(components), _accessible(session)
    picked: list[Entity | None] = []
    for found in availabilities(session, listed, locations):
        best = max(locations, key=lambda location: found[location.identity[1]], default=None)
        picked.append(best if best is not None and found[best.identity[1]] > 0 else None)
    return picked


def availabilities(
    session: FileSession, components: Sequence[Entity], locations: Iterable[Entity] | None
) -> list[dict[str, float]]:
    """Return the availability of each of *components* in percent, by id of *locations* (None: all)."""
    considered: list[Any] = _locations(session) if locations is None else list(locations)
    registered = _registered(session, components)
    present = {each.identity[1]: registered.get(each.identity[1], set()) for each in considered}
    for each in considered:
        if getattr(each, "in_memory", False):
            present[each.identity[1]] |= set(each._registry)
    return [
        {location_id: _availability(component, ids) for location_id, ids in present.items()}
        for component in components
    ]


def configure_built_in_locations(session: FileSession) -> None:
    """Set the accessors and structures of the built-in locations, without sending a request."""
    if "Location" not in session.types:
        return
    from callboard.accessor.disk import DiskAccessor
    from callboard.accessor.server import ServerAccessor
    from callboard.entity.location import OriginLocationMixin, ServerLocationMixin, UnmanagedLocationMixin
    from callboard.mixing import mixin
    from callboard.structure.entity_id import EntityIdStructure
    from callboard.structure.origin import OriginStructure

    for location_id, name, mixin_class, priority in (
        (ORIGIN_LOCATION_ID, "ftrack.origin", OriginLocationMixin, 100),
        (UNMANAGED_LOCATION_ID, "ftrack.unmanaged", UnmanagedLocationMixin, 90),
        (REVIEW_LOCATION_ID, "ftrack.review", UnmanagedLocationMixin, 110),
        (CONNECT_LOCATION_ID, "ftrack.connect", None, 95),
        (SERVER_LOCATION_ID, "ftrack.server", ServerLocationMixin, 150),
    ):
        location: Any = session.create("Location", {"id": location_id, "name": name}, reconstructing=True)
        location.priority = priority
        if mixin_class is None:
            continue
        mixin(location, mixin_class, name="Location")
        is_server = mixin_class is ServerLocationMixin
        location.accessor = ServerAccessor(session) if is_server else DiskAccessor("")
        location.structure = EntityIdStructure() if is_server else OriginStructure()


def _file(session: FileSession, path: str, values: dict[str, Any]) -> Entity:
    values.setdefault("size", _size(path))
    values.setdefault("file_type", Path(path).suffix)
    return session.create("FileComponent", values)


def _sequence(
    session: FileSession, sequence: FileSequence, values: dict[str, Any]
) -> tuple[Entity, list[tuple[Entity, str]]]:
    """Return the component of *sequence*, and its members with their paths."""
    paths = list(sequence.paths())
    if "size" in values:
        sizes = [values["size"] // len(paths)] * len(paths)
    else:
        sizes = [_size(path) for _text, path in paths]
        values["size"] = sum(sizes)
    file_type = values.setdefault("file_type", Path(f"frame{sequence.tail}").suffix)
    component = session.create("SequenceComponent", {**values, "padding": sequence.padding})
    members: list[tuple[Entity, str]] = []
    for (text, path), size in zip(paths, sizes, strict=True):
        member = session.create(
            "FileComponent", {"name": text, "container": component, "size": size, "file_type": file_type}
        )
        component["members"].append(member)
        members.append((member, path))
    return component, members


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _automatic(session: FileSession, component: Entity) -> Entity | None:
    if component["name"] in _FOR_REVIEW:
        return session.get("Location", REVIEW_LOCATION_ID)
    return pick_location(session)


def _locations(session: FileSession) -> list[Entity]:
    if "Location" not in session.types:
        raise EntityTypeError("The server has no locations.")
    return session.query("select id, name from Location").all()


def _accessible(session: FileSession) -> list[Entity]:
    """Return the locations with an accessor, best first."""
    found: list[Any] = [location for location in _locations(session) if getattr(location, "accessor", None)]
    return sorted(found, key=lambda location: location.priority)


def _registered(session: FileSession, components: Sequence[Entity]) -> dict[str, set[str]]:
    """Return by location id the ids of *components* and their members that are registered there."""
    ids = {component.identity[1] for component in components}
    for component in components:
        ids.update(member.identity[1] for member in _members(component))
    found: dict[str, set[str]] = {}
    if ids:
        listed = ", ".join(map(literal, sorted(ids)))
        for row in session.query(
            f"select component_id, location_id from ComponentLocation where component_id in ({listed})"
        ):
            found.setdefault(row["location_id"], set()).add(row["component_id"])
    return found


def _members(component: Entity) -> Iterable[Entity]:
    return component["members"] if component.attributes.get("members") is not None else ()


def _availability(component: Entity, present: set[str]) -> float:
    members = list(_members(component))
    if not members:
        return 100.0 if component.identity[1] in present else 0.0
    share = sum(_availability(member, present) for member in members) / len(members)
    return min(100.0, max(0.0, round(share, 9)))
