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
from callboard_server.files.links import PLACEHOLDER_PATH
from callboard_server.server import errors
from callboard_server.server.housekeeping import run_housekeeping
from callboard_server.server.hub.routing import Hub
from callboard_server.server.hub.socket import get_listeners, handshake, socket
from callboard_server.server.mail_sender import run_mail_sender
from callboard_server.server.notices import Notices
from callboard_server.server.routes import api_keys, event_consumers, jobs, sessions, web_interface, webhooks
from callboard_server.server.routes.api import post_api
from callboard_server.server.routes.downloads import get_component, get_playable, remove_component
from callboard_server.server.routes.event_stream import get_events
from callboard_server.server.routes.job_archive import get_job_archive, get_jobs_archive
from callboard_server.server.routes.mail_outbox import get_outbox
from callboard_server.server.routes.thumbnails import get_placeholder, get_thumbnail
from callboard_server.server.routes.uploads import put_upload
from callboard_server.server.routes.widgets import get_widget
from callboard_server.server.security_headers import CrossOrigin, SecurityHeaders
from callboard_server.server.services import Services
from callboard_server.server.share_expiry import ShareExpiry
from callboard_server.server.webhooks.delivery_sender import DeliverySender
from callboard_server.server.webhooks.http_client import WebhookClient


async def health(request: Request) -> Response:
    """`GET /health`: the status and the version of the server."""
    del request
    return JSONResponse({"status": "ok", "version": __version__}, headers={"Cache-Control": "no-store"})


def routes() -> list[BaseRoute]:
    """Return all routes, those of the web interface last."""
    return [
        Route("/health", health),
        Route("/api", post_api, methods=["POST"]),
        Route("/events", get_events),
        Route("/events/next", event_consumers.next_events),
        Route("/events/acknowledge", event_consumers.post_acknowledgement, methods=["POST"]),
        Route("/events/failure", event_consumers.post_failure, methods=["POST"]),
        Route("/events/listeners", get_listeners),
        Route("/events/consumers", event_consumers.get_consumers),
        Route("/events/consumers/{name:path}", event_consumers.delete_consumer, methods=["DELETE"]),
        Route("/socket.io/1/", handshake),
        WebSocketRoute("/socket.io/1/websocket/{ticket}", socket),
        Route("/upload/{token}", put_upload, methods=["PUT"]),
        Route("/upload/{token}/{part:int}", put_upload, methods=["PUT"]),
        Route("/component/get", get_component),
        Route("/component/thumbnail", get_thumbnail),
        Route("/component/playable", get_playable),
        Route(PLACEHOLDER_PATH, get_placeholder),
        Route("/component/remove", remove_component, methods=["GET"]),
        Route("/archive/job/{id}", get_job_archive),
        Route("/archive/jobs", get_jobs_archive),
        Route("/web/session", sessions.get_session),
        Route("/web/sign-in", sessions.sign_in, methods=["POST"]),
        Route("/web/sign-out", sessions.sign_out, methods=["POST"]),
        Route("/web/keys", api_keys.get_keys),
        Route("/web/keys", api_keys.post_key, methods=["POST"]),
        Route("/web/keys/{id}", api_keys.delete_key, methods=["DELETE"]),
        Route("/web/outbox.json", get_outbox),
        Route("/widget", get_widget),
        Route("/webhooks/status", webhooks.get_status),
        Route("/webhooks/deliveries", webhooks.get_deliveries),
        Route("/webhooks/deliveries/{id}", webhooks.get_delivery),
        Route("/webhooks/deliveries/{id}/redeliver", webhooks.post_redelivery, methods=["POST"]),
        Route("/webhooks/{id}/ping", webhooks.post_ping, methods=["POST"]),
        Route("/webhooks/{id}/secret", webhooks.get_secret),
        Route("/webhooks/{id}/secret", webhooks.post_secret, methods=["POST"]),
        Route("/web/jobs", jobs.get_jobs),
        Route("/web/jobs.csv", jobs.get_jobs_csv),
        Route("/web/jobs/counts", jobs.get_counts),
        Route("/web/jobs/signs", jobs.get_activity),
        Route("/web/jobs/{id}/checksums", jobs.get_checksums),
        Route("/web/jobs/{id}/share", jobs.get_shares),
        Route("/web/jobs/{id}/share", jobs.post_share, methods=["POST"]),
        Route("/web/jobs/{id}/share", jobs.delete_share, methods=["DELETE"]),
        Route("/web/jobs/{id}/share/{link}", jobs.delete_share, methods=["DELETE"]),
        Route("/web/share/{token}", jobs.open_share, methods=["POST"]),
        Route("/assets/{path:path}", web_interface.asset),
        Route("/{path:path}", web_interface.page),
    ]


async def routing_error(request: Request, error: Exception) -> Response:
    """Answer a request that the router refuses, such as one with a method that the route does not support."""
    assert isinstance(error, HTTPException)
    response = errors.error_response(
        NotFound(f"{request.method} is not allowed at {request.url.path[:200]}.", code="http.405")
    )
    response.status_code = error.status_code
    response.headers.update(error.headers or {})
    return response


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Run the relay, the hub and the background tasks while the server runs."""
    services = app.state.services
    assert isinstance(services, Services)
    hub = app.state.hub
    assert isinstance(hub, Hub)
    await services.relay.start()
    await hub.start()
    housekeeping = asyncio.create_task(run_housekeeping(services), name="housekeeping")
    mail = asyncio.create_task(run_mail_sender(services), name="mail sender")
    shares = asyncio.create_task(app.state.share_expiry.run(), name="share expiry")
    deliveries = asyncio.create_task(app.state.delivery_sender.run(), name="delivery sender")
    try:
        yield
    finally:
        housekeeping.cancel()
        mail.cancel()
        shares.cancel()
        deliveries.cancel()
        await asyncio.gather(deliveries, return_exceptions=True)
        with contextlib.suppress(CallboardError):
            await services.release_leases()
        await hub.stop()
        await services.relay.stop()


def create_app(services: Services) -> Starlette:
    """Return the application that uses *services*."""
    app = Starlette(
        routes=routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(CrossOrigin, allowed=services.settings.allowed_origins),
            Middleware(errors.LastResort),
        ],
        exception_handlers={
            CallboardError: errors.expected_error,
            HTTPException: routing_error,
        },
    )
    app.state.services = services
    app.state.hub = Hub(services)
    app.state.share_expiry = ShareExpiry(services)
    app.state.notices = Notices(services.database)
    app.state.delivery_sender = DeliverySender(services, WebhookClient(services.settings.webhook_targets))
    return app
