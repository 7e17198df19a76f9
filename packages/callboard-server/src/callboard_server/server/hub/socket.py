"""The two routes of the hub: the handshake, and the socket that it opens.

`GET /socket.io/1/` checks the credentials, which are in headers, or in the query for clients in browsers. It
returns a ticket. The socket at `/socket.io/1/websocket/<ticket>` uses the frames of `callboard.wire.packets`.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from attrs import define, field
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from callboard.errors import CallboardError, InvalidCredentials, MalformedOperation
from callboard.wire.packets import (
    CONNECTED,
    DISCONNECT_CODE,
    EVENT_CODE,
    HEARTBEAT_CODE,
    Packet,
    acknowledgement,
    parse_packet,
)
from callboard_server.access.keys import verify_key
from callboard_server.access.sessions import COOKIE, CSRF_HEADER, check_csrf, session_digest
from callboard_server.access.tickets import check_ticket, issue_session_ticket, issue_ticket, redeem_ticket
from callboard_server.actions.action_jobs import add_projects_of_selection
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.events.client_events import Publisher, published
from callboard_server.events.topics import REPLY, SUBSCRIBE, UNSUBSCRIBE
from callboard_server.query.values import identifier
from callboard_server.server.authentication import KEY_HEADER, USER_HEADER, authenticate, web_session
from callboard_server.server.hub.listeners import Listener
from callboard_server.server.hub.routing import Hub
from callboard_server.server.services import services_of

log = structlog.get_logger()

HEARTBEAT_TIMEOUT = 60
CLOSE_TIMEOUT = 60
TRANSPORT = "websocket"
MOST_IN_FLIGHT = 200
LONGEST_FRAME = 10 << 20


def hub_of(connection: HTTPConnection) -> Hub:
    """Return the hub of the application."""
    found = connection.app.state.hub
    assert isinstance(found, Hub)
    return found


async def get_listeners(request: Request) -> Response:
    """`GET /events/listeners`: all connections and recent disconnections. For administrators."""
    actor = await authenticate(request)
    check_administrator(actor.is_administrator, "list the listeners of events")
    return JSONResponse(await hub_of(request).presence.everywhere(), headers={"Cache-Control": "no-store"})


async def handshake(request: Request) -> Response:
    """`GET /socket.io/1/`: a ticket for a socket, and the timeouts in seconds.

    A browser sends the cookie of its session together with the second secret (CSRF). A ticket gives the same
    access as the session, so pages of other origins must not get one.
    """
    try:
        ticket = await new_ticket(request)
    except InvalidCredentials as error:
        return PlainTextResponse(str(error), 401, {"Cache-Control": "no-store"})
    return PlainTextResponse(
        f"{ticket}:{HEARTBEAT_TIMEOUT}:{CLOSE_TIMEOUT}:{TRANSPORT}", headers={"Cache-Control": "no-store"}
    )


async def new_ticket(request: Request) -> str:
    """Return a ticket. Credentials are checked before anything is written.

    Raises: InvalidCredentials, PermissionDenied.
    """
    services = services_of(request)
    headers, query = request.headers, request.query_params
    username = headers.get(USER_HEADER) or query.get("api_user", "")
    key = headers.get(KEY_HEADER) or query.get("api_key", "")
    if not username and not key and COOKIE in request.cookies:
        check_csrf(await web_session(request), headers.get(CSRF_HEADER))
        digested = session_digest(request.cookies[COOKIE], services.secret)
        return await services.write(lambda tx: issue_session_ticket(tx, digested, services.clock()))
    await services.read(lambda tx: verify_key(tx, username, key, services.clock()))
    return await services.write(lambda tx: issue_ticket(tx, username, key, services.clock()))


async def socket(websocket: WebSocket) -> None:
    """Serve the socket of a ticket. A ticket can be used only once."""
    services, hub = services_of(websocket), hub_of(websocket)
    secret = str(websocket.path_params["ticket"])
    try:
        await services.read(lambda tx: check_ticket(tx, secret, services.clock()))
        admission = await services.write(lambda tx: redeem_ticket(tx, secret, services.clock()))
    except InvalidCredentials:
        await websocket.close(code=1008)
        return
    await websocket.accept()
    listener = hub.enter(admission)
    connection = Connection(websocket, hub, listener)
    try:
        await connection.run()
    finally:
        await hub.leave(listener)


@define(eq=False)
class Connection:
    """One socket, in both directions."""

    websocket: WebSocket
    hub: Hub
    listener: Listener
    _in_flight: set[asyncio.Task[None]] = field(factory=set)

    async def run(self) -> None:
        """Send and receive until the client or the hub closes the connection, or the server stops."""
        self.listener.send(CONNECTED)
        self.hub.beat(self.listener)
        tasks = [asyncio.create_task(each) for each in (self._write(), self._read(), self._closed())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except WebSocketDisconnect:
            pass
        finally:
            for task in (*tasks, *self._in_flight):
                task.cancel()
            await asyncio.gather(*tasks, *self._in_flight, return_exceptions=True)

    async def _closed(self) -> None:
        await self.listener.closed.wait()

    async def _write(self) -> None:
        while (frame := await self.listener.next_frame()) is not None:
            await self.websocket.send_text(frame)

    async def _read(self) -> None:
        while self.websocket.application_state == WebSocketState.CONNECTED:
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            frame = message.get("text")
            self.hub.frame_received(self.listener, is_heartbeat=False)
            if frame is None:
                log.info(
                    "hub.bad_frame",
                    user=self.listener.admission.actor.username,
                    error="The frame is not text.",
                )
            elif not await self._take(frame):
                return

    async def _take(self, frame: str) -> bool:
        """Process *frame*. Return False when the client disconnects."""
        try:
            packet = parse_packet(frame)
        except MalformedOperation as error:
            log.info("hub.bad_frame", user=self.listener.admission.actor.username, error=str(error))
            return True
        if packet.code == DISCONNECT_CODE:
            return False
        if packet.code == HEARTBEAT_CODE:
            self.hub.frame_received(self.listener, is_heartbeat=True)
        elif packet.code == EVENT_CODE:
            await self._event(packet)
        return True

    async def _event(self, packet: Packet) -> None:
        """Process the event in *packet*. Events are stored in the order in which they arrived."""
        try:
            event = packet.event()
            if event.get("topic") == SUBSCRIBE:
                await self.hub.subscribe(self.listener, event.get("data"), event.get("source"))
            elif event.get("topic") == UNSUBSCRIBE:
                self.hub.unsubscribe(self.listener, event.get("data"))
            else:
                await self._publish(packet, event)
                return
        except CallboardError as error:
            self._answer(packet, str(error))
        else:
            self._answer(packet)

    async def _publish(self, packet: Packet, event: dict[str, Any]) -> None:
        actor = self.listener.admission.actor
        checked = published(event, Publisher(actor.user_id, actor.username), self.hub.services.new_id())
        if checked["topic"] == REPLY:
            self.listener.awaited.pop(checked["inReplyToEvent"], None)
        if len(self._in_flight) >= MOST_IN_FLIGHT:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._published(packet, checked))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _published(self, packet: Packet, event: dict[str, Any]) -> None:
        try:
            await self._note_created_job(event)
            await self.hub.publish(event)
        except CallboardError as error:
            self._answer(packet, str(error))
        else:
            self._answer(packet)

    async def _note_created_job(self, event: dict[str, Any]) -> None:
        """Add the projects of an action's selection to the job that its reply *event* names."""
        created = self.hub.launches.created_job(event)
        if created is not None:
            actor = self.listener.admission.actor
            await self.hub.services.write_as(
                actor,
                lambda call: add_projects_of_selection(
                    call, identifier(created.job_id), {identifier(one) for one in created.selection}
                ),
            )

    def _answer(self, packet: Packet, problem: str | None = None) -> None:
        if packet.expects_acknowledgement:
            self.listener.send(acknowledgement(packet.id, problem))
        elif problem is not None:
            log.info("hub.refused", user=self.listener.admission.actor.username, error=problem)
