"""Mail that the server sends.

A row is added in the transaction that causes the mail. The mail is sent after the commit. Its row is kept,
with the time when it was sent or the reason for its failure.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import ZERO, given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

MAIL = sa.Table(
    "mail",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("recipient", TEXT, nullable=False),
    sa.Column("subject", TEXT, nullable=False),
    sa.Column("body", TEXT, nullable=False),
    sa.Column("created_at", TEXT, nullable=False, index=True),
    sa.Column("sent_at", TEXT),
    sa.Column("failure", TEXT),
)


@frozen
class MailRow:
    """A mail. `sent_at` is None until it is sent; `failure` is the reason why the last attempt failed."""

    id: str
    recipient: str
    subject: str
    body: str
    created_at: str
    sent_at: str | None = None
    failure: str | None = None


_COLUMNS = (
    MAIL.c.id,
    MAIL.c.recipient,
    MAIL.c.subject,
    MAIL.c.body,
    MAIL.c.created_at,
    MAIL.c.sent_at,
    MAIL.c.failure,
)
_ADD = Prepared(
    sa.insert(MAIL).values(
        id=given("id"),
        recipient=given("recipient"),
        subject=given("subject"),
        body=given("body"),
        created_at=given("now"),
    )
)
_WAITING = Prepared(
    sa.select(*_COLUMNS)
    .where(MAIL.c.sent_at.is_(None), MAIL.c.failure.is_(None))
    .order_by(MAIL.c.created_at, MAIL.c.id)
    .limit(given("most"))
    .offset(ZERO)
)
_NEWEST = Prepared(
    sa.select(*_COLUMNS).order_by(MAIL.c.created_at.desc(), MAIL.c.id).limit(given("most")).offset(ZERO)
)
_SENT = Prepared(
    sa.update(MAIL).where(MAIL.c.id == given("id")).values(sent_at=given("now"), failure=sa.null())
)
_FAILED = Prepared(sa.update(MAIL).where(MAIL.c.id == given("id")).values(failure=given("reason")))


def add_mail(tx: Transaction, mail: MailRow) -> None:
    """Add *mail* to be sent."""
    tx.run(
        _ADD, id=mail.id, recipient=mail.recipient, subject=mail.subject, body=mail.body, now=mail.created_at
    )


def waiting_mail(tx: Transaction, most: int) -> list[MailRow]:
    """Return mail without an attempt so far, oldest first."""
    return [MailRow(*row) for row in tx.rows(_WAITING, most=most)]


def newest_mail(tx: Transaction, most: int) -> list[MailRow]:
    """Return mail, newest first."""
    return [MailRow(*row) for row in tx.rows(_NEWEST, most=most)]


def mark_sent(tx: Transaction, mail_id: str, now: str) -> None:
    """Record that a mail was sent."""
    tx.run(_SENT, id=mail_id, now=now)


def mark_failed(tx: Transaction, mail_id: str, reason: str) -> None:
    """Record why a mail could not be sent."""
    tx.run(_FAILED, id=mail_id, reason=reason)
