"""Invitations by mail: of users to the server, and of guests to review sessions.

Mail is added to the outbox in the transaction of the batch, and sent after the commit. A batch that fails
sends nothing.
"""

from __future__ import annotations

import re
from typing import Any

from callboard.errors import NotFound, PermissionDenied, ValidationError
from callboard.wire.values import instant_text, precise_text
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator, identifier_of
from callboard_server.actions.query import find_entity
from callboard_server.records.mail import MailRow, add_mail
from callboard_server.work.authorize import may_write
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x1f]{1,64}@[^\s@<>,;:\"\x00-\x1f]{1,255}")
USER_TEXT = """Hello {name},

{inviter} invites you to Callboard, the studio's production tracking:

    {url}

Your username is {username}. If you have no password yet, ask {inviter} for one.
"""
REVIEW_TEXT = """Hello {name},

{inviter} invites you to the review session "{session}":

    {url}
"""


def send_user_invite(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `send_user_invite`: send mail to an active user with an address.

    Raises: NotFound, ValidationError; PermissionDenied, for others than administrators.
    """
    user_id = identifier_of(operation, "user_id")
    check_administrator(call.actor.is_administrator, "invite users")
    user = found(call, "select username, first_name, last_name, email, is_active from User", user_id, "User")
    if not user["is_active"]:
        raise ValidationError(
            f"{user['username']} is deactivated and cannot be invited.",
            code="invite.inactive",
        )
    name = " ".join(filter(None, (user["first_name"], user["last_name"]))) or user["username"]
    body = USER_TEXT.format(
        name=name, inviter=inviter(call), url=call.links.page_url("/"), username=user["username"]
    )
    write(call, user["email"], user["username"], "You are invited to Callboard", body)
    return {"action": "send_user_invite", "sent": True}


def send_review_session_invite(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `send_review_session_invite`: send mail to an invitee, and record the time.

    Raises: NotFound, also for an invitee in a project that the actor cannot see; ValidationError.
    """
    invitee_id = identifier_of(operation, "review_session_invitee_id")
    text = "select name, email, review_session.name, review_session.id from ReviewSessionInvitee"
    invitee = found(call, text, invitee_id, "ReviewSessionInvitee")
    if not may_write(call, "ReviewSessionInvitee", [invitee_id]):
        raise PermissionDenied(
            "You may not invite to this review session.",
            hint="Ask a project manager or an administrator for it.",
        )
    session = invitee["review_session"]
    url = call.links.page_url(f"/review/{session['id']}")
    body = REVIEW_TEXT.format(name=invitee["name"], inviter=inviter(call), session=session["name"], url=url)
    write(call, invitee["email"], invitee["name"], f"Review session: {session['name']}", body)
    moment = {"__type__": "datetime", "value": precise_text(call.clock())}
    change = {
        "action": "update",
        "entity_type": "ReviewSessionInvitee",
        "entity_key": [invitee_id],
        "entity_data": {"last_sent_at": moment},
    }
    commit(call, [read_operation(change, call.model)])
    return {"action": "send_review_session_invite", "sent": True}


def found(call: Call, text: str, identifier: str, what: str) -> dict[str, Any]:
    """Return the entity with *identifier* and the projections of the query *text*. Raises: NotFound."""
    entity = find_entity(call, text, identifier)
    if entity is None:
        raise NotFound(f"There is no {what} with the key {identifier}.")
    return entity


def inviter(call: Call) -> str:
    """Return the name of the actor."""
    return call.actor.name or call.actor.username


def write(call: Call, address: str | None, name: str, subject: str, body: str) -> None:
    """Add a mail to the outbox.

    Raises: ValidationError, when *address* is missing or not valid.
    """
    if not address or not ADDRESS.fullmatch(address):
        raise ValidationError(
            f"{name} has no valid e-mail address.",
            code="invite.address",
            hint="Set email first.",
        )
    add_mail(
        call.tx, MailRow(call.new_id(), address, " ".join(subject.split()), body, instant_text(call.clock()))
    )
