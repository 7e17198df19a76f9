"""The parts of a running server, created once at startup."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import anyio
from attrs import Factory, frozen
from starlette.requests import HTTPConnection

from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call, Tokens
from callboard_server.files.links import LinkSigner, SignedLinks
from callboard_server.files.store import Key, Store
from callboard_server.files.thumbnails import Thumbnails
from callboard_server.records.leases import end_leases, take_lease
from callboard_server.records.studio import Studio
from callboard_server.server.relay import Relay
from callboard_server.server.settings import Settings
from callboard_server.storage.database import Database
from callboard_server.storage.transaction import Transaction

T = TypeVar("T")


@frozen(eq=False)
class Services:
    """The parts of a running server. `secret` signs cookies and links.

    `studio` provides the model and its tables. They may change between requests, so each request reads them
    in its own transaction. `is_demo` is set when the database contains the demo production. `process`
    identifies this process as the holder of leases, for work that only one process does at a time. `reading`
    limits how many files are read for thumbnails at the same time.
    """

    settings: Settings
    database: Database
    studio: Studio
    store: Store
    thumbnails: Thumbnails
    signer: LinkSigner
    relay: Relay
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    secret: str
    is_demo: bool = False
    process: str = Factory(lambda: uuid.uuid4().hex)
    reading: anyio.CapacityLimiter = Factory(lambda: anyio.CapacityLimiter(1))
    _leases: set[str] = Factory(set)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* in a reading transaction."""
        return await asyncio.wrap_future(self.database.submit_read(work))

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* in a writing transaction and commit. *work* may run again after a conflict."""
        return await asyncio.wrap_future(self.database.submit_write(work))

    def call(
        self,
        tx: Transaction,
        actor: Actor,
        links: SignedLinks,
        tokens: Tokens | None = None,
        *,
        normalised: bool = True,
    ) -> Call:
        """Return the `Call` of *actor* in *tx*."""
        shape = self.studio.current(tx)
        tx.statements = 0  # reading the model's revision does not count for the request
        return Call(
            tx=tx,
            actor=actor,
            model=shape.model,
            tables=shape.tables,
            reader=shape.reader,
            links=links,
            clock=self.clock,
            new_id=self.new_id,
            tokens=tokens or Tokens(),
            normalised=normalised,
            automations=shape.automations,
            status_rules=shape.status_rules,
            targets=self.settings.webhook_targets,
            server_url=links.page_url("/") if links.base else self.settings.server_url,
        )

    async def read_as(self, actor: Actor, verb: Callable[[Call], T], base_url: str = "") -> T:
        """Run *verb* for *actor* in a reading transaction. SignedLinks in its result are below *base_url*."""
        return await self.read(lambda tx: verb(self.call(tx, actor, self.links(base_url))))

    async def write_as(self, actor: Actor, verb: Callable[[Call], T], base_url: str = "") -> T:
        """Run *verb* for *actor* in a writing transaction, commit, and delete the files that it freed.

        *verb* may run again after a conflict.
        """

        def work(tx: Transaction) -> tuple[T, list[str]]:
            call = self.call(tx, actor, self.links(base_url))
            return verb(call), call.freed

        result, freed = await self.write(work)
        await self.free(freed)
        return result

    def links(self, base_url: str) -> SignedLinks:
        """Return the links below *base_url*."""
        return SignedLinks(base_url, self.signer)

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the public URL of this server, or else the URL in the request, without a trailing slash."""
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/")
        return str(connection.base_url).rstrip("/")

    async def acquire_lease(self, work: str, seconds: float) -> bool:
        """Return whether this process may do *work* for the next *seconds*, because no other process does."""
        self._leases.add(work)
        return await self.write(lambda tx: take_lease(tx, work, self.process, int(seconds * 1000)))

    async def release_leases(self) -> None:
        """Release all leases of this process, before it stops."""
        if self._leases:
            await self.write(lambda tx: end_leases(tx, self.process))

    async def free(self, keys: Iterable[str]) -> None:
        """Delete obsolete stored files. Call it after the commit, never before."""
        for key in keys:
            await asyncio.to_thread(self.store.delete, Key(key))


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the application."""
    found = connection.app.state.services
    assert isinstance(found, Services)
    return found
