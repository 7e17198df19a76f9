"""Readers of the durable stream that are known by name: the server keeps how far each of a user's consumers
has come.

`GET /events/next` answers with the events that follow, or waits for them; `POST /events/acknowledge` says
that all up to a sequence were dealt with. What was not acknowledged comes again, so every event is delivered
at least once, in the order of the sequence.
"""

from __future__ import annotations

import time
from typing import Any

import orjson
from attrs import asdict, frozen
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from callboard.errors import CursorTooOld, MalformedOperation, NotFound
from callboard.wire.expression import Expression, is_aimed_at, parse_expression
from callboard.wire.values import decode_datetime, instant_text
from callboard_server.access.actor import Actor
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.events.topics import UPDATE
from callboard_server.records import hub_positions
from callboard_server.records.hub_positions import Position
from callboard_server.records.outbox import sequence_before
from callboard_server.records.people import person_by_username
from callboard_server.server.identity import identify
from callboard_server.server.relay import Item, Relay
from callboard_server.server.request_body import read_form, text_field
from callboard_server.server.services import Services, services_of

NO_STORE = {"Cache-Control": "no-store"}
LONGEST_NAME = 255
LONGEST_MESSAGE = 2000
LONGEST_WAIT = 60.0
USUAL_WAIT = 25.0
MOST_EVENTS = 1000
MOST_DIGITS = 18
LOOKED_AT = 20_000
"""How many events one answer looks through at most.

A filter that nothing matches must not hold a request for ever.
"""


@frozen
class Wanted:
    """What one reader wants to hear, and by which right.

    `subscriber` is what targets of events are matched against.
    """

    actor: Actor
    expression: Expression | None
    subscriber: str

    def text(self, item: Item) -> str | None:
        """Return *item* as the reader may hear it; None when it is not for them."""
        if self.expression is None and item.row.topic != UPDATE:
            return None
        text = item.text_for(self.actor.user_id, is_administrator=self.actor.is_administrator)
        if text is None or self.expression is None:
            return text
        event = orjson.loads(text)
        metadata = {
            "id": self.subscriber,
            "user": {"id": self.actor.user_id, "username": self.actor.username},
        }
        return text if self.expression.matches(event) and is_aimed_at(event.get("target"), metadata) else None


def wanted_by(request: Request, actor: Actor) -> Wanted:
    """Return what *request* wants to hear.

    Its `filter`, and its name as `consumer` or `subscriber`. Raises: MalformedOperation.
    """
    query = request.query_params
    given = query.get("filter")
    return Wanted(
        actor,
        parse_expression(given) if given else None,
        query.get("consumer") or query.get("subscriber", ""),
    )


async def starting_point(request: Request, actor: Actor) -> int | None:
    """Return the sequence that *request* continues after: as told by `after`, by `since` (a time), or as its
    `consumer` acknowledged.

    None for whatever comes from now on. A consumer that is new begins now, and is known from now on.

    Raises: MalformedOperation.
    """
    services, query = services_of(request), request.query_params
    given = request.headers.get("last-event-id") or query.get("after")
    if given:
        return sequence_in(given)
    if since := query.get("since"):
        try:
            instant = instant_text(decode_datetime(since))
        except (ValueError, TypeError):
            raise MalformedOperation(
                '"since" must be a date and time in ISO 8601.', code="events.cursor"
            ) from None
        first, _ = await services.relay.ends()
        found = await services.read(lambda tx: sequence_before(tx, instant))
        return first - 1 if found is None else found
    if not (name := consumer_in(query.get("consumer"))):
        return None
    found = await services.read(lambda tx: hub_positions.position(tx, actor.user_id, name))
    if found is None:
        _, found = await services.relay.ends()
        await keep(services, Position(actor.user_id, name, found))
    return found


def sequence_in(given: str) -> int:
    """Return the sequence that *given* spells. Raises: MalformedOperation."""
    if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS:
        raise MalformedOperation('"after" must be the sequence of an event, a number.', code="events.cursor")
    return int(given)


def consumer_in(given: str | None) -> str | None:
    """Return the name of a consumer. Raises: MalformedOperation, when it is too long."""
    if given and len(given) > LONGEST_NAME:
        raise MalformedOperation(
            f"The name of a consumer has at most {LONGEST_NAME} characters.", code="events.consumer"
        )
    return given or None


async def next_events(request: Request) -> Response:
    """`GET /events/next`.

    Up to `limit` events, as soon as there is one, else none after `seconds`; `cursor` is how far it looked.
    """
    actor = await identify(request)
    wanted, relay = wanted_by(request, actor), services_of(request).relay
    limit = int(number_in(request, "limit", MOST_EVENTS, MOST_EVENTS))
    until = time.monotonic() + number_in(request, "seconds", USUAL_WAIT, LONGEST_WAIT)
    asked = await starting_point(request, actor)
    first, last = await relay.ends()
    cursor = last if asked is None else asked
    check_kept(cursor, first, last)
    await relay.reach(last)
    found: list[str] = []
    while True:
        cursor = await collect(relay, wanted, cursor, limit, found)
        left = until - time.monotonic()
        if found or left <= 0 or not await relay.wait(cursor, left):
            break
    body = f'{{"cursor":{cursor},"events":[{",".join(found)}]}}'
    return Response(body, media_type="application/json", headers=NO_STORE)


