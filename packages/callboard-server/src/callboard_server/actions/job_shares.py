"""Sharing a job by a link: every signed-in user who opens it may see the job from then on."""

from __future__ import annotations

import secrets

from callboard.errors import NotFound
from callboard.wire.values import instant_text
from callboard_server.access.keys import digest
from callboard_server.actions.call import Call
from callboard_server.actions.visibility import not_found
from callboard_server.records import jobs, share_links


def share_job(call: Call, job_id: str) -> str:
    """Create a link to a job, and return its token. Raises: NotFound, as `check_may_share`."""
    check_may_share(call, job_id)
    token = secrets.token_urlsafe(24)
    share_links.add_link(call.tx, digest(token), job_id, call.actor.user_id, instant_text(call.clock()))
    return token


def unshare_job(call: Call, job_id: str) -> None:
    """Revoke all links to a job, and the permissions of the users who opened them.

    Raises: NotFound, as `check_may_share`.
    """
    check_may_share(call, job_id)
    share_links.revoke_links(call.tx, job_id)


def open_shared_job(call: Call, token: str) -> str:
    """Permit the actor to see the job that a link leads to, and return the job. Raises: NotFound."""
    job_id = share_links.linked_job(call.tx, digest(token))
    if job_id is None:
        raise NotFound("This link is not valid. It may have been revoked.", code="share.not_found")
    share_links.grant(call.tx, job_id, call.actor.user_id)
    return job_id


def check_may_share(call: Call, job_id: str) -> None:
    """Raise NotFound unless the actor owns the job or is an administrator.

    The error is the same for a job that does not exist, so it reveals nothing.
    """
    owner = jobs.job_owner(call.tx, job_id)
    if owner is None or (owner[0] != call.actor.user_id and not call.actor.is_administrator):
        raise not_found("Job", job_id)
