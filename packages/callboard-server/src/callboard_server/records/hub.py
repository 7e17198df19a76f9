"""Rows of the event hub.

Tickets between a handshake and its socket, and how far listeners that resume have come.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA, RESOURCE
from callboard_server.records.statements import given
from callboard_server.storage.clock import Milliseconds
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

HUB_TICKET = sa.Table(
    "hub_ticket",
    METADATA,
    sa.Column("hash", TEXT, primary_key=True),
    sa.Column("username", TEXT, nullable=False),
    sa.Column("key_hash", TEXT, nullable=False),
    sa.Column("is_session", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("created_at", TEXT, nullable=False),
)
HUB_POSITION = sa.Table(
    "hub_position",
    METADATA,
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_hub_position_user_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("subscriber", TEXT, primary_key=True),
    sa.Column("sequence", sa.BigInteger(), nullable=False),
    sa.Column("seen_at", TEXT, nullable=False),
    sa.Column("failed_sequence", sa.BigInteger()),
    sa.Column("failures", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column("failure", TEXT),
    sa.Column("failed_at", TEXT),
)
HUB_PROCESS = sa.Table(
    "hub_process",
    METADATA,
    sa.Column("process", TEXT, primary_key=True),
    sa.Column("seen", sa.BigInteger(), nullable=False),
    sa.Column("told", TEXT, nullable=False),
    sa.Column("changed", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
)


@frozen
class Ticket:
    """Who shook hands.

    A username, and the digest of the key that came with it, or of the token of a web session.
    """

    username: str
    key_hash: str
    is_session: bool = False


@frozen
class Failure:
    """What a listener said went wrong with the event `sequence`, which it tried `count` times in a row."""

    sequence: int
    count: int
    message: str
    at: str


@frozen
class Consumer:
    """A listener as administrators see it.

    Whose it is, how far it has come, when it was heard of last, and what it is stuck at.
    """

    username: str
    name: str
    sequence: int
    seen_at: str
    failure: Failure | None


@frozen
class Position:
    """How far the listener *subscriber* of a user has come: it has all news up to *sequence*."""

    user_id: str
    subscriber: str
    sequence: int


_ADD_TICKET = Prepared(
    sa.insert(HUB_TICKET).values(
        hash=given("hash"),
        username=given("username"),
        key_hash=given("key_hash"),
        is_session=given("is_session"),
        created_at=given("now"),
    )
)
_TICKET = Prepared(
    sa.select(HUB_TICKET.c.username, HUB_TICKET.c.key_hash, HUB_TICKET.c.is_session).where(
        HUB_TICKET.c.hash == given("hash"), HUB_TICKET.c.created_at >= given("oldest")
    )
)
_TAKE_TICKET = Prepared(sa.delete(HUB_TICKET).where(HUB_TICKET.c.hash == given("hash")))
_SWEEP_TICKETS = Prepared(sa.delete(HUB_TICKET).where(HUB_TICKET.c.created_at < given("oldest")))
_OF_LISTENER = HUB_POSITION.c.user_id == given("user"), HUB_POSITION.c.subscriber == given("subscriber")
_POSITION = Prepared(sa.select(HUB_POSITION.c.sequence).where(*_OF_LISTENER))
_MOVE_POSITION = Prepared(
    sa.update(HUB_POSITION).where(*_OF_LISTENER).values(sequence=given("reached"), seen_at=given("now"))
)
_ADD_POSITION = Prepared(
    sa.insert(HUB_POSITION).values(
        user_id=given("user"),
        subscriber=given("subscriber_name"),
        sequence=given("reached"),
        seen_at=given("now"),
    )
)


def add_ticket(tx: Transaction, digest: str, ticket: Ticket, now: str) -> None:
    """Keep *ticket* under the digest of its secret."""
    tx.run(
        _ADD_TICKET,
        hash=digest,
        username=ticket.username,
        key_hash=ticket.key_hash,
        is_session=ticket.is_session,
        now=now,
    )


def has_ticket(tx: Transaction, digest: str, oldest: str) -> bool:
    """Tell whether there is a ticket with *digest* that was not made before *oldest*."""
    return tx.row(_TICKET, hash=digest, oldest=oldest) is not None


def take_ticket(tx: Transaction, digest: str, oldest: str) -> Ticket | None:
    """Return the ticket with *digest*, unless it was made before *oldest*, and forget it.

    Of several takers one gets it.
    """
    found = tx.row(_TICKET, hash=digest, oldest=oldest)
    taken = tx.run(_TAKE_TICKET, hash=digest)
    return Ticket(found[0], found[1], bool(found[2])) if found and taken else None


def sweep_tickets(tx: Transaction, oldest: str) -> None:
    """Forget tickets that were made before *oldest*."""
    tx.run(_SWEEP_TICKETS, oldest=oldest)


def position(tx: Transaction, user_id: str, subscriber: str) -> int | None:
    """Return the sequence that a listener has reached; None for one that is new."""
    found = tx.row(_POSITION, user=user_id, subscriber=subscriber)
    return None if found is None else int(found[0])


def set_position(tx: Transaction, reached: Position, now: str) -> None:
    """Remember how far a listener has come."""
    values = {"user": reached.user_id, "reached": reached.sequence, "now": now}
    if not tx.run(_MOVE_POSITION, subscriber=reached.subscriber, **values):
        tx.run(_ADD_POSITION, subscriber_name=reached.subscriber, **values)


_CONSUMERS = Prepared(
    sa.select(
        *(RESOURCE.c.username, HUB_POSITION.c.subscriber, HUB_POSITION.c.sequence, HUB_POSITION.c.seen_at),
        *(
            HUB_POSITION.c.failed_sequence,
            HUB_POSITION.c.failures,
            HUB_POSITION.c.failure,
            HUB_POSITION.c.failed_at,
        ),
    )
    .select_from(HUB_POSITION.join(RESOURCE, RESOURCE.c.id == HUB_POSITION.c.user_id))
    .order_by(HUB_POSITION.c.sequence, RESOURCE.c.username, HUB_POSITION.c.subscriber)
)
_FORGET = Prepared(sa.delete(HUB_POSITION).where(*_OF_LISTENER))
_FAIL = Prepared(
    sa.update(HUB_POSITION)
    .where(*_OF_LISTENER)
    .values(
        failures=sa.case(
            (
                HUB_POSITION.c.failed_sequence == given("failed"),
                HUB_POSITION.c.failures + sa.literal_column("1"),
            ),
            else_=sa.literal_column("1"),
        ),
        failed_sequence=given("failed"),
        failure=given("message"),
        failed_at=given("now"),
    )
)


def consumers(tx: Transaction) -> list[Consumer]:
    """Return all listeners whose position is kept, the one that is furthest behind first."""
    return [
        Consumer(username, name, sequence, seen_at, _failure(sequence, *failure))
        for username, name, sequence, seen_at, *failure in tx.rows(_CONSUMERS)
    ]


def _failure(
    reached: int, sequence: int | None, count: int, message: str | None, at: str | None
) -> Failure | None:
    """Return what is wrong now; whoever went on past it has recovered."""
    return (
        None if sequence is None or reached >= sequence else Failure(sequence, count, message or "", at or "")
    )


def note_failure(
    tx: Transaction, user_id: str, subscriber: str, sequence: int, message: str, now: str
) -> bool:
    """Remember that a listener could not deal with an event; return whether there is such a listener."""
    return tx.run(_FAIL, user=user_id, subscriber=subscriber, failed=sequence, message=message, now=now) > 0


def forget_position(tx: Transaction, user_id: str, subscriber: str) -> bool:
    """Forget a listener; return whether there was one."""
    return tx.run(_FORGET, user=user_id, subscriber=subscriber) > 0


_SEEN_BEFORE = Milliseconds() - sa.bindparam("age", type_=sa.BigInteger())
_TELL = Prepared(
    sa.update(HUB_PROCESS)
    .where(HUB_PROCESS.c.process == given("name"))
    .values(
        seen=Milliseconds(),
        told=given("text"),
        changed=sa.case((HUB_PROCESS.c.told == given("text"), HUB_PROCESS.c.changed), else_=Milliseconds()),
    )
)
_TELL_FIRST = Prepared(
    sa.insert(HUB_PROCESS).values(
        process=given("name"), seen=Milliseconds(), told=given("text"), changed=Milliseconds()
    )
)
_TOLD = Prepared(
    sa.select(HUB_PROCESS.c.process, HUB_PROCESS.c.told).where(HUB_PROCESS.c.seen >= _SEEN_BEFORE)
)
_LEAVE = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.process == given("name")))
_SWEEP_PROCESSES = Prepared(sa.delete(HUB_PROCESS).where(HUB_PROCESS.c.seen < _SEEN_BEFORE))


def tell_process(tx: Transaction, process: str, told: str, forgotten_after: int) -> None:
    """Keep what a process tells of its connections.

    Forget processes that were not heard of for so many milliseconds.
    """
    tx.run(_SWEEP_PROCESSES, age=forgotten_after)
    if not tx.run(_TELL, name=process, text=told):
        tx.run(_TELL_FIRST, name=process, text=told)


def leave_process(tx: Transaction, process: str) -> None:
    """Forget what a process told."""
    tx.run(_LEAVE, name=process)


def told_by_processes(tx: Transaction, age: int) -> dict[str, str]:
    """Return what each process told that was heard of in the last *age* milliseconds."""
    return {str(process): str(told) for process, told in tx.rows(_TOLD, age=age)}
