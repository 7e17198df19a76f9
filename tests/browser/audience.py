"""Programs that listen to events, in every state that administrators see.

Up to date, behind, inactive, failing, too far behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any

import httpx
from attrs import frozen

import callboard
from callboard.wire.values import instant_text
from callboard_server.records import hub_positions
from callboard_server.records.hub_positions import Position
from callboard_server.records.outbox import drop_events
from callboard_server.testing import RunningServer
from tests.support.clients import Identified
from tests.support.hub import Socket, open_socket

REASON = "ValueError: The shot sh010 has no frame range, and none was given."


@frozen
class Audience:
    """The listeners on *server* that use the credentials of *who*."""

    server: RunningServer
    who: Identified

    @contextmanager
    def session(self) -> Iterator[Any]:
        with callboard.Session(
            self.server.url, self.who.api_key, self.who.username, schema_cache_path=False
        ) as session:
            yield session

    @contextmanager
    def http(self) -> Iterator[httpx.Client]:
        headers = {
            "ftrack-user": self.who.username,
            "ftrack-api-key": self.who.api_key,
            "ftrack-strict-api": "true",
        }
        with httpx.Client(base_url=self.server.url, headers=headers, timeout=30, trust_env=False) as client:
            yield client

    def consume(self, name: str, session: Any) -> None:
        """Make the consumer *name* acknowledge all events."""
        with session.events(consumer=name, expression="topic=*", follow=False) as stream:
            for _ in stream:
                pass

    def fail(self, name: str, session: Any, reason: str = REASON) -> None:
        """Make the consumer *name* fail at the next event."""
        try:
            with session.events(consumer=name, expression="topic=*", follow=False) as stream:
                for _ in stream:
                    raise ValueError(reason.removeprefix("ValueError: "))
        except ValueError:
            pass

    def publish(self, count: int) -> None:
        """Publish events of a studio topic."""
        with self.http() as http, _connected(http) as socket:
            for number in range(count):
                socket.send(
                    "5:::"
                    + json.dumps(
                        {
                            "name": "ftrack.event",
                            "args": [{"topic": "studio.sync", "data": {"number": number}}],
                        }
                    )
                )
            socket.publish("studio.sync", {"number": count})

    def place(self, name: str, sequence: int, age: timedelta) -> None:
        """Set the consumer *name* back to its position *age* ago."""
        services = self.server.services
        assert services is not None
        then = instant_text(services.clock() - age)
        user_id = _user_id(self)
        services.database.write(
            lambda tx: hub_positions.set_position(tx, Position(user_id, name, sequence), then)
        )

    def forget_events(self, most: int) -> None:
        """Keep the newest events only."""
        services = self.server.services
        assert services is not None
        services.database.write(lambda tx: drop_events(tx, before="2000-01-01T00:00:00", most=most))

    def last(self) -> int:
        """Return the sequence of the newest event."""
        with self.http() as http:
            return int(http.get("/events/next", params={"seconds": 0}).json()["cursor"])


def _user_id(audience: Audience) -> str:
    with audience.session() as session:
        return str(session.query(f'User where username is "{audience.who.username}"').one()["id"])


@contextmanager
def _connected(http: httpx.Client) -> Iterator[Socket]:
    socket = open_socket(http)
    try:
        yield socket
    finally:
        socket.close()


@contextmanager
def full_house(server: RunningServer, *people: Identified) -> Iterator[list[Audience]]:
    """Create consumers in every state, and connected programs, of all *people* in turn."""
    turn = cycle([Audience(server, who) for who in people])
    of = {name: next(turn) for name in CONSUMERS}
    with ExitStack() as stack:
        sessions = {audience: stack.enter_context(audience.session()) for audience in of.values()}

        def consume(*names: str) -> None:
            for name in names:
                of[name].consume(name, sessions[of[name]])

        first = of["delivery-mailer"]
        consume("lost-in-time")
        first.publish(20)
        first.forget_events(10)
        consume("review-bridge", "farm-wrangler", "editorial-sync", "night-report", "delivery-mailer")
        stuck_at = first.last()
        first.publish(400)
        for _ in range(3):
            first.fail("delivery-mailer", sessions[first])
        consume("review-bridge", "farm-wrangler")
        of["editorial-sync"].place("editorial-sync", stuck_at + 150, timedelta(seconds=4))
        of["night-report"].place("night-report", stuck_at + 20, timedelta(hours=2, minutes=5))
        first.forget_events(430)
        for host, application, expressions in CONNECTIONS:
            http = stack.enter_context(next(turn).http())
            socket = stack.enter_context(_connected(http))
            for number, expression in enumerate(expressions):
                subscriber = {"id": f"{host}-{number}", "host": host, "applicationId": application}
                socket.publish(
                    "ftrack.meta.subscribe", {"subscriber": subscriber, "subscription": expression}
                )
        yield list(dict.fromkeys(of.values()))


CONSUMERS = (
    "delivery-mailer",
    "lost-in-time",
    "night-report",
    "editorial-sync",
    "farm-wrangler",
    "review-bridge",
)
CONNECTIONS = (
    ("farm-01", "callboard.farm", ("topic=ftrack.update", "topic=farm.* and data.pool=nuke")),
    (
        "ws-ann",
        "ftrack.connect",
        ("topic=ftrack.action.discover and source.user.username=ann", "topic=ftrack.action.launch"),
    ),
    ("ws-bob", "maya.2026", ("topic=ftrack.location.component-added",)),
)
