"""What every request may use, made once at the start."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from attrs import Factory, frozen
from starlette.requests import HTTPConnection

from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call, Tokens
from callboard_server.files.links import Links, LinkSigner
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
    """The parts of a running server. `secret` signs cookies and links; `is_demo` tells that the demo
    production is inside.

    `studio` knows the model and its tables; they may change between requests, so each request takes them from
    its own transaction. `process` is the name by which this process takes work that one of all processes does
    at a time.
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
        links: Links,
        tokens: Tokens | None = None,
        *,
        normalised: bool = True,
    ) -> Call:
        """Return what actions are given, for *actor* in *tx*."""
        shape = self.studio.current(tx)
        tx.statements = 0  # the look at the model's mark is ours, not the request's
        return Call(
            tx=tx,
            actor=actor,
            model=shape.model,
            tables=shape.tables,
            reader=shape.reader,
            around=links,
            clock=self.clock,
            new_id=self.new_id,
            tokens=tokens or Tokens(),
            normalised=normalised,
            automations=shape.automations,
            targets=self.settings.webhook_targets,
            server_url=links.page_url("/") if links.base else self.settings.server_url,
        )

    def links(self, base_url: str) -> Links:
        """Return the addresses below *base_url*, for the answers to one request."""
        return Links(base_url, self.signer)

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the address of this server.

        As it was told, else as the client knows it. No slash at the end.
        """
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/")
        return str(connection.base_url).rstrip("/")

    async def is_ours(self, work: str, seconds: float) -> bool:
        """Tell whether *work*, which one process does at a time, is for this one, and so for the next
        *seconds*.
        """
        self._leases.add(work)
        return await self.write(lambda tx: take_lease(tx, work, self.process, int(seconds * 1000)))

    async def leave_to_others(self) -> None:
        """Give back what `is_ours` took: this process is about to stop."""
        if self._leases:
            await self.write(lambda tx: end_leases(tx, self.process))

    async def free(self, keys: Iterable[str]) -> None:
        """Delete stored files that nothing refers to any more: after the commit, never before."""
        for key in keys:
            await asyncio.to_thread(self.store.delete, Key(key))


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the application that *connection* came to."""
    found = connection.app.state.services
    assert isinstance(found, Services)
    return found
