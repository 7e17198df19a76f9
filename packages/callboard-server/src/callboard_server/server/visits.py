"""Two pages that no script of the interface asks for.

The outbox for mail, and the way in for widgets inside other applications.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from callboard_server.actions.operation_fields import check_administrator
from callboard_server.files.links import Purpose
from callboard_server.records.mail import newest_mail
from callboard_server.server.identity import identify
from callboard_server.server.services import services_of

NO_STORE = {"Cache-Control": "no-store"}
MOST_MAIL = 500
SHOWN = ("view", "theme", "entityType", "entityId")


async def get_outbox(request: Request) -> Response:
    """`GET /web/outbox.json`: the newest mail and what became of it, for administrators."""
    actor = await identify(request)
    check_administrator(actor.is_administrator, "read the outbox")
    mail = await services_of(request).read(lambda tx: newest_mail(tx, MOST_MAIL))
    rows = [
        {
            "id": row.id,
            "to": row.recipient,
            "subject": row.subject,
            "body": row.body,
            "created_at": row.created_at,
            "sent_at": row.sent_at,
            "failure": row.failure,
        }
        for row in mail
    ]
    return JSONResponse(rows, headers=NO_STORE)


async def widget(request: Request) -> Response:
    """`GET /widget`: lead to the interface, as `get_widget_url` promised, as long as its token holds.

    The token shows the way and signs nobody in: an address is too easily passed on for that. Raises:
    PermissionDenied, when it has expired.
    """
    services = services_of(request)
    services.signer.subject(Purpose.WIDGET, request.query_params.get("token", ""))
    shown = {name: request.query_params[name] for name in SHOWN if name in request.query_params}
    target = request.url.replace(path="/", query="").include_query_params(**shown)
    return RedirectResponse(f"/?{target.query}" if target.query else "/", headers=NO_STORE)
