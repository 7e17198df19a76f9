"""Tickets between a handshake with the event hub and the socket that follows it.

A row is written by the handshake and taken by the socket. A ticket that is not taken is dropped soon after.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import given
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


@frozen
class Ticket:
    """Who shook hands.

    A username, and the digest of the key that came with it, or of the token of a web session.
    """

    username: str
    key_hash: str
    is_session: bool = False


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
    """Return whether there is a ticket with *digest* that was not made before *oldest*."""
    return tx.row(_TICKET, hash=digest, oldest=oldest) is not None


def take_ticket(tx: Transaction, digest: str, oldest: str) -> Ticket | None:
    """Return the ticket with *digest*, unless it was made before *oldest*, and delete it.

    Of several takers one gets it.
    """
    found = tx.row(_TICKET, hash=digest, oldest=oldest)
    taken = tx.run(_TAKE_TICKET, hash=digest)
    return Ticket(found[0], found[1], bool(found[2])) if found and taken else None


def sweep_tickets(tx: Transaction, oldest: str) -> None:
    """Delete tickets that were made before *oldest*."""
    tx.run(_SWEEP_TICKETS, oldest=oldest)
