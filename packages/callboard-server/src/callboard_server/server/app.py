"""All routes of the server, in one place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from callboard.errors import CallboardError, NotFound
from callboard_server import __version__
from callboard_server.server import consumers, errors, static, stream, transfer, web_api
from callboard_server.server.api import api
from callboard_server.server.archive import job_archive
from callboard_server.server.headers import CrossOrigin, SecurityHeaders
from callboard_server.server.housekeeping import keep_house
from callboard_server.server.hub.routing import Hub
from callboard_server.server.hub.socket import get_listeners, handshake, socket
from callboard_server.server.mail_sender import carry_mail
from callboard_server.server.notices import Notices
from callboard_server.server.services import Services
from callboard_server.server.visits import get_outbox, widget
from callboard_server.server.webhooks import routes as webhooks
from callboard_server.server.webhooks.delivery_sender import DeliverySender
from callboard_server.server.webhooks.http_client import WebhookClient


async def health(request: Request) -> Response:
    """`GET /health`: that the server answers, and which version."""
    del request
    return JSONResponse({"status": "ok", "version": __version__}, headers={"Cache-Control": "no-store"})


def routes() -> list[BaseRoute]:
    """Return every route, the ones of the interface's pages last."""
    return [
        Route("/health", health),
        Route("/api", api, methods=["POST"]),
        Route("/events", stream.events),
        Route("/events/next", consumers.next_events),
        Route("/events/acknowledge", consumers.acknowledge, methods=["POST"]),
        Route("/events/failure", consumers.fail, methods=["POST"]),
        Route("/events/listeners", get_listeners),
        Route("/events/consumers", consumers.get_consumers),
        Route("/events/consumers/{name:path}", consumers.forget_consumer, methods=["DELETE"]),
        Route("/socket.io/1/", handshake),
        WebSocketRoute("/socket.io/1/websocket/{ticket}", socket),
        Route("/upload/{token}", transfer.put_upload, methods=["PUT"]),
        Route("/upload/{token}/{part:int}", transfer.put_upload, methods=["PUT"]),
        Route("/component/get", transfer.get_component),
        Route("/component/thumbnail", transfer.get_thumbnail),
        Route("/component/remove", transfer.remove_component, methods=["GET"]),
        Route("/archive/job/{id}", job_archive),
        Route("/web/session", web_api.get_session),
        Route("/web/sign-in", web_api.sign_in, methods=["POST"]),
        Route("/web/sign-out", web_api.sign_out, methods=["POST"]),
        Route("/web/keys", web_api.get_keys),
        Route("/web/keys", web_api.create_key, methods=["POST"]),
        Route("/web/keys/{id}", web_api.delete_key, methods=["DELETE"]),
        Route("/web/outbox.json", get_outbox),
        Route("/widget", widget),
        Route("/webhooks/status", webhooks.get_status),
        Route("/webhooks/deliveries", webhooks.get_deliveries),
        Route("/webhooks/deliveries/{id}", webhooks.get_delivery),
        Route("/webhooks/deliveries/{id}/redeliver", webhooks.redeliver, methods=["POST"]),
        Route("/webhooks/{id}/ping", webhooks.ping, methods=["POST"]),
        Route("/webhooks/{id}/secret", webhooks.get_secret),
        Route("/webhooks/{id}/secret", webhooks.rotate, methods=["POST"]),
        Route("/web/jobs/signs", web_api.get_signs),
        Route("/web/jobs/{id}/share", web_api.share_job, methods=["POST"]),
        Route("/web/jobs/{id}/share", web_api.unshare_job, methods=["DELETE"]),
        Route("/web/share/{token}", web_api.redeem_share, methods=["POST"]),
        Route("/assets/{path:path}", static.asset),
        Route("/{path:path}", static.page),
    ]


async def refused(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: a method that a route does not know."""
    assert isinstance(error, HTTPException)
    answer = errors.error_response(
        NotFound(f"{request.method} is not allowed at {request.url.path[:200]}.", code="http.405")
    )
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Follow the news and keep house while the server runs."""
    services = app.state.services
    assert isinstance(services, Services)
    hub = app.state.hub
    assert isinstance(hub, Hub)
    await services.relay.start()
    await hub.start()
    keeping = asyncio.create_task(keep_house(services), name="housekeeping")
    carrying = asyncio.create_task(carry_mail(services), name="mail sender")
    sending = asyncio.create_task(app.state.delivery_sender.run(), name="delivery sender")
    try:
        yield
    finally:
        keeping.cancel()
        carrying.cancel()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        with contextlib.suppress(CallboardError):
            await services.leave_to_others()
        await hub.stop()
        await services.relay.stop()


def create_app(services: Services) -> Starlette:
    """Return the application that answers with *services*."""
    app = Starlette(
        routes=routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(CrossOrigin, allowed=services.settings.allowed_origins),
            Middleware(errors.LastResort),
        ],
        exception_handlers={
            CallboardError: errors.foreseen_error,
            HTTPException: refused,
        },
    )
    app.state.services = services
    app.state.hub = Hub(services)
    app.state.notices = Notices(services.database)
    app.state.delivery_sender = DeliverySender(services, WebhookClient(services.settings.webhook_targets))
    return app
