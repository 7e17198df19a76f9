"""From start to stop: open the data folder, listen, answer, and leave in good order."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import structlog
import uvicorn
from attrs import frozen
from starlette.applications import Starlette

from callboard.errors import ValidationError
from callboard_server.server.app import create_app
from callboard_server.server.housekeeping import sweep_at_start
from callboard_server.server.hub.routing import Hub
from callboard_server.server.hub.socket import LONGEST_FRAME
from callboard_server.server.relay import Relay
from callboard_server.server.services import Services
from callboard_server.server.settings import Settings
from callboard_server.server.startup import FirstAdministrator, Opened, open_services

log = structlog.get_logger()

GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 65
BACKLOG = 2048


@frozen
class Ready:
    """What a person is told once the server listens."""

    url: str
    settings: Settings
    first: FirstAdministrator | None


class Server(uvicorn.Server):
    """A server that lets listeners go before it waits for connections to end, and tells when it is ready."""

    def __init__(self, app: Starlette, when_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=LONGEST_FRAME,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        super().__init__(config)
        self._relay: Relay = app.state.services.relay
        self._hub: Hub = app.state.hub
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._relay.release()
        await self._hub.say_goodbye()
        await super().shutdown(sockets)


Beside = Callable[[Services], AbstractContextManager[object]]
"""What works beside the server, from when it is set up until it has stopped."""

alone: Beside = nullcontext
"""Nothing beside the server."""


@frozen
class Station:
    """A server that is set up and not running yet: what it answers with, and where people reach it."""

    opened: Opened
    listening: socket.socket

    @property
    def services(self) -> Services:
        return self.opened.services

    @property
    def ready(self) -> Ready:
        return Ready(
            address(self.services.settings, self.listening), self.services.settings, self.opened.first
        )


@contextmanager
def set_up(settings: Settings, beside: Beside) -> Iterator[Station]:
    """Listen, open the data folder and let *beside* work; leave in good order."""
    listening = listen(settings.host, settings.port)
    try:
        opened = open_services(settings)
        try:
            sweep_at_start(opened.services)
            with beside(opened.services):
                yield Station(opened, listening)
        finally:
            opened.services.database.close()
    finally:
        listening.close()


def serve(settings: Settings, tell: Callable[[Ready], None], beside: Beside = alone) -> None:
    """Serve until a signal says stop.

    *tell* is called once the server answers; *beside* works in the meantime.
    """
    with set_up(settings, beside) as station:
        server = Server(create_app(station.services), lambda: tell(station.ready))
        server.run(sockets=[station.listening])
    log.info("server.stopped")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises: ValidationError, when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise ValidationError(
            f"Cannot listen on {host}:{port}: {error.strerror or error}.",
            code="settings.address",
            hint="Another server may run there already; choose another with --port.",
        ) from error
    listening.set_inheritable(True)
    return listening


def address(settings: Settings, listening: socket.socket) -> str:
    """Return the address that a person may open."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    port = listening.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{port}"
