"""Tickets: the handshake of the event hub issues one, and the socket sends it instead of credentials.

Sockets of old clients have no credentials. A ticket is a secret that is valid once, for one minute, in every
process of the server.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from attrs import frozen

from callboard.errors import InvalidCredentials
from callboard.wire.values import instant_text
from callboard_server.access.actor import Actor
from callboard_server.access.keys import REFUSAL, digest, verify_digest, verify_key
from callboard_server.access.sessions import session_of_digest
from callboard_server.records import hub_tickets
from callboard_server.records.hub_tickets import Ticket
from callboard_server.storage.transaction import Transaction

LIFETIME = timedelta(seconds=60)


@frozen
class Admission:
    """Who opened a socket, and the credentials, which are checked again while the socket is open."""

    actor: Actor
    ticket: Ticket


def check_ticket(tx: Transaction, secret: str, now: datetime) -> None:
    """Raise InvalidCredentials unless there is a ticket *secret*.

    It writes nothing, so requests without a ticket cost little.
    """
    if not hub_tickets.has_ticket(tx, digest(secret), instant_text(now - LIFETIME)):
        raise InvalidCredentials(REFUSAL)


def issue_ticket(tx: Transaction, username: str, key: str, now: datetime) -> str:
    """Return a ticket for a client with an API key. Raises: InvalidCredentials."""
    verify_key(tx, username, key, now)
    return _issued(tx, Ticket(username, digest(key)), now)


def issue_session_ticket(tx: Transaction, digested: str, now: datetime) -> str:
    """Return a ticket for the browser whose session has a token of that digest.

    Raises: InvalidCredentials.
    """
    found = session_of_digest(tx, digested, now)
    return _issued(tx, Ticket(found.person.username, digested, is_session=True), now)


def _issued(tx: Transaction, ticket: Ticket, now: datetime) -> str:
    secret = secrets.token_hex(24)
    hub_tickets.sweep_tickets(tx, instant_text(now - LIFETIME))
    hub_tickets.add_ticket(tx, digest(secret), ticket, instant_text(now))
    return secret


def redeem_ticket(tx: Transaction, secret: str, now: datetime) -> Admission:
    """Return who has the ticket *secret*, and invalidate it. Raises: InvalidCredentials."""
    ticket = hub_tickets.take_ticket(tx, digest(secret), instant_text(now - LIFETIME))
    if ticket is None:
        raise InvalidCredentials(REFUSAL)
    return Admission(renewed(tx, ticket, now), ticket)


def renewed(tx: Transaction, ticket: Ticket, now: datetime) -> Actor:
    """Return the actor of *ticket* with their present rights.

    Raises: InvalidCredentials, when the key was revoked, the session ended or the user was deactivated.
    """
    if ticket.is_session:
        return session_of_digest(tx, ticket.key_hash, now).actor
    return verify_digest(tx, ticket.username, ticket.key_hash, now).actor
