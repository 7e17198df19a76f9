"""Sharing a job by a link: every signed-in user who opens it may see the job while the link is valid."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from callboard.errors import NotFound, ValidationError
from callboard.wire.values import instant_text
from callboard_server.access.keys import digest
from callboard_server.actions.call import Call
from callboard_server.actions.visibility import not_found
from callboard_server.records import jobs, share_links
from callboard_server.records.people import Person
from callboard_server.records.share_links import ShareLink


@frozen
class SharedLink:
    """A link to a job, and the users who opened it. After its expiry, they are forgotten."""

    link: ShareLink
    is_expired: bool
    viewers: Sequence[Person]


def share_job(call: Call, job_id: str, expires_at: datetime | None = None) -> str:
    """Create a link to a job that is valid until *expires_at*, and return its token.

    Raises: NotFound, as `check_may_share`; ValidationError, for an expiry in the past.
    """
    check_may_share(call, job_id)
    now = call.clock()
    if expires_at is not None and expires_at <= now:
        raise ValidationError("A link must expire in the future.", code="share.expiry")
    token = secrets.token_urlsafe(24)
    until = None if expires_at is None else instant_text(expires_at)
    link = ShareLink(digest(token), job_id, call.actor.user_id, instant_text(now), until)
    share_links.add_link(call.tx, link)
    return token


def job_links(call: Call, job_id: str) -> list[SharedLink]:
    """Return the links of a job, the newest first. Raises: NotFound, as `check_may_share`."""
    check_may_share(call, job_id)
    viewers = share_links.viewers_by_link(call.tx, job_id)
    now = instant_text(call.clock())
    return [
        SharedLink(link, link.is_expired(now), viewers.get(link.digest, []))
        for link in share_links.links_of(call.tx, job_id)
    ]


def unshare_job(call: Call, job_id: str, link: str | None = None) -> None:
    """Withdraw *link*, or all links to a job, and the permissions of the users who opened them.

    Raises: NotFound, as `check_may_share`.
    """
    check_may_share(call, job_id)
    if link is None:
        share_links.withdraw_links(call.tx, job_id)
    else:
        share_links.withdraw_link(call.tx, job_id, link)


def open_shared_job(call: Call, token: str) -> str:
    """Permit the actor to see the job that a link leads to, and return the job. Raises: NotFound."""
    link = share_links.link_with(call.tx, digest(token))
    if link is None:
        raise NotFound("This link is not valid. It may have been withdrawn.", code="share.not_found")
    now = instant_text(call.clock())
    if link.is_expired(now):
        raise NotFound("This link has expired.", code="share.expired")
    share_links.open_link(call.tx, link, call.actor.user_id, now)
    return link.job_id


def check_may_share(call: Call, job_id: str) -> None:
    """Raise NotFound unless the actor owns the job or is an administrator.

    The error is the same for a job that does not exist, so it reveals nothing.
    """
    owner = jobs.job_owner(call.tx, job_id)
    if owner is None or (owner[0] != call.actor.user_id and not call.actor.is_administrator):
        raise not_found("Job", job_id)
