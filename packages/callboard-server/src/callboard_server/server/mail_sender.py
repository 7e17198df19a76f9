"""The background task that sends mail from the outbox, through the SMTP server of the settings.

Without an SMTP server, mail stays in the outbox, where administrators can read it. A mail that the SMTP
server rejects is marked as failed and not retried. When the SMTP server is unreachable, mail waits for the
next round. A crash between sending a mail and recording it sends the mail twice.
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

INTERVAL_SECONDS = 5.0
TIMEOUT_SECONDS = 30.0
LEASE_SECONDS = 300.0
"""More than sending one mail can take: name look-up, connection and each response have their own timeouts."""
PORTS = {"smtp": 587, "smtps": 465}


@frozen
class SmtpServer:
    """An SMTP server.

    With `is_wrapped` the whole connection uses TLS; else STARTTLS is used where the server offers it.
    """

    host: str
    port: int
    username: str | None
    password: str | None
    is_wrapped: bool


class Unreachable(Exception):
    """The SMTP server could not be reached, or refused the connection. The mail itself is fine."""


class Rejected(Exception):
    """The SMTP server rejected one mail."""


def smtp_server(url: str) -> SmtpServer:
    """Return the server of *url*: `smtp://user:password@host:port`, or `smtps://` for TLS from the start.

    Raises: ValidationError, for anything else.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise ValidationError(
            "The SMTP server must be a URL such as smtp://user:password@host:587.", code="settings.smtp"
        )
    username, password = (
        parts.username and unquote(parts.username),
        parts.password and unquote(parts.password),
    )
    return SmtpServer(
        parts.hostname,
        port or PORTS[parts.scheme],
        username or None,
        password or None,
        parts.scheme == "smtps",
    )


async def run_mail_sender(services: Services) -> None:
    """Send waiting mail every few seconds, until cancelled. Return at once when there is no SMTP server."""
    if not services.settings.smtp_url:
        return
    server = smtp_server(services.settings.smtp_url)
    while True:
        try:
            await send_waiting(services, lambda mail: send_by_smtp(server, services.settings.mail_from, mail))
        except Unreachable as error:
            log.warning("mail.unreachable", error=str(error))
        except Exception as error:  # noqa: BLE001  # mail stays in the outbox for the next round
            log.warning("mail.failed", error=str(error))
        await asyncio.sleep(INTERVAL_SECONDS)


async def send_waiting(services: Services, send: Callable[[MailRow], None]) -> None:
    """Send all waiting mail with *send*, unless another process does so. Raises: Unreachable."""
    while await next_mail(services) and await services.acquire_lease("mail", LEASE_SECONDS):
        mail = await next_mail(services)  # again: another process may have sent it in the meantime
        if mail:
            await send_one(services, send, mail)


async def next_mail(services: Services) -> MailRow | None:
    """Return the oldest waiting mail; None when there is none."""
    return next(iter(await services.read(lambda tx: waiting_mail(tx, 1))), None)


async def send_one(services: Services, send: Callable[[MailRow], None], mail: MailRow) -> None:
    """Send one mail and record the outcome."""
    try:
        await asyncio.to_thread(send, mail)
    except Rejected as error:
        reason = str(error)[:500]
        await services.write(lambda tx: mark_failed(tx, mail.id, reason))
    else:
        now = instant_text(services.clock())
        await services.write(lambda tx: mark_sent(tx, mail.id, now))


def send_by_smtp(server: SmtpServer, sender: str, mail: MailRow) -> None:
    """Send *mail* through *server*. Raises: Unreachable, Rejected."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    message["Message-ID"] = f"<{mail.id}@callboard>"
    message.set_content(mail.body)
    try:
        with connected(server) as connection:
            connection.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        raise Rejected(str(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(str(error)) from error


def connected(server: SmtpServer) -> smtplib.SMTP:
    """Return an authenticated connection to *server*. A password is never sent unencrypted."""
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
            raise Unreachable(
                "The SMTP server does not offer TLS, and the password must not be sent unencrypted."
            )
    if server.username:
        connection.login(server.username, server.password or "")
    return connection