async def collect(relay: Relay, wanted: Wanted, cursor: int, limit: int, found: list[str]) -> int:
    """Add to *found* what follows *cursor* until there are *limit*; return how far it looked."""
    begun = cursor
    while len(found) < limit and cursor - begun < LOOKED_AT and (items := await relay.after(cursor)):
        for item in items:
            cursor = item.sequence
            text = wanted.text(item)
            if text is not None:
                found.append(f'{{"sequence":{item.sequence},"event":{text}}}')
                if len(found) >= limit:
                    break
    return cursor


def check_kept(cursor: int, first: int, last: int) -> None:
    """Raise CursorTooOld unless all that follows *cursor* is still kept.

    MalformedOperation for one that is not reached yet.
    """
    if cursor < first - 1:
        raise CursorTooOld(
            f"Events up to {first - 1} are not kept any more; the cursor is {cursor}.",
            hint=f"Fetch afresh what you follow, then go on after {last}.",
        )
    if cursor > last:
        raise MalformedOperation(
            f"There is no event {cursor} yet; the last one is {last}.", code="events.cursor"
        )


def number_in(request: Request, name: str, usual: float, most: float) -> float:
    """Return the number *name* of the query, *most* if it is more. Raises: MalformedOperation."""
    given = request.query_params.get(name)
    if given is None:
        return usual
    if not given.isascii() or not given.replace(".", "", 1).isdigit() or len(given) > MOST_DIGITS:
        raise MalformedOperation(f'"{name}" must be a number.', code="events.number")
    return min(float(given), most)


async def acknowledge(request: Request) -> Response:
    """`POST /events/acknowledge`: `consumer` has dealt with all up to `sequence`. A smaller one than before
    goes back.

    Administrators may do so for the consumer of another `user`: past an event that it fails at.
    """
    actor, services = await identify(request), services_of(request)
    form = await read_form(request)
    name, sequence = place_in(form)
    check_kept(sequence, *await services.relay.ends())
    await keep(services, Position(await owner_of(services, actor, form.get("user")), name, sequence))
    return JSONResponse({"consumer": name, "sequence": sequence}, headers=NO_STORE)


async def fail(request: Request) -> Response:
    """`POST /events/failure`.

    `consumer` could not deal with the event `sequence`, for the reason in `message`. Its place stays.
    """
    actor, services = await identify(request), services_of(request)
    form = await read_form(request)
    name, sequence = place_in(form)
    message = text_field(form, "message")[:LONGEST_MESSAGE]
    check_kept(sequence, *await services.relay.ends())
    now = instant_text(services.clock())
    if not await services.write(
        lambda tx: hub_positions.note_failure(tx, actor.user_id, name, sequence, message, now)
    ):
        raise no_consumer(name)
    return Response(status_code=204, headers=NO_STORE)


def place_in(form: dict[str, Any]) -> tuple[str, int]:
    """Return the consumer and the sequence that *form* names. Raises: MalformedOperation."""
    name, sequence = consumer_in(text_field(form, "consumer")), form.get("sequence")
    if name is None:
        raise MalformedOperation('"consumer" must be the name of a consumer.', code="events.consumer")
    if isinstance(sequence, bool) or not isinstance(sequence, int):
        raise MalformedOperation(
            '"sequence" must be the sequence of an event, a number.', code="events.cursor"
        )
    return name, sequence


async def keep(services: Services, reached: Position) -> None:
    """Remember how far a consumer has come."""
    await services.write(lambda tx: hub_positions.set_position(tx, reached, instant_text(services.clock())))


async def get_consumers(request: Request) -> Response:
    """`GET /events/consumers`.

    All listeners that the server knows by name, and how many events each is behind, for administrators.
    """
    actor, services = await identify(request), services_of(request)
    check_administrator(actor.is_administrator, "list the consumers of events")
    first, last = await services.relay.ends()
    rows: list[dict[str, Any]] = [
        {
            "user": one.username,
            "consumer": one.name,
            "sequence": one.sequence,
            "lag": last - one.sequence,
            "is_too_old": one.sequence < first - 1,
            "seen_at": one.seen_at,
            "failure": None if one.failure is None else asdict(one.failure),
        }
        for one in await services.read(hub_positions.consumers)
    ]
    return JSONResponse({"first": first, "last": last, "consumers": rows}, headers=NO_STORE)


async def forget_consumer(request: Request) -> Response:
    """`DELETE /events/consumers/<name>`.

    Forget how far one of one's own consumers has come; administrators may name another `user`.
    """
    actor, services = await identify(request), services_of(request)
    name = str(request.path_params["name"])
    owner = await owner_of(services, actor, request.query_params.get("user"))
    if not await services.write(lambda tx: hub_positions.forget_position(tx, owner, name)):
        raise no_consumer(name)
    return Response(status_code=204)


def no_consumer(name: str) -> NotFound:
    """Return the error for a consumer that the server does not know."""
    return NotFound(
        f'There is no consumer "{name[:80]}".',
        code="events.consumer_not_found",
        hint="/events/consumers lists them.",
    )


async def owner_of(services: Services, actor: Actor, username: object) -> str:
    """Return whose consumer is meant.

    The actor's own, unless an administrator names another user. Raises: PermissionDenied, NotFound.
    """
    if username is None or username == actor.username:
        return actor.user_id
    check_administrator(actor.is_administrator, "touch the consumers of others")
    person = await services.read(lambda tx: person_by_username(tx, str(username)))
    if person is None:
        raise NotFound(f'There is no user "{str(username)[:80]}".', code="events.user_not_found")
    return person.id
