"""Tickets that connect a handshake with the event hub to the socket that follows it.

The handshake adds a row, and the socket redeems and deletes it. Unused tickets are deleted soon after.
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
    """The credentials of a handshake: a username, and the digest of an API key or a web session's token."""

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
    """Add *ticket* with the *digest* of its secret."""
    tx.run(
        _ADD_TICKET,
        hash=digest,
        username=ticket.username,
        key_hash=ticket.key_hash,
        is_session=ticket.is_session,
        now=now,
    )


def has_ticket(tx: Transaction, digest: str, oldest: str) -> bool:
    """Return whether there is a ticket with *digest* that was not created before *oldest*."""
    return tx.row(_TICKET, hash=digest, oldest=oldest) is not None


def take_ticket(tx: Transaction, digest: str, oldest: str) -> Ticket | None:
    """Delete the ticket with *digest*; return it unless it was created before *oldest*.

    Only one of several concurrent callers gets it.
    """
    found = tx.row(_TICKET, hash=digest, oldest=oldest)
    taken = tx.run(_TAKE_TICKET, hash=digest)
    return Ticket(found[0], found[1], bool(found[2])) if found and taken else None


def sweep_tickets(tx: Transaction, oldest: str) -> None:
    """Delete tickets that were created before *oldest*."""
    tx.run(_SWEEP_TICKETS, oldest=oldest)
