"""The door to a server: entities in, changes out.

::

    with Session() as session:
        task = session.query("Task where name is comp").first()
        task["status"] = session.query("Status where name is Done").one()
        session.commit()
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from callboard import components as files
from callboard import loading, log, unit_of_work
from callboard.api import Api
from callboard.core import codec
from callboard.core.attribute import Attribute
from callboard.core.collection import Collection, MappedCollection
from callboard.core.entity import Entity
from callboard.core.expression import entity_type_of, key_condition
from callboard.core.factory import EntityTypes
from callboard.core.identity import IdentityMap
from callboard.core.merge import attach, merge_rows
from callboard.core.operations import DeleteEntityOperation, Operations, identity_of
from callboard.core.owner import Member
from callboard.ensuring import ensure
from callboard.entity import CREATORS, bases_for
from callboard.exception import EventHubConnectionError
from callboard.query import PAGE_SIZE, QueryResult
from callboard.schema_cache import SchemaCache
from callboard.settings import resolve_credentials, text_mapping
from callboard.start import check_compatibility, start
from callboard.symbol import CREATED, DELETED, MODIFIED, Symbol
from callboard.thread_flags import FlagContext, Flags
from callboard.transport import HttpTransport, Transport
from callboard.wire.envelope import GET_UPLOAD_METADATA, QUERY, RESET_REMOTE

if TYPE_CHECKING:
    import logging
    from datetime import datetime

    from callboard.event.hub import EventHub
    from callboard.stream import EventStream

__all__ = ["Session"]


class Session:
    """A connection to one server as one user, with everything learned and changed over it.

    Safe to read from several threads; `auto_populate` and `record_operations` are switches
    of the calling thread. Changes wait for `commit`, which sends those of all threads.

    With *auto_connect_event_hub* the hub connects in the background. *plugin_paths*,
    *cache*, *cache_key_maker* and *plugin_arguments* are accepted for the scripts that pass
    them; this release has no plugins, and keeps entities in memory only.

    Raises: TypeError for missing credentials, ServerError when the server refuses them.
    """

    def __init__(  # noqa: PLR0913 - the documented order of arguments of the ftrack client
        self,
        server_url: str | None = None,
        api_key: str | None = None,
        api_user: str | None = None,
        auto_populate: bool = True,
        plugin_paths: Sequence[str] | None = None,
        cache: object = None,
        cache_key_maker: object = None,
        auto_connect_event_hub: bool = False,
        schema_cache_path: str | os.PathLike[str] | bool | None = None,
        plugin_arguments: Mapping[str, Any] | None = None,
        timeout: float | None = 60,
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        strict_api: bool = False,
        *,
        transport: Transport | None = None,
    ) -> None:
        del plugin_paths, cache, cache_key_maker, plugin_arguments
        if not isinstance(strict_api, bool):
            raise TypeError(f"strict_api must be True or False, not {strict_api!r}.")
        self._credentials = resolve_credentials(server_url, api_key, api_user)
        self._flags = Flags(auto_populate)
        self.lock = threading.RLock()
        self.recorded_operations = Operations()
        self.identities = IdentityMap()
        self.api = Api(
            transport or HttpTransport(),
            self._credentials,
            _with_cookies(text_mapping("headers", headers), text_mapping("cookies", cookies)),
            strict=strict_api,
            timeout=timeout,
        )
        cached = SchemaCache.at(schema_cache_path, self.server_url)
        self._server_information, self.schemas = start(self.api, cached)
        self.check_server_compatibility()
        self._types = EntityTypes(self.schemas, bases_for, CREATORS)
        self._configure_locations()
        self._hub: EventHub | None = None
        self._for_hub = {"headers": headers, "cookies": cookies}
        if auto_connect_event_hub:
            self.event_hub.init_connection()
            threading.Thread(target=self._connect_hub, name="callboard-connecting", daemon=True).start()

    # ------------------------------------------------------------------ what it is

    @property
    def server_url(self) -> str:
        """The URL of the server, without a slash at its end."""
        return self._credentials.server_url

    @property
    def api_user(self) -> str:
        """The name of the user this session acts as."""
        return self._credentials.api_user

    @property
    def api_key(self) -> str:
        """The key this session was opened with."""
        return self._credentials.api_key

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self.api.closed

    @property
    def request_timeout(self) -> float | None:
        """Seconds any request may take; None waits without end."""
        return self.api.timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float | None) -> None:
        self.api.timeout = seconds

    @property
    def server_information(self) -> dict[str, Any]:
        """What the server said of itself; a copy."""
        return dict(self._server_information)

    @property
    def types(self) -> EntityTypes:
        """The entity classes by name, each built when it is first asked for."""
        return self._types

    @property
    def auto_populate(self) -> bool:
        """Whether values are fetched when they are first read, in this thread."""
        return self._flags.auto_populate

    @auto_populate.setter
    def auto_populate(self, value: bool) -> None:
        self._flags.auto_populate = value

    @property
    def record_operations(self) -> bool:
        """Whether changes are recorded for the next commit, in this thread."""
        return self._flags.record_operations

    @record_operations.setter
    def record_operations(self, value: bool) -> None:
        self._flags.record_operations = value

    def auto_populating(self, auto_populate: bool) -> FlagContext:
        """Return a context in which `auto_populate` is as given, in this thread."""
        return FlagContext(self._flags, "auto_populate", auto_populate)

    def operation_recording(self, record_operations: bool) -> FlagContext:
        """Return a context in which `record_operations` is as given, in this thread."""
        return FlagContext(self._flags, "record_operations", record_operations)

    @property
    def created(self) -> list[Entity]:
        """The entities the next commit creates."""
        return self._in_state(CREATED)

    @property
    def modified(self) -> list[Entity]:
        """The entities the next commit updates."""
        return self._in_state(MODIFIED)

    @property
    def deleted(self) -> list[Entity]:
        """The entities the next commit deletes."""
        return self._in_state(DELETED)

    @property
    def logger(self) -> logging.Logger:
        """The logger of sessions; silent unless a script says otherwise."""
        return log.logger(f"{__name__}.Session")

    # ------------------------------------------------------------------ what happens

    @property
    def event_hub(self) -> EventHub:
        """The hub over which events are published and heard; not connected unless asked for."""
        with self.lock:
            if self._hub is None:
                from callboard.event.hub import EventHub  # most sessions hear nothing

                self._hub = EventHub(self.server_url, self.api_user, self.api_key, **self._for_hub)
            return self._hub

    def _connect_hub(self) -> None:
        try:
            self.event_hub.connect()
        except EventHubConnectionError as error:
            self.logger.warning("The event hub is not connected: %s", error)

    def publish(self, topic: str, data: Mapping[str, Any]) -> None:
        """Publish an event, when the event hub is connected."""
        if self._hub is not None and self._hub.connected:
            from callboard.event.base import Event

            self._hub.publish(Event(topic, data=dict(data)), on_error="ignore")

    def events(
        self,
        since: int | datetime | str | None = None,
        consumer: str | None = None,
        expression: str | None = None,
        *,
        follow: bool = True,
    ) -> EventStream:
        """Return the events of the server, to loop over with `for` or `async for`.

        They begin after the sequence *since*, or at that time (a datetime, or ISO 8601 text, in UTC), or
        where *consumer*, a name of your choice, left off; else now. *expression* filters them, as in
        `topic=ftrack.update`; without one, what the server itself publishes is told. With *follow* the loop
        waits for more, without it ends at the newest.

        A consumer gets each event at least once: what it was at when it ended comes again. `acknowledge` of
        the stream says that the last one is done; the end of a page of events, of the loop, or of a `with`
        block says it as well.
        """
        from callboard.stream import EventStream  # most sessions follow nothing

        return EventStream(self.api, self.server_url, since, consumer, expression, follow=follow)

    # ------------------------------------------------------------------ its life

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections and forget what is not committed; may be called twice."""
        if not self.closed:
            self._forget("session.closed_with_pending_operations")
            if self._hub is not None and self._hub.connected:
                self._hub.disconnect()
            self.api.close()

    def reset(self) -> None:
        """Forget all entities and what is not committed; entities held elsewhere are detached."""
        self._forget("session.reset_with_pending_operations")
        self._configure_locations()

    def check_server_compatibility(self) -> None:
        """Raise ServerCompatibilityError when the server is too old."""
        check_compatibility(self._server_information)

    def _forget(self, warning: str) -> None:
        with self.lock:
            if self.recorded_operations:
                self.logger.warning("%s: %d", warning, len(self.recorded_operations))
            self.recorded_operations.clear()
            self.identities.clear()

    def _configure_locations(self) -> None:
        files.configure_built_in_locations(self)

    # ------------------------------------------------------------------ reading

    def query(self, expression: str, page_size: int = PAGE_SIZE) -> QueryResult:
        """Return the result of *expression*, fetched as it is read.

        Without `select` the default projections of the entity type are selected.
        Raises: UnrecognisedEntityTypeError, a KeyError.
        """
        name = entity_type_of(expression)
        if name is not None:
            projections = ", ".join(self.types[name].default_projections) or "id"
            expression = f"select {projections} from {expression.strip()}"
        return QueryResult(self, expression, page_size)

    def get(self, entity_type: str, entity_key: str | Sequence[str]) -> Entity | None:
        """Return the entity with that primary key, asking the server only when it is not known yet.

        *entity_type* may be a base such as `Context`; the entity is of its own type.
        Raises: ValueError, when the key has another number of parts than the type's.
        """
        entity_class = self.types[entity_type]
        names = entity_class.primary_key_attributes
        values = [entity_key] if isinstance(entity_key, str) else [str(part) for part in entity_key]
        if len(values) != len(names):
            raise ValueError(
                f"The key of {entity_type} has {len(names)} parts ({', '.join(names)}), not {len(values)}."
            )
        key = dict(zip(names, values, strict=True))
        identity = identity_of(entity_type, key)
        known = self.identities.get(identity)
        if known is not None:
            return known
        found = self.query(f"{entity_type} where {key_condition([key])}").first()
        if found is not None and found.identity != identity:
            self.identities.alias(identity, found)
        return found

    def populate(self, entities: Entity | Iterable[Entity], projections: str) -> None:
        """Fetch *projections*, written as after `select`, for *entities* of one type.

        Values set locally stay; entities that are not stored yet are skipped.
        """
        loading.populate(self, entities, projections)

    def load(self, entity: Entity, attribute: Attribute) -> None:
        """Fetch *attribute* for *entity* and for those that arrived together with it."""
        loading.load(self, entity, attribute)

    def load_all(self, entity: Entity) -> None:
        """Fetch everything *entity* lacks."""
        loading.load_all(self, entity)

    def fetch(self, expression: str, regroup: bool = True) -> tuple[list[Any], int | None]:
        """Return the rows of one query, merged, and the offset of the next page if there is one."""
        answer = self.api.post([{"action": QUERY, "expression": expression}])[0]
        following = (answer.get("metadata") or {}).get("next") or {}
        with self.lock:
            return merge_rows(self, answer["data"], regroup), following.get("offset")

    # ------------------------------------------------------------------ changing

    def create(
        self, entity_type: str, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> Entity:
        """Return a new entity with its id and defaults; the next commit stores it.

        With *reconstructing*, *data* is what the server is known to have, and nothing is
        recorded. Keys the type does not have are ignored.
        Raises: UnrecognisedEntityTypeError, a KeyError.
        """
        with self.lock:
            made = self.types[entity_type](self, data, reconstructing=reconstructing)
            return attach(self, made) if reconstructing else made

    def ensure(
        self, entity_type: str, data: Mapping[str, Any], identifying_keys: Iterable[str] | None = None
    ) -> Entity:
        """Return the entity with *data*, created or updated, and committed, if need be.

        It is found by *identifying_keys*, all keys of *data* by default.
        Raises: ValueError without any key, KeyError for one that *data* lacks,
        MultipleResultsFoundError when several entities fit.
        """
        return ensure(self, entity_type, data, identifying_keys)

    def delete(self, entity: Member) -> None:
        """Delete *entity* with the next commit; the object stays readable."""
        if self.record_operations:
            self.recorded_operations.push(DeleteEntityOperation(entity.entity_type, entity.primary_key()))

    def commit(self) -> None:
        """Send all recorded changes as one transaction.

        Raises: ServerError; then nothing was stored and everything is still recorded, to be
        corrected, tried again or rolled back.
        """
        unit_of_work.commit(self)

    def rollback(self) -> None:
        """Forget all recorded changes; what was created is detached."""
        unit_of_work.rollback(self)

    def merge(self, value: Any, merged: object = None) -> Any:
        """Return the session's own object for *value*, an entity or several; else *value*."""
        del merged
        with self.lock:
            if isinstance(value, Entity):
                return attach(self, value)
            if isinstance(value, (Collection, MappedCollection)):
                members = value.collection if isinstance(value, MappedCollection) else value
                return [self.merge(member) for member in members]
            return value

    def _in_state(self, state: Symbol) -> list[Entity]:
        found = (self.identities.get(identity) for identity in self.recorded_operations.identities(state))
        return [entity for entity in found if entity is not None]

    # ------------------------------------------------------------------ raw calls

    def call(self, data: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Send the operations *data* as they are; return their results.

        Entities among the results are not attached to the session: see `merge`.
        Raises: ServerError.
        """
        results = self.api.post_encoded(self.encode(data, "modified_only").encode())
        decoded: list[Any] = codec.revived(results, self._detached)
        return decoded

    def encode(self, data: object, entity_attribute_strategy: str = "set_only") -> str:
        """Return *data* as JSON; the strategy is `all`, `set_only`, `modified_only` or `persisted_only`."""
        return codec.encode(data, entity_attribute_strategy)

    def decode(self, string: str | bytes) -> Any:
        """Return the values in *string*; entities among them are not attached."""
        return codec.decode(string, self._detached)

    def _detached(self, entity_type: str, values: dict[str, Any]) -> Entity:
        return self.types[entity_type](self, values, reconstructing=True)

    def entity_reference(self, entity: Entity) -> dict[str, str]:
        """Return the reference to *entity*: its type and primary key."""
        return codec.reference(entity)

    def reset_remote(self, reset_type: str, entity: Entity | None = None) -> Any:
        """Let the server set something anew, such as `api_key`; return what it answers."""
        operation: dict[str, Any] = {"action": RESET_REMOTE, "reset_type": reset_type}
        if entity is not None:
            operation |= {"entity_type": entity.entity_type, "entity_key": entity.identity[1]}
        return self.call([operation])[0]["data"]

    def get_upload_metadata(
        self, component_id: str, file_name: str, file_size: int, checksum: str | None = None
    ) -> dict[str, Any]:
        """Return `url` and `headers` for the PUT of a file; *checksum* is its MD5 in base64."""
        operation = {
            "action": GET_UPLOAD_METADATA,
            "component_id": component_id,
            "file_name": file_name,
            "file_size": file_size,
            "checksum": checksum,
        }
        metadata: dict[str, Any] = self.api.post([operation])[0]
        return metadata

    # ------------------------------------------------------------------ files

    def create_component(
        self, path: str, data: Mapping[str, Any] | None = None, location: Any = "auto"
    ) -> Entity:
        """Return a component for the file or sequence at *path* and put it into *location*.

        A sequence is written `shot.%04d.exr [1-5, 7]`. `auto` picks the location, which
        commits; None keeps the component to this session's origin location.
        """
        return files.create_component(self, path, data, location)

    def encode_media(
        self,
        media: Entity | str | os.PathLike[str],
        version_id: str | None = None,
        keep_original: bool | str = "auto",
    ) -> Entity:
        """Have *media* encoded for the web, for a version if one is given; return the job, whose `data` names
        what will be made.

        *media* is a component in the server location, or the path of a file that is put there and committed.
        `auto` keeps the first and deletes the second when it is encoded. Raises: ValueError for other media,
        ServerError.
        """
        return files.encode_media(self, media, version_id, keep_original)

    def pick_location(self, component: Entity | None = None) -> Entity | None:
        """Return the accessible location of highest priority, where *component* is if one is given."""
        return files.pick_location(self, component)

    def pick_locations(self, components: Iterable[Entity]) -> list[Entity | None]:
        """Return for each component the best location it is in, or None."""
        return files.pick_locations(self, components)

    def get_component_availability(
        self, component: Entity, locations: Iterable[Entity] | None = None
    ) -> dict[str, float]:
        """Return for each location how much of *component* it has, in percent."""
        return files.availabilities(self, [component], locations)[0]

    def get_component_availabilities(
        self, components: Iterable[Entity], locations: Iterable[Entity] | None = None
    ) -> list[dict[str, float]]:
        """Return what `get_component_availability` says of each component, asked for at once."""
        return files.availabilities(self, list(components), locations)

    # ------------------------------------------------------------------ names shipped pipelines rely on

    @property
    def _local_cache(self) -> IdentityMap:
        return self.identities

    @property
    def _server_url(self) -> str:
        return self.server_url


def _with_cookies(headers: dict[str, str], cookies: dict[str, str]) -> dict[str, str]:
    if not cookies:
        return headers
    return {**headers, "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
