"""A plain client of the event hub: it sends raw frames and keeps those that it receives."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import websocket

SECONDS = 10.0


class Socket:
    """One connection. It answers heartbeats by default."""

    def __init__(self, connection: websocket.WebSocket, *, answers: bool = True) -> None:
        self.connection = connection
        self.answers = answers
        self.frames: list[str] = []
        self.number = 0

    def close(self) -> None:
        """Close the connection, whether or not the other side is still there."""
        underlying = self.connection.sock
        with contextlib.suppress(websocket.WebSocketException, OSError):
            self.connection.close(timeout=0)
        if underlying is not None:
            underlying.close()

    def send(self, frame: str) -> None:
        """Send *frame*."""
        self.connection.send(frame)

    def read(self, seconds: float = 0.05) -> str | None:
        """Return the next frame; None if none arrives in time, "" if the other side is gone."""
        self.connection.settimeout(seconds)
        try:
            frame: str = self.connection.recv()
        except websocket.WebSocketTimeoutException:
            return None
        except (websocket.WebSocketException, OSError):
            return ""
        self.frames.append(frame)
        if frame == "2::" and self.answers:
            self.send("2::")
        return frame

    def until(self, condition: Callable[[], object], seconds: float = SECONDS) -> None:
        """Read until *condition* holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.frames
            assert self.read() != "" or condition(), self.frames

    def publish(self, topic: str, data: object = None, **more: object) -> dict[str, Any]:
        """Publish an event; return the acknowledgement."""
        return self.publish_event({"topic": topic, "data": data, **more})

    def publish_event(self, event: object) -> dict[str, Any]:
        """Send *event*; return the acknowledgement."""
        self.number += 1
        head = f"6:::{self.number}+"
        self.send(f"5:{self.number}+::" + json.dumps({"name": "ftrack.event", "args": [event]}))
        self.until(lambda: any(frame.startswith(head) for frame in self.frames))
        (answer,) = json.loads(
            next(frame for frame in self.frames if frame.startswith(head)).partition("+")[2]
        )
        assert isinstance(answer, dict)
        return answer

    def subscribe(self, expression: str, identifier: str = "listener", **metadata: object) -> dict[str, Any]:
        """Subscribe; return the acknowledgement."""
        subscriber = {"id": identifier, **metadata}
        return self.publish("ftrack.meta.subscribe", {"subscriber": subscriber, "subscription": expression})

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the events received so far."""
        return [json.loads(frame[4:])["args"][0] for frame in self.frames if frame.startswith("5:::")]

    def data_of(self, topic: str) -> list[Any]:
        """Return the data of the events received for *topic*."""
        return [event["data"] for event in self.events if event["topic"] == topic]

    def drain(self, seconds: float = 0.4) -> None:
        """Read for *seconds*, whatever arrives."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.read() != "":
            pass


def ticket_of(http: httpx.Client) -> str:
    """Perform the handshake; return the ticket."""
    answer = http.get("/socket.io/1/")
    assert answer.status_code == 200, answer.text
    return answer.text.split(":")[0]


def open_socket(http: httpx.Client, ticket: str | None = None, *, answers: bool = True) -> Socket:
    """Connect with *ticket*, or with a new one."""
    address = str(http.base_url).replace("http", "ws", 1).rstrip("/")
    connection = websocket.create_connection(
        f"{address}/socket.io/1/websocket/{ticket or ticket_of(http)}", timeout=10
    )
    return Socket(connection, answers=answers)


@contextmanager
def socket(http: httpx.Client, *, answers: bool = True) -> Iterator[Socket]:
    """Connect, and close at the end of the block."""
    opened = open_socket(http, answers=answers)
    try:
        yield opened
    finally:
        opened.close()


__all__ = ["Socket", "open_socket", "socket", "ticket_of"]
