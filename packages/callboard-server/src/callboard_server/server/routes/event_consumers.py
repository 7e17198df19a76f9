"""`/events/...`: reading events as a named consumer, and managing consumers.

`GET /events/next` returns the events that follow the consumer's position, or waits for them. `POST
/events/acknowledge` moves the position.
"""

from __future__ import annotations

import time
from typing import Any

from attrs import asdict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import MalformedOperation
from callboard.wire.values import decode_datetime, instant_text
from callboard_server.access.actor import Actor
from callboard_server.actions import event_consumers as consumers
from callboard_server.server.authentication import authenticate
from callboard_server.server.event_filter import EventFilter, event_filter
from callboard_server.server.relay import Relay
from callboard_server.server.request_body import read_form, text_field
from callboard_server.server.services import services_of

NO_STORE = {"Cache-Control": "no-store"}
LONGEST_WAIT = 60.0
DEFAULT_WAIT = 25.0
MOST_EVENTS = 1000
MOST_DIGITS = 18
MOST_EXAMINED = 20_000
"""How many events one request examines at most, so that a filter without matches cannot keep it busy."""


async def next_events(request: Request) -> Response:
    """`GET /events/next`: up to `limit` events, waiting up to `seconds` for the first one.

    `cursor` in the response is the last sequence that was examined.
    """
    actor = await authenticate(request)
    chosen, relay = event_filter(request, actor), services_of(request).relay
    limit = int(number_in(request, "limit", MOST_EVENTS, MOST_EVENTS))
    deadline = time.monotonic() + number_in(request, "seconds", DEFAULT_WAIT, LONGEST_WAIT)
    start = await starting_point(request, actor)
    first, last = await relay.ends()
    cursor = last if start is None else start
    consumers.check_kept(cursor, first, last)
    await relay.reach(last)
    found: list[str] = []
    while True:
        cursor = await collect(relay, chosen, cursor, limit, found)
        left = deadline - time.monotonic()
        if found or left <= 0 or not await relay.wait(cursor, left):
            break
    body = f'{{"cursor":{cursor},"events":[{",".join(found)}]}}'
    return Response(body, media_type="application/json", headers=NO_STORE)


async def collect(relay: Relay, chosen: EventFilter, cursor: int, limit: int, found: list[str]) -> int:
    """Add the events after *cursor* to *found* until it has *limit*. Return the last sequence examined."""
    start = cursor
    while len(found) < limit and cursor - start < MOST_EXAMINED and (items := await relay.after(cursor)):
        for item in items:
            cursor = item.sequence
            text = chosen.apply(item)
            if text is not None:
                found.append(f'{{"sequence":{item.sequence},"event":{text}}}')
                if len(found) >= limit:
                    break
    return cursor


async def starting_point(request: Request, actor: Actor) -> int | None:
    """Return the sequence after which *request* continues; None to begin with the next event.

    The parameters `after`, `since` (a time) or `consumer` (its position) determine it. A new consumer is
    recorded, and begins with the next event. Raises: MalformedOperation.
    """
    services, query = services_of(request), request.query_params
    given = request.headers.get("last-event-id") or query.get("after")
    if given:
        return sequence_in(given)
    if since := query.get("since"):
        instant = instant_in(since)
        return await services.read(lambda tx: consumers.sequence_at(tx, instant))
    if not (name := query.get("consumer")):
        return None
    consumers.check_name(name)
    position = await services.read(lambda tx: consumers.consumer_position(tx, actor, name))
    if position is not None:
        return position
    _, last = await services.relay.ends()
    await services.write(lambda tx: consumers.move_consumer(tx, actor, name, last, services.clock()))
    return last


def sequence_in(given: str) -> int:
    """Return *given* as the sequence of an event. Raises: MalformedOperation."""
    if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS:
        raise MalformedOperation('"after" must be the sequence of an event, a number.', code="events.cursor")
    return int(given)


def instant_in(given: str) -> str:
    """Return *given*, a date and time, as it is stored. Raises: MalformedOperation."""
    try:
        return instant_text(decode_datetime(given))
    except (ValueError, TypeError):
        raise MalformedOperation(
            '"since" must be a date and time in ISO 8601.', code="events.cursor"
        ) from None


def number_in(request: Request, name: str, default: float, most: float) -> float:
    """Return the number *name* of the query, at most *most*. Raises: MalformedOperation."""
    given = request.query_params.get(name)
    if given is None:
        return default
    if not given.isascii() or not given.replace(".", "", 1).isdigit() or len(given) > MOST_DIGITS:
        raise MalformedOperation(f'"{name}" must be a number.', code="events.number")
    return min(float(given), most)


async def post_acknowledgement(request: Request) -> Response:
    """`POST /events/acknowledge`: `consumer` has processed all events up to `sequence`.

    Administrators may name another `user`.
    """
    actor = await authenticate(request)
    form = await read_form(request)
    name, sequence = consumer_and_sequence(form)
    user = None if form.get("user") is None else str(form["user"])
    await services_of(request).write_as(actor, lambda call: consumers.acknowledge(call, name, sequence, user))
    return JSONResponse({"consumer": name, "sequence": sequence}, headers=NO_STORE)


async def post_failure(request: Request) -> Response:
    """`POST /events/failure`: `consumer` could not process the event `sequence`; `message` is the reason."""
    actor = await authenticate(request)
    form = await read_form(request)
    name, sequence = consumer_and_sequence(form)
    message = text_field(form, "message")
    await services_of(request).write_as(
        actor, lambda call: consumers.report_failure(call, name, sequence, message)
    )
    return Response(status_code=204, headers=NO_STORE)


def consumer_and_sequence(form: dict[str, Any]) -> tuple[str, int]:
    """Return the consumer and the sequence in *form*. Raises: MalformedOperation."""
    name, sequence = text_field(form, "consumer"), form.get("sequence")
    consumers.check_name(name)
    if isinstance(sequence, bool) or not isinstance(sequence, int):
        raise MalformedOperation(
            '"sequence" must be the sequence of an event, a number.', code="events.cursor"
        )
    return name, sequence


async def get_consumers(request: Request) -> Response:
    """`GET /events/consumers`: all consumers, and how many events each is behind. For administrators."""
    actor = await authenticate(request)
    found = await services_of(request).read_as(actor, consumers.list_consumers)
    rows: list[dict[str, Any]] = [
        {
            "user": one.username,
            "consumer": one.name,
            "sequence": one.sequence,
            "lag": found.last - one.sequence,
            "is_too_old": one.sequence < found.first - 1,
            "seen_at": one.seen_at,
            "failure": None if one.failure is None else asdict(one.failure),
        }
        for one in found.consumers
    ]
    return JSONResponse({"first": found.first, "last": found.last, "consumers": rows}, headers=NO_STORE)


async def delete_consumer(request: Request) -> Response:
    """`DELETE /events/consumers/<name>`: delete the position of a consumer.

    Administrators may name another `user`.
    """
    actor = await authenticate(request)
    name, user = str(request.path_params["name"]), request.query_params.get("user")
    await services_of(request).write_as(actor, lambda call: consumers.forget_consumer(call, name, user))
    return Response(status_code=204)
