"""Event consumers: named readers of the event sequence, whose position the server keeps.

A consumer acknowledges the events that it has processed. Events that were not acknowledged are delivered
again, so every event is delivered at least once, in sequence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from callboard.errors import CursorTooOld, MalformedOperation, NotFound
from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.records import hub_positions
from callboard_server.records.hub_positions import Consumer, Position
from callboard_server.records.outbox import news_ends, sequence_before
from callboard_server.records.people import person_by_username
from callboard_server.storage.transaction import Transaction

LONGEST_NAME = 255
LONGEST_MESSAGE = 2000


@frozen
class ConsumerList:
    """All consumers, and the first and the last sequence that the server keeps."""

    first: int
    last: int
    consumers: Sequence[Consumer]


def check_name(name: str) -> None:
    """Raise MalformedOperation unless *name* can be the name of a consumer."""
    if not name:
        raise MalformedOperation('"consumer" must be the name of a consumer.', code="events.consumer")
    if len(name) > LONGEST_NAME:
        raise MalformedOperation(
            f"The name of a consumer has at most {LONGEST_NAME} characters.", code="events.consumer"
        )


def check_kept(cursor: int, first: int, last: int) -> None:
    """Raise CursorTooOld unless all events after *cursor* are kept, of which *first* and *last* are the ends.

    Raises: MalformedOperation, for a cursor in the future.
    """
    if cursor < first - 1:
        raise CursorTooOld(
            f"Events up to {first - 1} are no longer kept; the cursor is {cursor}.",
            hint=f"Fetch the data that you follow again, then continue after {last}.",
        )
    if cursor > last:
        raise MalformedOperation(
            f"There is no event {cursor} yet; the last one is {last}.", code="events.cursor"
        )


def sequence_at(tx: Transaction, instant: str) -> int:
    """Return the cursor that precedes all events since *instant*, a time as it is stored."""
    found = sequence_before(tx, instant)
    return news_ends(tx)[0] - 1 if found is None else found


def consumer_position(tx: Transaction, actor: Actor, name: str) -> int | None:
    """Return the position of the actor's consumer *name*; None for a new one."""
    return hub_positions.position(tx, actor.user_id, name)


def move_consumer(tx: Transaction, actor: Actor, name: str, sequence: int, now: datetime) -> None:
    """Set the position of the actor's consumer *name*, which may be new."""
    hub_positions.set_position(tx, Position(actor.user_id, name, sequence), instant_text(now))


def move_consumers(tx: Transaction, positions: Iterable[Position], now: datetime) -> None:
    """Set the positions of several consumers."""
    for position in positions:
        hub_positions.set_position(tx, position, instant_text(now))


def acknowledge(call: Call, name: str, sequence: int, username: str | None = None) -> None:
    """Record that a consumer has processed all events up to *sequence*. A smaller sequence moves it back.

    Administrators may name another user, to skip an event that a consumer fails at. Raises: PermissionDenied,
    NotFound; CursorTooOld and MalformedOperation, as `check_kept`.
    """
    check_kept(sequence, *news_ends(call.tx))
    owner_id = owner_of_consumer(call, username)
    hub_positions.set_position(call.tx, Position(owner_id, name, sequence), instant_text(call.clock()))


def report_failure(call: Call, name: str, sequence: int, message: str) -> None:
    """Record that the actor's consumer *name* could not process the event *sequence*. Its position stays.

    Raises: NotFound; CursorTooOld and MalformedOperation, as `check_kept`.
    """
    check_kept(sequence, *news_ends(call.tx))
    now, text = instant_text(call.clock()), message[:LONGEST_MESSAGE]
    if not hub_positions.note_failure(call.tx, call.actor.user_id, name, sequence, text, now):
        raise no_consumer(name)


def list_consumers(call: Call) -> ConsumerList:
    """Return all consumers, the one furthest behind first. Raises: PermissionDenied."""
    check_administrator(call.actor.is_administrator, "list the consumers of events")
    first, last = news_ends(call.tx)
    return ConsumerList(first, last, hub_positions.consumers(call.tx))


def forget_consumer(call: Call, name: str, username: str | None = None) -> None:
    """Delete the position of a consumer. Administrators may name another user.

    Raises: NotFound, PermissionDenied.
    """
    if not hub_positions.forget_position(call.tx, owner_of_consumer(call, username), name):
        raise no_consumer(name)


def owner_of_consumer(call: Call, username: str | None) -> str:
    """Return the owner of a consumer: the actor, unless an administrator names another user.

    Raises: PermissionDenied, NotFound.
    """
    if username is None or username == call.actor.username:
        return call.actor.user_id
    check_administrator(call.actor.is_administrator, "change the consumers of other users")
    person = person_by_username(call.tx, username)
    if person is None:
        raise NotFound(f'There is no user "{username[:80]}".', code="events.user_not_found")
    return person.id


def no_consumer(name: str) -> NotFound:
    """Return the error for an unknown consumer."""
    return NotFound(
        f'There is no consumer "{name[:80]}".',
        code="events.consumer_not_found",
        hint="/events/consumers lists all consumers.",
    )
