"""Uploads in progress, and the parts that have arrived.

A row is added when an upload is announced, and one for each part that arrives. They are deleted when the
upload is completed, or when it is too old.
"""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import METADATA
from callboard_server.records.statements import given
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

UPLOAD = sa.Table(
    "upload",
    METADATA,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("component_id", TEXT, nullable=False, index=True),
    sa.Column("user_id", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("size", sa.BigInteger()),
    sa.Column("checksum", TEXT),
    sa.Column("parts", sa.BigInteger(), nullable=False),
    sa.Column("created_at", TEXT, nullable=False),
)
UPLOAD_PART = sa.Table(
    "upload_part",
    METADATA,
    sa.Column(
        "upload_id",
        TEXT,
        sa.ForeignKey(UPLOAD.c.id, name="fk_upload_part_upload_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("part_number", sa.BigInteger(), primary_key=True),
    sa.Column("key", TEXT, nullable=False),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("md5", TEXT, nullable=False),
)


ASSEMBLED = 0
"""The part number of the assembled file of a multipart upload, kept until the upload is completed."""


@frozen
class Upload:
    """An announced upload. `parts` is 0 for a single-part upload; `checksum` is the MD5 in base64."""

    id: str
    component_id: str
    user_id: str
    name: str
    size: int | None
    checksum: str | None
    parts: int
    created_at: str


@frozen
class Part:
    """The bytes of one part of an upload."""

    upload_id: str
    part_number: int
    key: str
    size: int
    md5: str


_ADD_UPLOAD = Prepared(sa.insert(UPLOAD).values({column: given(column.name) for column in UPLOAD.columns}))
_UPLOAD = Prepared(sa.select(UPLOAD).where(UPLOAD.c.id == given("upload")))
_DELETE_UPLOAD = Prepared(sa.delete(UPLOAD).where(UPLOAD.c.id == given("upload")))
_OLD_UPLOADS = Prepared(sa.select(UPLOAD.c.id).where(UPLOAD.c.created_at < given("before")))
_PARTS = Prepared(
    sa.select(UPLOAD_PART)
    .where(UPLOAD_PART.c.upload_id == given("upload"))
    .order_by(UPLOAD_PART.c.part_number)
)
_ADD_PART = Prepared(
    sa.insert(UPLOAD_PART).values({column: given(column.name) for column in UPLOAD_PART.columns})
)
_DELETE_PART = Prepared(
    sa.delete(UPLOAD_PART).where(
        UPLOAD_PART.c.upload_id == given("upload"), UPLOAD_PART.c.part_number == given("number")
    )
)
_DELETE_PARTS = Prepared(sa.delete(UPLOAD_PART).where(UPLOAD_PART.c.upload_id == given("upload")))


def add_upload(tx: Transaction, upload: Upload) -> None:
    """Add an announced *upload*."""
    tx.run(
        _ADD_UPLOAD,
        id=upload.id,
        component_id=upload.component_id,
        user_id=upload.user_id,
        name=upload.name,
        size=upload.size,
        checksum=upload.checksum,
        parts=upload.parts,
        created_at=upload.created_at,
    )


def upload(tx: Transaction, upload_id: str) -> Upload | None:
    """Return an announced upload, or None."""
    found = tx.row(_UPLOAD, upload=upload_id)
    return None if found is None else Upload(*found)


def parts_of(tx: Transaction, upload_id: str) -> list[Part]:
    """Return the parts that have arrived, by number. The assembled file, if there is one, comes first."""
    return [Part(*row) for row in tx.rows(_PARTS, upload=upload_id)]


def replace_part(tx: Transaction, part: Part) -> list[str]:
    """Add or replace *part*; return the keys of its previous bytes and of the assembled file, if any."""
    obsolete = [
        known.key
        for known in parts_of(tx, part.upload_id)
        if known.part_number in (ASSEMBLED, part.part_number)
    ]
    for number in {ASSEMBLED, part.part_number}:
        tx.run(_DELETE_PART, upload=part.upload_id, number=number)
    add_part(tx, part)
    return obsolete


def add_part(tx: Transaction, part: Part) -> None:
    """Add *part*, which must be new."""
    tx.run(
        _ADD_PART,
        upload_id=part.upload_id,
        part_number=part.part_number,
        key=part.key,
        size=part.size,
        md5=part.md5,
    )


def delete_upload(tx: Transaction, upload_id: str) -> list[str]:
    """Delete an upload; return the keys of its parts, to be deleted from the store after the commit."""
    keys = [part.key for part in parts_of(tx, upload_id)]
    tx.run(_DELETE_PARTS, upload=upload_id)
    tx.run(_DELETE_UPLOAD, upload=upload_id)
    return keys


def old_uploads(tx: Transaction, before: str) -> list[str]:
    """Return the uploads that were announced before *before* and never completed."""
    return [row[0] for row in tx.rows(_OLD_UPLOADS, before=before)]
