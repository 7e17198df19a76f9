"""Links that share jobs, with the digests of their secrets, and the users who have opened them.

A row is added when the owner of a job shares it, and deleted when the link is withdrawn, or with the job. An
expired link keeps its row, so that users learn why it no longer works, but not its openings. A user may see a
job while there is an opening of one of its links.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.people import Person, person_columns, person_of
from callboard_server.records.schema import JOB, JOB_GRANT, METADATA, RESOURCE
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
    sa.Column("expires_at", TEXT, index=True),
)
SHARE_OPENING = sa.Table(
    "share_opening",
    METADATA,
    sa.Column(
        "hash",
        TEXT,
        sa.ForeignKey(SHARE_LINK.c.hash, name="fk_share_opening_hash", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "user_id",
        TEXT,
        sa.ForeignKey(RESOURCE.c.id, name="fk_share_opening_user_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("opened_at", TEXT, nullable=False),
)


@frozen
class ShareLink:
    """A link to a job. `expires_at` is None when it does not expire."""

    digest: str
    job_id: str
    created_by: str
    created_at: str
    expires_at: str | None

    def is_expired(self, now: str) -> bool:
        return self.expires_at is not None and self.expires_at <= now


_LINK_COLUMNS = (
    SHARE_LINK.c.hash,
    SHARE_LINK.c.job_id,
    SHARE_LINK.c.created_by,
    SHARE_LINK.c.created_at,
    SHARE_LINK.c.expires_at,
)
_ADD_LINK = Prepared(
    sa.insert(SHARE_LINK).values(
        hash=given("digest"),
        job_id=given("job"),
        created_by=given("user"),
        created_at=given("now"),
        expires_at=given("until"),
    )
)
_LINK = Prepared(sa.select(*_LINK_COLUMNS).where(SHARE_LINK.c.hash == given("digest")))
_LINKS = Prepared(
    sa.select(*_LINK_COLUMNS)
    .where(SHARE_LINK.c.job_id == given("job"))
    .order_by(SHARE_LINK.c.created_at.desc(), SHARE_LINK.c.hash)
)
_OPENINGS = Prepared(
    sa.select(SHARE_OPENING.c.hash, *person_columns())
    .select_from(
        SHARE_OPENING.join(SHARE_LINK, SHARE_LINK.c.hash == SHARE_OPENING.c.hash).join(
            RESOURCE, RESOURCE.c.id == SHARE_OPENING.c.user_id
        )
    )
    .where(SHARE_LINK.c.job_id == given("job"))
    .order_by(SHARE_OPENING.c.opened_at, SHARE_OPENING.c.user_id)
)
_DELETE_LINK = Prepared(
    sa.delete(SHARE_LINK).where(SHARE_LINK.c.hash == given("digest"), SHARE_LINK.c.job_id == given("job"))
)
_DELETE_LINKS = Prepared(sa.delete(SHARE_LINK).where(SHARE_LINK.c.job_id == given("job")))
_OPENING = Prepared(
    sa.select(ONE).where(SHARE_OPENING.c.hash == given("digest"), SHARE_OPENING.c.user_id == given("user"))
)
_ADD_OPENING = Prepared(
    sa.insert(SHARE_OPENING).values(hash=given("digest"), user_id=given("user"), opened_at=given("now"))
)
_DELETE_OPENINGS = Prepared(sa.delete(SHARE_OPENING).where(SHARE_OPENING.c.hash == given("digest")))
_EXPIRED = Prepared(
    sa.select(SHARE_LINK.c.hash, SHARE_LINK.c.job_id).where(
        SHARE_LINK.c.expires_at <= given("now"),
        sa.exists().where(SHARE_OPENING.c.hash == SHARE_LINK.c.hash),
    )
)
_NEXT_EXPIRY = Prepared(
    sa.select(sa.func.min(SHARE_LINK.c.expires_at)).where(
        sa.exists().where(SHARE_OPENING.c.hash == SHARE_LINK.c.hash)
    )
)
_GRANT = Prepared(
    sa.select(ONE).where(JOB_GRANT.c.job_id == given("job"), JOB_GRANT.c.user_id == given("user"))
)
_ADD_GRANT = Prepared(sa.insert(JOB_GRANT).values(job_id=given("job"), user_id=given("user")))
_END_GRANTS = Prepared(
    sa.delete(JOB_GRANT).where(
        JOB_GRANT.c.job_id == given("job"),
        JOB_GRANT.c.user_id.not_in(
            sa.select(SHARE_OPENING.c.user_id)
            .select_from(SHARE_OPENING.join(SHARE_LINK, SHARE_LINK.c.hash == SHARE_OPENING.c.hash))
            .where(SHARE_LINK.c.job_id == given("job"))
        ),
    )
)


def add_link(tx: Transaction, link: ShareLink) -> None:
    """Add a link to a job."""
    tx.run(
        _ADD_LINK,
        digest=link.digest,
        job=link.job_id,
        user=link.created_by,
        now=link.created_at,
        until=link.expires_at,
    )


def link_with(tx: Transaction, digest: str) -> ShareLink | None:
    """Return the link with *digest*, or None. It may have expired."""
    found = tx.row(_LINK, digest=digest)
    return None if found is None else ShareLink(*found)


def links_of(tx: Transaction, job_id: str) -> list[ShareLink]:
    """Return the links of a job, the newest first, including expired ones."""
    return [ShareLink(*row) for row in tx.rows(_LINKS, job=job_id)]


def viewers_by_link(tx: Transaction, job_id: str) -> dict[str, list[Person]]:
    """Return the users who opened each link of a job, by its digest, in order."""
    found: dict[str, list[Person]] = {}
    for digest, *person in tx.rows(_OPENINGS, job=job_id):
        found.setdefault(str(digest), []).append(person_of(tuple(person)))
    return found


def withdraw_link(tx: Transaction, job_id: str, digest: str) -> None:
    """Delete a link of a job, and the access of the users who opened no other one."""
    tx.run(_DELETE_LINK, digest=digest, job=job_id)
    tx.run(_END_GRANTS, job=job_id)


def withdraw_links(tx: Transaction, job_id: str) -> None:
    """Delete all links of a job, and the access of the users who opened them."""
    tx.run(_DELETE_LINKS, job=job_id)
    tx.run(_END_GRANTS, job=job_id)


def open_link(tx: Transaction, link: ShareLink, user_id: str, now: str) -> None:
    """Allow a user who opened *link* to see its job."""
    if tx.row(_OPENING, digest=link.digest, user=user_id) is None:
        tx.run(_ADD_OPENING, digest=link.digest, user=user_id, now=now)
    if tx.row(_GRANT, job=link.job_id, user=user_id) is None:
        tx.run(_ADD_GRANT, job=link.job_id, user=user_id)


def next_expiry(tx: Transaction) -> str | None:
    """Return when the next link expires that users have opened, possibly in the past; None without one."""
    found = tx.row(_NEXT_EXPIRY)
    return None if found is None or found[0] is None else str(found[0])


def end_expired(tx: Transaction, now: str) -> int:
    """End the access of the users who opened links that have expired; return the number of links."""
    expired = tx.rows(_EXPIRED, now=now)
    for digest, _ in expired:
        tx.run(_DELETE_OPENINGS, digest=digest)
    for job_id in {job for _, job in expired}:
        tx.run(_END_GRANTS, job=job_id)
    return len(expired)
