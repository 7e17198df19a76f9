"""Links that share jobs, with the digests of their secrets, and the users who have opened one.

A row is added when the owner of a job shares it. It is deleted when the links of the job are revoked, or with
the job.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.schema import JOB, JOB_GRANT, METADATA
from callboard_server.records.statements import ONE, given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

SHARE_LINK = sa.Table(
    "share_link",
    METADATA,
    sa.Column("hash", TEXT, primary_key=True),
    sa.Column(
        "job_id",
        TEXT,
        sa.ForeignKey(JOB.c.id, name="fk_share_link_job_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("created_by", TEXT, nullable=False),
    sa.Column("created_at", TEXT, nullable=False),
)

_ADD_LINK = Prepared(
    sa.insert(SHARE_LINK).values(
        hash=given("digest"), job_id=given("job"), created_by=given("user"), created_at=given("now")
    )
)
_LINKED_JOB = Prepared(sa.select(SHARE_LINK.c.job_id).where(SHARE_LINK.c.hash == given("digest")))
_DELETE_LINKS = Prepared(sa.delete(SHARE_LINK).where(SHARE_LINK.c.job_id == given("job")))
_DELETE_GRANTS = Prepared(sa.delete(JOB_GRANT).where(JOB_GRANT.c.job_id == given("job")))
_GRANT = Prepared(
    sa.select(ONE).where(JOB_GRANT.c.job_id == given("job"), JOB_GRANT.c.user_id == given("user"))
)
_ADD_GRANT = Prepared(sa.insert(JOB_GRANT).values(job_id=given("job"), user_id=given("user")))


def add_link(tx: Transaction, digest: str, job_id: str, user_id: str, now: str) -> None:
    """Add a link to a job, with the *digest* of its secret."""
    tx.run(_ADD_LINK, digest=digest, job=job_id, user=user_id, now=now)


def linked_job(tx: Transaction, digest: str) -> str | None:
    """Return the job of the link with *digest*, or None."""
    found = tx.row(_LINKED_JOB, digest=digest)
    return None if found is None else str(found[0])


def revoke_links(tx: Transaction, job_id: str) -> None:
    """Delete all links of a job, and the access of the users who opened them."""
    tx.run(_DELETE_LINKS, job=job_id)
    tx.run(_DELETE_GRANTS, job=job_id)


def grant(tx: Transaction, job_id: str, user_id: str) -> None:
    """Allow a user to see a job."""
    if tx.row(_GRANT, job=job_id, user=user_id) is None:
        tx.run(_ADD_GRANT, job=job_id, user=user_id)
