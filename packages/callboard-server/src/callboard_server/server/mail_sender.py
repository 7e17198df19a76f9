"""Sending what waits in the outbox for mail, through the SMTP server that the settings name; without one,
mail stays there to be read.

A mail that the SMTP server does not take is marked and not tried again: its failure is told in the outbox.
One that could not be handed over, because the server does not answer, waits for the next round. A crash
between handing over and writing that down sends it twice.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import structlog
from attrs import frozen

from callboard.errors import ValidationError
from callboard.wire.values import instant_text
from callboard_server.records.mail import MailRow, mark_failed, mark_sent, waiting_mail
from callboard_server.server.services import Services

log = structlog.get_logger()

EVERY_SECONDS = 5.0
TIMEOUT_SECONDS = 30.0
LEASE_SECONDS = 300.0
"""More than handing over one mail can take.

Name look-up, connection, greeting and each answer have time-outs of their own.
"""
PORTS = {"smtp": 587, "smtps": 465}


@frozen
class Server:
    """An SMTP server.

    With `is_wrapped` the whole connection is TLS; else it becomes so where the server offers that.
    """

    host: str
    port: int
    username: str | None
    password: str | None
    is_wrapped: bool


class Unreachable(Exception):
    """The SMTP server did not answer, or did not let us in: nothing is wrong with the mail."""


class Refused(Exception):
    """The SMTP server did not take one mail."""


def smtp_server(url: str) -> Server:
    """Return the server that *url* names: `smtp://user:password@host:port`, or `smtps://` for TLS from the
    start.

    Raises: ValidationError, for anything else.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise ValidationError(
            "The SMTP server must be like smtp://user:password@host:587.", code="settings.smtp"
        )
    username, password = (
        parts.username and unquote(parts.username),
        parts.password and unquote(parts.password),
    )
    return Server(
        parts.hostname,
        port or PORTS[parts.scheme],
        username or None,
        password or None,
        parts.scheme == "smtps",
    )


async def carry_mail(services: Services) -> None:
    """Send what waits, every few seconds, for ever; return at once when no SMTP server is named."""
    if not services.settings.smtp_url:
        return
    server = smtp_server(services.settings.smtp_url)
    while True:
        try:
            await empty(services, lambda mail: deliver(server, services.settings.mail_from, mail))
        except Unreachable as error:
            log.warning("mail.unreachable", error=str(error))
        except Exception as error:  # noqa: BLE001  # mail waits, and the next round tries again
            log.warning("mail.failed", error=str(error))
        await asyncio.sleep(EVERY_SECONDS)


async def empty(services: Services, send: Callable[[MailRow], None]) -> None:
    """Send everything that waits, by *send*, unless another process does.

    Raises: Unreachable, as soon as one could not be handed over.
    """
    while await next_mail(services) and await services.is_ours("mail", LEASE_SECONDS):
        mail = await next_mail(services)  # again: whoever sent mail until now may have sent it
        if mail:
            await carry(services, send, mail)


async def next_mail(services: Services) -> MailRow | None:
    """Return the mail that has waited longest; None when none waits."""
    return next(iter(await services.read(lambda tx: waiting_mail(tx, 1))), None)


async def carry(services: Services, send: Callable[[MailRow], None], mail: MailRow) -> None:
    """Send one mail and write down what became of it."""
    try:
        await asyncio.to_thread(send, mail)
    except Refused as error:
        reason = str(error)[:500]
        await services.write(lambda tx: mark_failed(tx, mail.id, reason))
    else:
        now = instant_text(services.clock())
        await services.write(lambda tx: mark_sent(tx, mail.id, now))


def deliver(server: Server, sender: str, mail: MailRow) -> None:
    """Hand *mail* over to *server*. Raises: Unreachable, Refused."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    message["Message-ID"] = f"<{mail.id}@callboard>"
    message.set_content(mail.body)
    try:
        with connected(server) as connection:
            connection.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        raise Refused(str(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(str(error)) from error


def connected(server: Server) -> smtplib.SMTP:
    """Return a connection to *server*, which knows who we are. A password never travels in the clear."""
    context = ssl.create_default_context()
    if server.is_wrapped:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif server.username:
            connection.close()
            raise Unreachable("The SMTP server offers no TLS, and a password would travel in the clear.")
    if server.username:
        connection.login(server.username, server.password or "")
    return connection
