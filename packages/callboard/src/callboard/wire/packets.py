"""The frames of the event hub: the part of socket.io 0.9 that ftrack clients use.

A frame is `code ":" [id ["+"]] ":" [endpoint] [":" data]`. The endpoint is always empty, and there is one
event name. The server formats frames exactly as the patterns of existing clients require: an event starts
with `5:::`, and an acknowledgement contains one object.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from callboard.errors import MalformedOperation

__all__ = [
    "CONNECTED",
    "DISCONNECT",
    "HEARTBEAT",
    "Packet",
    "acknowledgement",
    "event_packet",
    "event_packet_of_text",
    "parse_packet",
]

DISCONNECT_CODE: Final = 0
CONNECT_CODE: Final = 1
HEARTBEAT_CODE: Final = 2
EVENT_CODE: Final = 5
ACKNOWLEDGEMENT_CODE: Final = 6
ERROR_CODE: Final = 7
HIGHEST_CODE: Final = 8
EVENT_NAME: Final = "ftrack.event"

CONNECTED: Final = "1::"
DISCONNECT: Final = "0::"
HEARTBEAT: Final = "2::"

MAX_ID_LENGTH: Final = 32


@dataclass(frozen=True)
class Packet:
    """A parsed frame.

    `id` is the number that the sender gave it. `expects_acknowledgement` is set when the sender expects an
    acknowledgement with that number.
    """

    code: int
    id: str = ""
    expects_acknowledgement: bool = False
    data: str = ""

    def event(self) -> dict[str, Any]:
        """Return the event in the packet. Raises: MalformedOperation."""
        try:
            found = json.loads(self.data)
        except (ValueError, RecursionError) as error:
            raise MalformedOperation("The data of the packet must be JSON.", code="events.packet") from error
        arguments = found.get("args") if isinstance(found, dict) else None
        if not isinstance(found, dict) or found.get("name") != EVENT_NAME:
            raise MalformedOperation(
                f'The packet must be an object with the "name" "{EVENT_NAME}".', code="events.packet"
            )
        if not isinstance(arguments, list) or len(arguments) != 1 or not isinstance(arguments[0], dict):
            raise MalformedOperation('"args" must contain exactly one event.', code="events.packet")
        event: dict[str, Any] = arguments[0]
        return event


def parse_packet(frame: str) -> Packet:
    """Parse *frame*. Raises: MalformedOperation, when its form or its code is unknown."""
    parts = frame.split(":", 3)
    code = parts[0]
    if not (code.isascii() and code.isdigit()) or len(code) > 1 or int(code) > HIGHEST_CODE:
        raise MalformedOperation(
            f"The packet must start with a code from 0 to {HIGHEST_CODE}; got {code[:20]!r}.",
            code="events.packet",
        )
    number = parts[1] if len(parts) > 1 else ""
    expects = number.endswith("+")
    number = number.rstrip("+")
    if len(number) > MAX_ID_LENGTH or (number and not (number.isascii() and number.isdigit())):
        raise MalformedOperation(
            f"The number of the packet must consist of digits, {MAX_ID_LENGTH} at most.", code="events.packet"
        )
    return Packet(int(code), number, expects and bool(number), parts[3] if len(parts) > 3 else "")


def event_packet(event: dict[str, Any]) -> str:
    """Return the frame for *event*."""
    return event_packet_of_text(json.dumps(event, separators=(",", ":")))


def event_packet_of_text(event: str) -> str:
    """Return the frame for an event given as JSON text."""
    return f'{EVENT_CODE}:::{{"name":"{EVENT_NAME}","args":[{event}]}}'


def acknowledgement(number: str, problem: str | None = None) -> str:
    """Return the frame that acknowledges packet *number*: success, or the message *problem*."""
    answer: dict[str, Any] = {"success": True} if problem is None else {"success": False, "message": problem}
    return f"{ACKNOWLEDGEMENT_CODE}:::{number}+{json.dumps([answer], separators=(',', ':'))}"
