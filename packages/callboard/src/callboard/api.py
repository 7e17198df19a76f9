"""Send batches over HTTP: operations in the request, results or one error in the response."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from callboard.core.codec import encode_batch
from callboard.exception import (
    ConnectionClosedError,
    ServerCompatibilityError,
    ServerCredentialsError,
    ServerDuplicateEntryError,
    ServerError,
    ServerPermissionError,
    ServerUnreachableError,
)
from callboard.settings import Credentials
from callboard.transport import DROPPED, Answer, Body, Transport
from callboard.wire.envelope import READING_ACTIONS, error_span, is_error

__all__ = ["Api", "server_error"]

_ERRORS: Final[dict[str, type[ServerError]]] = {
    "api_credentials_invalid": ServerCredentialsError,
    "InvalidCredentialsError": ServerCredentialsError,
    "FTAuthenticationError": ServerCredentialsError,
    "permission.denied": ServerPermissionError,
    "PermissionError": ServerPermissionError,
    "conflict.duplicate": ServerDuplicateEntryError,
    "DuplicateEntryError": ServerDuplicateEntryError,
    "batch.unknown_action": ServerCompatibilityError,
}


class Api:
    """The API of one server, used as one user. `timeout` is in seconds, for each request."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        headers: Mapping[str, str],
        *,
        strict: bool,
        timeout: float | None,
    ) -> None:
        self.timeout = timeout
        self.closed = False
        self._transport = transport
        self.url = f"{credentials.server_url}/api"
        self.identification = {"ftrack-user": credentials.api_user, "ftrack-api-key": credentials.api_key}
        self._headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "ftrack-strict-api": "true" if strict else "false",
            **headers,
            **self.identification,
        }

    def close(self) -> None:
        """Close all connections. Later requests fail."""
        self.closed = True
        self._transport.close()

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: Body | None = None,
        stream: bool = False,
    ) -> Answer:
        """Send a request other than a batch, such as an upload or a download.

        Raises: ConnectionClosedError, ServerUnreachableError.
        """
        if self.closed:
            raise ConnectionClosedError
        return self._transport.request(
            method, url, headers=headers, timeout=self.timeout, body=body, stream=stream
        )

    def post(self, operations: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return the results of *operations*, one for each, as parsed JSON.

        A batch that only reads is sent again when a kept-alive connection was closed.
        Raises: ServerError, when the batch failed.
        """
        return self.post_encoded(
            encode_batch(operations),
            again=all(operation.get("action") in READING_ACTIONS for operation in operations),
        )

    def post_encoded(self, body: bytes, *, again: bool = False) -> list[Any]:
        """Return the results of the operations encoded in *body*; *again* allows a retry."""
        try:
            answer = self._send(body)
        except ServerUnreachableError as error:
            if not again or error.code != DROPPED:
                raise
            answer = self._send(body)
        return self._results(answer)

    def _send(self, body: bytes) -> Answer:
        return self.request("POST", self.url, headers=self._headers, body=body)

    def _results(self, answer: Answer) -> list[Any]:
        try:
            results = json.loads(answer.data)
        except ValueError as error:
            raise ServerError(
                f"{self.url} returned status {answer.status} and a body that is not JSON.",
                code="server.unexpected_format",
                hint="Check that this is the URL of a Callboard server, and not of a proxy in front of it.",
            ) from error
        if is_error(results):
            raise server_error(results)
        if answer.status >= 400 or not isinstance(results, list):
            raise ServerError(
                f"{self.url} returned status {answer.status} in an unexpected format.",
                code="server.unexpected_format",
            )
        return results


def server_error(body: Mapping[str, Any]) -> ServerError:
    """Return the exception for the error object *body*."""
    exception, content = str(body["exception"]), str(body.get("content", ""))
    code = body.get("error_code")
    detail = body.get("error")
    if not isinstance(detail, Mapping):
        detail = {}
    kind = _ERRORS.get(str(code)) or _ERRORS.get(exception) or ServerError
    hint = detail.get("hint")
    return kind(
        f"Server reported error: {exception}({content})",
        code=str(code) if code else None,
        hint=None if hint is None else str(hint),
        span=error_span(detail),
    )
