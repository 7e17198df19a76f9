"""What the parts of the client require of a session.

`Session` composes those parts and implements all of these protocols. Each part depends on the
narrowest one that fits, so none of them imports `session`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from callboard.core.identity import Workspace

if TYPE_CHECKING:
    import os

    from callboard.api import Api
    from callboard.core.entity import Entity
    from callboard.core.owner import Member
    from callboard.query import QueryResult

__all__ = ["Caller", "Committer", "Connection", "EntitySession", "FileSession", "Loader", "Repository"]


class Loader(Workspace, Protocol):
    """Fetches rows and merges them: what populating entities requires."""

    def fetch(self, expression: str, regroup: bool = True) -> tuple[list[Any], int | None]:
        """Return the rows of one query, merged, and the offset of the next page."""


class Committer(Workspace, Protocol):
    """Sends batches: what commit and rollback require."""

    api: Api

    @property
    def lock(self) -> AbstractContextManager[object]:
        """The lock that guards the entities and the recorded operations."""


class Repository(Workspace, Protocol):
    """Finds, creates and stores entities."""

    def query(self, expression: str) -> QueryResult:
        """Return the result of *expression*."""

    def get(self, entity_type: str, entity_key: str | Sequence[str]) -> Entity | None:
        """Return the entity with that primary key, or None."""

    def create(
        self, entity_type: str, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> Entity:
        """Return a new entity, to be stored by the next commit."""

    def commit(self) -> None:
        """Send all recorded changes as one transaction."""


class Connection(Protocol):
    """A server, and the user that requests are made for."""

    api: Api

    @property
    def server_url(self) -> str:
        """The URL of the server."""

    @property
    def api_user(self) -> str:
        """The username."""

    @property
    def api_key(self) -> str:
        """The API key."""


class Caller(Protocol):
    """Sends operations: what requests other than queries and commits require."""

    def call(self, data: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Send the operations *data* unchanged; return their results."""


class FileSession(Repository, Connection, Protocol):
    """Entities and a server: what components and the transfer of files require."""


class EntitySession(Repository, Protocol):
    """What the methods of single entity types require."""

    @property
    def server_information(self) -> dict[str, Any]:
        """Information about the server."""

    def delete(self, entity: Member) -> None:
        """Delete *entity* with the next commit."""

    def send_user_invite(self, user: Entity) -> None:
        """Send *user* an invitation by e-mail."""

    def create_component(
        self, path: str, data: Mapping[str, Any] | None = None, location: Any = "auto"
    ) -> Entity:
        """Return a component for the file or sequence at *path*."""

    def encode_media(
        self,
        media: Entity | str | os.PathLike[str],
        version_id: str | None = None,
        keep_original: bool | str = "auto",
    ) -> Entity:
        """Start encoding *media* for the web; return the job."""

    def get_component_availability(
        self, component: Entity, locations: Iterable[Entity] | None = None
    ) -> dict[str, float]:
        """Return the availability of *component* in each location."""

    def get_component_availabilities(
        self, components: Iterable[Entity], locations: Iterable[Entity] | None = None
    ) -> list[dict[str, float]]:
        """Return the availability of each of *components* in each location."""

    def publish(self, topic: str, data: Mapping[str, Any]) -> None:
        """Publish an event, when the event hub is connected."""

    def reset_remote(self, reset_type: str, entity: Entity | None = None) -> Any:
        """Reset a value on the server; return the new one."""
