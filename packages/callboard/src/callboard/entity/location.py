"""Locations, which contain the files of components.

A location is accessible when a script sets its `accessor` and `structure`. Both are attributes
of the object in the session, and are not stored on the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from callboard.core.entity import Entity
from callboard.core.expression import literal
from callboard.exception import (
    AccessorResourceNotFoundError,
    ComponentInLocationError,
    ComponentNotInLocationError,
    Error,
    LocationError,
)
from callboard.symbol import CHUNK_SIZE, CREATED, NOT_SET

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = [
    "Location",
    "MemoryLocationMixin",
    "OriginLocationMixin",
    "ServerLocationMixin",
    "UnmanagedLocationMixin",
]

_CONTAINERS = ("SequenceComponent", "ContainerComponent")


ADDED: Final = "ftrack.location.component-added"
REMOVED: Final = "ftrack.location.component-removed"


class Location(Entity):
    """A location of files; locations with a lower *priority* are preferred."""

    __slots__ = ()
    session: EntitySession

    accessor: Any = NOT_SET
    structure: Any = NOT_SET
    resource_identifier_transformer: Any = NOT_SET
    priority: float = 95
    in_memory: ClassVar[bool] = False

    def __str__(self) -> str:
        name = self.known_value("name")
        return f'<Location("{name}", {self.identity[1]})>' if name else super().__str__()

    # ------------------------------------------------------------------ adding

    def add_component(self, component: Entity, source: Any, recursive: bool = True) -> None:
        """Copy *component* from the location *source* to this one, register it, and commit."""
        self.add_components([component], source, recursive)

    def add_components(self, components: Iterable[Entity], sources: Any, recursive: bool = True) -> None:
        """Copy *components* to this location, register them, and commit.

        *sources* is one location for all components, or one for each. With *recursive*, the
        members of sequences and containers are added before them.
        Raises: ComponentInLocationError, before anything is copied; LocationError, whose detail
        `transferred` lists the components that were already copied.
        """
        listed = list(components)
        if not self.structure:
            raise LocationError(f"{self} has no structure. Set its `structure` first.")
        if not listed:
            return
        pairs = _with_members(zip(listed, _for_each(sources, listed), strict=True), recursive)
        present = self._present([component for component, _source in pairs])
        if present:
            raise ComponentInLocationError(present, self)
        identifiers: list[str] = []
        for component, source in pairs:
            try:
                context = self._get_context(component, source)
                identifier = self.structure.get_resource_identifier(component, context)
                self._add_data(component, identifier, source)
            except Exception as error:
                copied = [(pair[0], name) for pair, name in zip(pairs, identifiers, strict=False)]
                raise LocationError(
                    "Cannot copy {component} to {location}: {error}",
                    {"component": component, "location": self, "error": error, "transferred": copied},
                ) from error
            identifiers.append(identifier)
        self._register_components_in_location([component for component, _source in pairs], identifiers)

    def _get_context(self, component: Entity, source: Any) -> dict[str, Any]:
        """Return the context for the structure: the resource identifier of *component* in *source*."""
        try:
            return {"source_resource_identifier": source.get_resource_identifier(component)}
        except ComponentNotInLocationError:
            return {}

    def _add_data(self, component: Entity, resource_identifier: str, source: Any) -> None:
        """Copy the file of *component* from *source* to *resource_identifier*."""
        if component.entity_type == "SequenceComponent":
            return
        if not self.accessor:
            raise LocationError(f"{self} has no accessor. Set its `accessor` first.")
        if component.entity_type == "ContainerComponent":
            self.accessor.make_container(resource_identifier)
            return
        if not source.accessor:
            raise LocationError(f"{source} has no accessor. Set its `accessor` first.")
        if self.accessor.exists(resource_identifier):
            raise LocationError(f"There is already a file at {resource_identifier!r}.")
        container = self.accessor.get_container(resource_identifier)
        if container:
            self.accessor.make_container(container)
        _copy(source.accessor, source.get_resource_identifier(component), self.accessor, resource_identifier)

    def _register_component_in_location(self, component: Entity, resource_identifier: str) -> None:
        self._register_components_in_location([component], [resource_identifier])

    def _register_components_in_location(
        self, components: Sequence[Entity], identifiers: Sequence[str]
    ) -> None:
        """Register the resource identifiers of *components*, and commit."""
        for component, identifier in zip(components, identifiers, strict=True):
            self.session.create(
                "ComponentLocation",
                {
                    "component_id": component.identity[1],
                    "location_id": self.identity[1],
                    "resource_identifier": self._encoded(component, identifier),
                },
            )
        try:
            self.session.commit()
        except Error as error:
            raise LocationError(
                "Cannot register components in {location}: {error}", {"location": self, "error": error}
            ) from error
        self._publish(ADDED, components)

    # ------------------------------------------------------------------ removing

    def remove_component(self, component: Entity, recursive: bool = True) -> None:
        """Remove *component* and its files from this location, and commit."""
        self.remove_components([component], recursive)

    def remove_components(self, components: Iterable[Entity], recursive: bool = True) -> None:
        """Remove *components* and their files from this location, and commit.

        Raises: ComponentNotInLocationError, before anything is removed.
        """
        listed = [
            component for component, _none in _with_members(((each, None) for each in components), recursive)
        ]
        self.get_resource_identifiers(listed)
        for component in listed:
            self._remove_data(component)
        self._deregister_components_in_location(listed)

    def _remove_data(self, component: Entity) -> None:
        """Remove the file of *component*."""
        try:
            self.accessor.remove(self.get_resource_identifier(component))
        except AccessorResourceNotFoundError:
            if component.entity_type != "SequenceComponent":  # a sequence has no file of its own
                raise

    def _deregister_component_in_location(self, component: Entity) -> None:
        self._deregister_components_in_location([component])

    def _deregister_components_in_location(self, components: Sequence[Entity]) -> None:
        """Delete the registrations of *components*, and commit."""
        for registration in self.session.query(self._registrations("id", components)):
            self.session.delete(registration)
        self.session.commit()
        self._publish(REMOVED, components)

    def _publish(self, topic: str, components: Iterable[Entity]) -> None:
        """Publish an event for each of *components*, when the event hub is connected."""
        for component in components:
            self.session.publish(
                topic, {"component_id": component.identity[1], "location_id": self.identity[1]}
            )

    # ------------------------------------------------------------------ reading

    def get_component_availability(self, component: Entity) -> float:
        """Return the availability of *component* in this location, in percent."""
        return self.get_component_availabilities([component])[0]

    def get_component_availabilities(self, components: Iterable[Entity]) -> list[float]:
        """Return the availability of each of *components* in this location, in percent."""
        found = self.session.get_component_availabilities(components, [self])
        return [availability[self.identity[1]] for availability in found]

    def get_resource_identifier(self, component: Entity) -> str:
        """Return the resource identifier of *component* in this location.

        Raises: ComponentNotInLocationError.
        """
        return self.get_resource_identifiers([component])[0]

    def get_resource_identifiers(self, components: Iterable[Entity]) -> list[str]:
        """Return the resource identifiers of *components* in this location, with one request.

        Raises: ComponentNotInLocationError, which names the components that are not here.
        """
        listed = list(components)
        found = self._get_resource_identifiers(listed)
        missing = [component for component in listed if component.identity[1] not in found]
        if missing:
            raise ComponentNotInLocationError(missing, self)
        return [self._decoded(component, found[component.identity[1]]) for component in listed]

    def get_filesystem_path(self, component: Entity) -> str:
        """Return the path of *component* in the file system."""
        return self.get_filesystem_paths([component])[0]

    def get_filesystem_paths(self, components: Iterable[Entity]) -> list[str]:
        """Return the paths of *components* in the file system."""
        identifiers = self.get_resource_identifiers(components)
        return [self._accessible().get_filesystem_path(identifier) for identifier in identifiers]

    def get_url(self, component: Entity) -> str:
        """Return the URL of *component*."""
        url: str = self._accessible().get_url(self.get_resource_identifier(component))
        return url

    def _accessible(self) -> Any:
        if not self.accessor:
            raise LocationError(f"{self} has no accessor. Set its `accessor` first.")
        return self.accessor

    def _present(self, components: Sequence[Entity]) -> list[Entity]:
        """Return the *components* that are in this location; new ones can't be, so they aren't looked up."""
        state = self.session.recorded_operations.state
        stored = [component for component in components if state(component.identity) is not CREATED]
        found = self._get_resource_identifiers(stored) if stored else {}
        return [component for component in stored if component.identity[1] in found]

    def _get_resource_identifiers(self, components: Sequence[Entity]) -> Mapping[str, str]:
        """Return the resource identifiers of *components* in this location, by component id."""
        rows = self.session.query(self._registrations("component_id, resource_identifier", components))
        return {row["component_id"]: row["resource_identifier"] for row in rows}

    def _registrations(self, projections: str, components: Sequence[Entity]) -> str:
        ids = ", ".join(literal(component.identity[1]) for component in components)
        return (
            f"select {projections} from ComponentLocation where location_id is "
            f"{literal(self.identity[1])} and component_id in ({ids})"
        )

    def _encoded(self, component: Entity, identifier: str) -> str:
        transformer = self.resource_identifier_transformer
        encoded: str = (
            transformer.encode(identifier, context={"component": component}) if transformer else identifier
        )
        return encoded

    def _decoded(self, component: Entity, identifier: str) -> str:
        transformer = self.resource_identifier_transformer
        decoded: str = (
            transformer.decode(identifier, context={"component": component}) if transformer else identifier
        )
        return decoded


class MemoryLocationMixin(Location):
    """A location whose content is registered in memory, for the lifetime of the session."""

    in_memory = True

    @property
    def _registry(self) -> dict[str, str]:
        registry: dict[str, str] = self.__dict__.setdefault("_memory", {})
        return registry

    def _present(self, components: Sequence[Entity]) -> list[Entity]:
        return [component for component in components if component.identity[1] in self._registry]

    def _get_resource_identifiers(self, components: Sequence[Entity]) -> Mapping[str, str]:
        del components
        return self._registry

    def _register_components_in_location(
        self, components: Sequence[Entity], identifiers: Sequence[str]
    ) -> None:
        for component, identifier in zip(components, identifiers, strict=True):
            self._registry[component.identity[1]] = self._encoded(component, identifier)

    def _deregister_components_in_location(self, components: Sequence[Entity]) -> None:
        for component in components:
            self._registry.pop(component.identity[1], None)


class UnmanagedLocationMixin(Location):
    """A location whose files are managed elsewhere; only the registrations change."""

    def _add_data(self, component: Entity, resource_identifier: str, source: Any) -> None:
        del component, resource_identifier, source

    def _remove_data(self, component: Entity) -> None:
        del component


class OriginLocationMixin(MemoryLocationMixin, UnmanagedLocationMixin):
    """The location of new components; the source of a component is its path."""

    def _get_context(self, component: Entity, source: Any) -> dict[str, Any]:
        del component
        return {"source_resource_identifier": source}


class ServerLocationMixin(Location):
    """The file store of the server."""

    def get_thumbnail_url(self, component: Entity, size: int | None = None) -> str:
        """Return the URL of a thumbnail of *component*, at most *size* pixels wide and high."""
        url: str = self._accessible().get_thumbnail_url(self.get_resource_identifier(component), size)
        return url


def _for_each(sources: Any, components: Sequence[Entity]) -> list[Any]:
    """Return one source for each of *components*.

    Raises: ValueError, when the number of sources differs.
    """
    if not isinstance(sources, (list, tuple)):
        return [sources] * len(components)
    if len(sources) == 1:
        return list(sources) * len(components)
    if len(sources) != len(components):
        raise ValueError(
            f"Expected 1 source, or one for each of {len(components)} components; got {len(sources)}."
        )
    return list(sources)


def _with_members(pairs: Iterable[tuple[Entity, Any]], recursive: bool) -> list[tuple[Entity, Any]]:
    """Return *pairs* of component and source, with the members before their containers."""
    found: list[tuple[Entity, Any]] = []
    for component, source in pairs:
        if recursive and component.entity_type in _CONTAINERS:
            found += _with_members(((member, source) for member in component["members"]), recursive)
        found.append((component, source))
    return found


def _copy(source: Any, source_identifier: str, target: Any, identifier: str) -> None:
    """Copy one file; a file on disk is uploaded to a server without a temporary copy."""
    if hasattr(target, "upload") and hasattr(source, "prefix"):
        target.upload(identifier, source.get_filesystem_path(source_identifier))
        return
    reading = source.open(source_identifier, "rb")
    try:
        writing = target.open(identifier, "wb")
        try:
            while piece := reading.read(CHUNK_SIZE):
                writing.write(piece)
        finally:
            writing.close()
    finally:
        reading.close()
