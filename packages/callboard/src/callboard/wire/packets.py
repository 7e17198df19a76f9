"""The frames of the event hub: socket.io 0.9, as far as clients of the field use it.

A frame is `code ":" [id ["+"]] ":" [endpoint] [":" data]`. The endpoint is always empty, and one event name
is in use. What leaves the server is spelled exactly as the old clients' narrow patterns want it: an event as
`5:::`, an acknowledgement with one object.
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

LONGEST_ID: Final = 32


@dataclass(frozen=True)
class Packet:
    """A frame taken apart.

    `id` is the sender's number for it, `wants_acknowledgement` that the sender waits for an answer by it.
    """

    code: int
    id: str = ""
    wants_acknowledgement: bool = False
    data: str = ""

    def event(self) -> dict[str, Any]:
        """Return the event that the packet carries. Raises: MalformedOperation."""
        try:
            found = json.loads(self.data)
        except (ValueError, RecursionError) as error:
            raise MalformedOperation("The packet holds no JSON.", code="events.packet") from error
        arguments = found.get("args") if isinstance(found, dict) else None
        if not isinstance(found, dict) or found.get("name") != EVENT_NAME:
            raise MalformedOperation(f'The packet is not called "{EVENT_NAME}".', code="events.packet")
        if not isinstance(arguments, list) or len(arguments) != 1 or not isinstance(arguments[0], dict):
            raise MalformedOperation('"args" must hold exactly one event.', code="events.packet")
        event: dict[str, Any] = arguments[0]
        return event


def parse_packet(frame: str) -> Packet:
    """Take *frame* apart. Raises: MalformedOperation, when it has another form or an unknown code."""
    parts = frame.split(":", 3)
    code = parts[0]
    if not (code.isascii() and code.isdigit()) or len(code) > 1 or int(code) > HIGHEST_CODE:
        raise MalformedOperation("The packet begins with no known code.", code="events.packet")
    number = parts[1] if len(parts) > 1 else ""
    wants = number.endswith("+")
    number = number.rstrip("+")
    if len(number) > LONGEST_ID or (number and not (number.isascii() and number.isdigit())):
        raise MalformedOperation("The number of the packet is no number.", code="events.packet")
    return Packet(int(code), number, wants and bool(number), parts[3] if len(parts) > 3 else "")


def event_packet(event: dict[str, Any]) -> str:
    """Return the frame that carries *event*."""
    return event_packet_of_text(json.dumps(event, separators=(",", ":")))


def event_packet_of_text(event: str) -> str:
    """Return the frame that carries an event, given as JSON text."""
    return f'{EVENT_CODE}:::{{"name":"{EVENT_NAME}","args":[{event}]}}'


def acknowledgement(number: str, problem: str | None = None) -> str:
    """Return the frame that answers packet *number*.

    Success, or a *problem* told in words. It holds one object, never more or less.
    """
    answer: dict[str, Any] = {"success": True} if problem is None else {"success": False, "message": problem}
    return f"{ACKNOWLEDGEMENT_CODE}:::{number}+{json.dumps([answer], separators=(',', ':'))}"
