"""`GET /widget`: the address of a widget in another application, which redirects to the web interface."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from callboard_server.files.links import Purpose
from callboard_server.server.services import services_of

PARAMETERS = ("view", "theme", "entityType", "entityId")


async def get_widget(request: Request) -> Response:
    """Redirect to the interface, as long as the token that `get_widget_url` issued is valid.

    The token does not sign anyone in, because addresses are passed on too easily. Raises: PermissionDenied,
    when it has expired.
    """
    services_of(request).signer.subject(Purpose.WIDGET, request.query_params.get("token", ""))
    parameters = {name: request.query_params[name] for name in PARAMETERS if name in request.query_params}
    target = request.url.replace(path="/", query="").include_query_params(**parameters)
    return RedirectResponse(
        f"/?{target.query}" if target.query else "/", headers={"Cache-Control": "no-store"}
    )
