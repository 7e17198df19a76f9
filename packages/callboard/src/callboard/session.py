"""The entry point of the client: read entities from a server, and commit changes.

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
from callboard.entity.factory import StandardFactory
from callboard.exception import EventHubConnectionError
from callboard.invitations import invite_to_review, invite_users
from callboard.query import PAGE_SIZE, QueryResult
from callboard.schema_cache import SchemaCache
from callboard.settings import resolve_credentials, text_mapping
from callboard.start import check_compatibility, start
from callboard.symbol import CREATED, DELETED, MODIFIED, Symbol
from callboard.thread_flags import FlagContext, Flags
from callboard.transport import HttpTransport, Transport
from callboard.wire.envelope import GET_UPLOAD_METADATA, GET_WIDGET_URL, QUERY, RESET_REMOTE

if TYPE_CHECKING:
    import logging
    from datetime import datetime

    from callboard.event.hub import EventHub
    from callboard.stream import EventStream

__all__ = ["Session"]


class Session:
    """A connection to a server as one user, with the entities that were fetched and their changes.

    Several threads can read at once; `auto_populate` and `record_operations` apply to the
    calling thread. Changes are recorded until `commit`, which sends the changes of all threads.

    With *auto_connect_event_hub* the event hub connects in the background. *plugin_paths*,
    *cache*, *cache_key_maker* and *plugin_arguments* are ignored; scripts can still pass them.
    To load plugins, call `plugin.discover`. Entities are cached in memory only.

    Raises: TypeError for missing credentials, ServerError when the server rejects them.
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
            raise TypeError(f"`strict_api` must be True or False; got {strict_api!r}.")
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
        self._types = EntityTypes(self.schemas, StandardFactory().create)
        self._configure_locations()
        self._hub: EventHub | None = None
        self._hub_options = {"headers": headers, "cookies": cookies}
        if auto_connect_event_hub:
            self.event_hub.init_connection()
            threading.Thread(target=self._connect_hub, name="callboard-connecting", daemon=True).start()

    # ------------------------------------------------------------------ properties

    @property
    def server_url(self) -> str:
        """The URL of the server, without a trailing slash."""
        return self._credentials.server_url

    @property
    def api_user(self) -> str:
        """The username that this session uses."""
        return self._credentials.api_user

    @property
    def api_key(self) -> str:
        """The API key that this session uses."""
        return self._credentials.api_key

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self.api.closed

    @property
    def request_timeout(self) -> float | None:
        """The timeout of each request in seconds; None disables it."""
        return self.api.timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float | None) -> None:
        self.api.timeout = seconds

    @property
    def server_information(self) -> dict[str, Any]:
        """Information about the server; a copy."""
        return dict(self._server_information)

    @property
    def types(self) -> EntityTypes:
        """The entity classes by name, each built when it is first used."""
        return self._types

    @property
    def auto_populate(self) -> bool:
        """Whether this thread fetches values when they are first read."""
        return self._flags.auto_populate

    @auto_populate.setter
    def auto_populate(self, value: bool) -> None:
        self._flags.auto_populate = value

    @property
    def record_operations(self) -> bool:
        """Whether changes made in this thread are recorded for the next commit."""
        return self._flags.record_operations

    @record_operations.setter
    def record_operations(self, value: bool) -> None:
        self._flags.record_operations = value

    def auto_populating(self, auto_populate: bool) -> FlagContext:
        """Return a context manager that sets `auto_populate` for this thread."""
        return FlagContext(self._flags, "auto_populate", auto_populate)

    def operation_recording(self, record_operations: bool) -> FlagContext:
        """Return a context manager that sets `record_operations` for this thread."""
        return FlagContext(self._flags, "record_operations", record_operations)

    @property
    def created(self) -> list[Entity]:
        """The entities that the next commit creates."""
        return self._in_state(CREATED)

    @property
    def modified(self) -> list[Entity]:
        """The entities that the next commit updates."""
        return self._in_state(MODIFIED)

    @property
    def deleted(self) -> list[Entity]:
        """The entities that the next commit deletes."""
        return self._in_state(DELETED)

    @property
    def logger(self) -> logging.Logger:
        """The logger of sessions; silent until a script configures logging."""
        return log.logger(f"{__name__}.Session")

    # ------------------------------------------------------------------ events

    @property
    def event_hub(self) -> EventHub:
        """The event hub, to publish and receive events; call its `connect` first."""
        with self.lock:
            if self._hub is None:
                from callboard.event.hub import EventHub  # most sessions receive no events

                self._hub = EventHub(self.server_url, self.api_user, self.api_key, **self._hub_options)
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
        """Return the events of the server, to iterate over with `for` or `async for`.

        They start after the sequence *since*, at the time *since* (a datetime, or ISO 8601 text, in UTC),
        or where *consumer*, a name of your choice, stopped; otherwise with the next event. *expression*
        filters them, for example `topic=ftrack.update`; the default is all events that the server itself
        publishes. With *follow* the loop waits for new events; without it, it ends at the newest event.

        A consumer receives each event at least once: the events that it has not acknowledged are delivered
        again. `acknowledge` of the stream acknowledges the last event; so does the end of a page of events,
        of the loop, or of a `with` block.
        """
        from callboard.stream import EventStream  # most sessions follow no events

        return EventStream(self.api, self.server_url, since, consumer, expression, follow=follow)

    # ------------------------------------------------------------------ lifetime

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections and discard uncommitted changes. A second call does nothing."""
        if not self.closed:
            self._discard("session.closed_with_pending_operations")
            if self._hub is not None and self._hub.connected:
                self._hub.disconnect()
            self.api.close()

    def reset(self) -> None:
        """Remove all entities and discard uncommitted changes; existing objects are detached."""
        self._discard("session.reset_with_pending_operations")
        self._configure_locations()

    def check_server_compatibility(self) -> None:
        """Raise ServerCompatibilityError when the server is too old."""
        check_compatibility(self._server_information)

    def _discard(self, warning: str) -> None:
        with self.lock:
            if self.recorded_operations:
                self.logger.warning("%s: %d", warning, len(self.recorded_operations))
            self.recorded_operations.clear()
            self.identities.clear()

    def _configure_locations(self) -> None:
        files.configure_built_in_locations(self)

    # ------------------------------------------------------------------ reading

    def query(self, expression: str, page_size: int = PAGE_SIZE) -> QueryResult:
        """Return the result of *expression*, which is fetched when it is read.

        Without `select`, the default projections of the entity type are selected.
        Raises: UnrecognisedEntityTypeError, a KeyError.
        """
        name = entity_type_of(expression)
        if name is not None:
            projections = ", ".join(self.types[name].default_projections) or "id"
            expression = f"select {projections} from {expression.strip()}"
        return QueryResult(self, expression, page_size)

    def get(self, entity_type: str, entity_key: str | Sequence[str]) -> Entity | None:
        """Return the entity with that primary key, or None; it is fetched when it isn't in memory.

        *entity_type* can be a base such as `Context`; the entity returned is of its own type.
        Raises: ValueError, when the number of values doesn't match the primary key of the type.
        """
        entity_class = self.types[entity_type]
        names = entity_class.primary_key_attributes
        values = [entity_key] if isinstance(entity_key, str) else [str(part) for part in entity_key]
        if len(values) != len(names):
            raise ValueError(
                f"The key of {entity_type} has {len(names)} values ({', '.join(names)}); got {len(values)}."
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
        """Fetch *projections*, in the syntax of `select`, for *entities* of one type.

        Local values stay. New entities are skipped.
        """
        loading.populate(self, entities, projections)

    def load(self, entity: Entity, attribute: Attribute) -> None:
        """Fetch *attribute* for *entity*, and for the entities of the same response that lack it."""
        loading.load(self, entity, attribute)

    def load_all(self, entity: Entity) -> None:
        """Fetch all values that *entity* lacks."""
        loading.load_all(self, entity)

    def fetch(self, expression: str, regroup: bool = True) -> tuple[list[Any], int | None]:
        """Return the rows of one query, merged, and the offset of the next page or None."""
        answer = self.api.post([{"action": QUERY, "expression": expression}])[0]
        following = (answer.get("metadata") or {}).get("next") or {}
        with self.lock:
            return merge_rows(self, answer["data"], regroup), following.get("offset")

    # ------------------------------------------------------------------ changing

    def create(
        self, entity_type: str, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> Entity:
        """Return a new entity with an id and default values; the next commit stores it.

        With *reconstructing*, *data* are values that the server already has, and nothing is
        recorded. Keys that are not attributes of the type are ignored.
        Raises: UnrecognisedEntityTypeError, a KeyError.
        """
        with self.lock:
            made = self.types[entity_type](self, data, reconstructing=reconstructing)
            return attach(self, made) if reconstructing else made

    def ensure(
        self, entity_type: str, data: Mapping[str, Any], identifying_keys: Iterable[str] | None = None
    ) -> Entity:
        """Return the entity with *data*; create or update it, and commit, when necessary.

        It is identified by *identifying_keys*, by default all keys of *data*.
        Raises: ValueError without any key, KeyError for a key that *data* lacks,
        MultipleResultsFoundError when several entities match.
        """
        return ensure(self, entity_type, data, identifying_keys)

    def delete(self, entity: Member) -> None:
        """Delete *entity* with the next commit. The object stays readable."""
        if self.record_operations:
            self.recorded_operations.push(DeleteEntityOperation(entity.entity_type, entity.primary_key()))

    def commit(self) -> None:
        """Send all recorded changes as one transaction.

        Raises: ServerError. In that case nothing was stored and all changes are still recorded,
        so that they can be corrected, committed again or rolled back.
        """
        unit_of_work.commit(self)

    def rollback(self) -> None:
        """Discard all recorded changes; new entities are detached."""
        unit_of_work.rollback(self)

    def merge(self, value: Any, merged: object = None) -> Any:
        """Return the session's objects for *value*, an entity or a collection; other values unchanged."""
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
        """Send the operations *data* unchanged; return their results.

        Entities in the results are not attached to the session; see `merge`.
        Raises: ServerError.
        """
        results = self.api.post_encoded(self.encode(data, "modified_only").encode())
        decoded: list[Any] = codec.revived(results, self._detached)
        return decoded

    def encode(self, data: object, entity_attribute_strategy: str = "set_only") -> str:
        """Return *data* as JSON; the strategy is `all`, `set_only`, `modified_only` or `persisted_only`."""
        return codec.encode(data, entity_attribute_strategy)

    def decode(self, string: str | bytes) -> Any:
        """Return the values in *string*; entities in them are not attached to the session."""
        return codec.decode(string, self._detached)

    def _detached(self, entity_type: str, values: dict[str, Any]) -> Entity:
        return self.types[entity_type](self, values, reconstructing=True)

    def entity_reference(self, entity: Entity) -> dict[str, str]:
        """Return the reference to *entity*: its type and primary key."""
        return codec.reference(entity)

    def reset_remote(self, reset_type: str, entity: Entity | None = None) -> Any:
        """Reset a value on the server, such as `api_key`; return the result."""
        operation: dict[str, Any] = {"action": RESET_REMOTE, "reset_type": reset_type}
        if entity is not None:
            operation |= {"entity_type": entity.entity_type, "entity_key": entity.identity[1]}
        return self.call([operation])[0]["data"]

    def get_widget_url(self, name: str, entity: Entity | None = None, theme: str | None = None) -> str:
        """Return the address of the web page *name*, such as `info` or `tasks`, for *entity*.

        It can be opened without signing in, for a few minutes. *theme* is `light` or `dark`.
        """
        operation: dict[str, Any] = {"action": GET_WIDGET_URL, "name": name, "theme": theme}
        if entity is not None:
            key = list(entity.primary_key().values())
            operation |= {"entity_type": entity.entity_type, "entity_key": key}
        return str(self.call([operation])[0]["widget_url"])

    def send_user_invite(self, user: Entity) -> None:
        """Send *user*, who must be committed, an invitation by e-mail."""
        self.send_user_invites([user])

    def send_user_invites(self, users: Iterable[Entity]) -> None:
        """Send an invitation by e-mail to each of *users*, with one request."""
        invite_users(self, users)

    def send_review_session_invite(self, invitee: Entity) -> None:
        """Send *invitee*, a committed `ReviewSessionInvitee`, an invitation by e-mail."""
        self.send_review_session_invites([invitee])

    def send_review_session_invites(self, invitees: Iterable[Entity]) -> None:
        """Send an invitation by e-mail to each of *invitees*, with one request."""
        invite_to_review(self, invitees)

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
        """Return a component for the file or sequence at *path*, and add it to *location*.

        A sequence is written `shot.%04d.exr [1-5, 7]`. `auto` selects the location; adding the
        component commits. With None, it stays in the origin location and nothing is committed.
        """
        return files.create_component(self, path, data, location)

    def encode_media(
        self,
        media: Entity | str | os.PathLike[str],
        version_id: str | None = None,
        keep_original: bool | str = "auto",
    ) -> Entity:
        """Start encoding *media* for the web, optionally for a version; return the job.

        The `data` of the job describes its output. *media* is a component in the server location, or the
        path of a file, which is uploaded to the server location and committed. With `auto` the component
        is kept, and the uploaded file is deleted after it has been encoded.
        Raises: ValueError for other media, ServerError.
        """
        return files.encode_media(self, media, version_id, keep_original)

    def pick_location(self, component: Entity | None = None) -> Entity | None:
        """Return the accessible location with the highest priority, or the best one with *component*."""
        return files.pick_location(self, component)

    def pick_locations(self, components: Iterable[Entity]) -> list[Entity | None]:
        """Return for each component the best location that contains it, or None."""
        return files.pick_locations(self, components)

    def get_component_availability(
        self, component: Entity, locations: Iterable[Entity] | None = None
    ) -> dict[str, float]:
        """Return the availability of *component* in each location, in percent, by location id."""
        return files.availabilities(self, [component], locations)[0]

    def get_component_availabilities(
        self, components: Iterable[Entity], locations: Iterable[Entity] | None = None
    ) -> list[dict[str, float]]:
        """Return the availability of each component, with one request for all of them."""
        return files.availabilities(self, list(components), locations)

    # ------------------------------------------------------------------ private names in existing pipelines

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
