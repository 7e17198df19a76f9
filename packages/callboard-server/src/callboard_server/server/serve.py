"""One server process, from startup to shutdown."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import structlog
import uvicorn
from attrs import frozen
from starlette.applications import Starlette

from callboard.errors import ValidationError
from callboard_server.actions.users import FirstAdministrator
from callboard_server.server.app import create_app
from callboard_server.server.housekeeping import sweep_at_start
from callboard_server.server.hub.routing import Hub
from callboard_server.server.hub.socket import LONGEST_FRAME
from callboard_server.server.relay import Relay
from callboard_server.server.services import Services
from callboard_server.server.settings import Settings
from callboard_server.server.startup import OpenedServices, open_services

log = structlog.get_logger()

GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 65
BACKLOG = 2048


@frozen
class Ready:
    """What is announced when the server accepts requests."""

    url: str
    settings: Settings
    first: FirstAdministrator | None


class Server(uvicorn.Server):
    """A server that reports when it is ready, and disconnects listeners before it waits for connections."""

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
        await self._hub.disconnect_all()
        await super().shutdown(sockets)


Background = Callable[[Services], AbstractContextManager[object]]
"""Work that runs in the background of the server, such as a worker, until the context ends."""

no_background: Background = nullcontext


@frozen
class PreparedServer:
    """A server that is ready to run: its services and its listening socket."""

    opened: OpenedServices
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
def prepared_server(settings: Settings, background: Background) -> Iterator[PreparedServer]:
    """Listen, open the data folder and start *background*. Everything is closed at the end."""
    listening = listen(settings.host, settings.port)
    try:
        opened = open_services(settings)
        try:
            sweep_at_start(opened.services)
            with background(opened.services):
                yield PreparedServer(opened, listening)
        finally:
            opened.services.database.close()
    finally:
        listening.close()


def serve(
    settings: Settings, when_ready: Callable[[Ready], None], background: Background = no_background
) -> None:
    """Run the server until a signal stops it. *when_ready* is called as soon as it accepts requests."""
    with prepared_server(settings, background) as prepared:
        server = Server(create_app(prepared.services), lambda: when_ready(prepared.ready))
        server.run(sockets=[prepared.listening])
    log.info("server.stopped")


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises: ValidationError, when the address is in use or not available."""
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
            hint="Another program may be using this port. Choose another one with --port.",
        ) from error
    listening.set_inheritable(True)
    return listening


def address(settings: Settings, listening: socket.socket) -> str:
    """Return the URL of the server."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    port = listening.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{port}"
