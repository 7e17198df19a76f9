"""The newest mail in the outbox, for administrators."""

from __future__ import annotations

from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator
from callboard_server.records.mail import MailRow, newest_mail

MOST_MAIL = 500


def mail_outbox(call: Call) -> list[MailRow]:
    """Return the newest mail first, sent or not. Raises: PermissionDenied."""
    check_administrator(call.actor.is_administrator, "read the outbox")
    return newest_mail(call.tx, MOST_MAIL)
