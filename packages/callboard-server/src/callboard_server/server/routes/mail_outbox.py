"""`GET /web/outbox.json`: the newest mail, and whether it was sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard_server.actions.mail_outbox import mail_outbox
from callboard_server.server.authentication import authenticate
from callboard_server.server.services import services_of


async def get_outbox(request: Request) -> Response:
    """Return the newest mail. For administrators."""
    actor = await authenticate(request)
    rows = [
        {
            "id": mail.id,
            "to": mail.recipient,
            "subject": mail.subject,
            "body": mail.body,
            "created_at": mail.created_at,
            "sent_at": mail.sent_at,
            "failure": mail.failure,
        }
        for mail in await services_of(request).read_as(actor, mail_outbox)
    ]
    return JSONResponse(rows, headers={"Cache-Control": "no-store"})
