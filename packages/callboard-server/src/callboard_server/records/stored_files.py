"""Rows about bytes: which file of the store belongs to which component, and uploads under way."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import COMPONENT, JOB_COMPONENT, METADATA, METADATA_ENTRY
from callboard_server.records.statements import given
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Row, Transaction

STORED_FILE = sa.Table(
    "stored_file",
    METADATA,
    sa.Column("component_id", TEXT, primary_key=True),
    sa.Column("key", TEXT, nullable=False, unique=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("md5", TEXT, nullable=False),
    sa.Column("uploaded_by", TEXT, nullable=False),
    sa.Column("created_at", TEXT, nullable=False),
)
POSTER = sa.Table(
    "poster",
    METADATA,
    sa.Column(
        "component_id",
        TEXT,
        sa.ForeignKey(COMPONENT.c.id, name="poster_component_id_fkey", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "picture_id",
        TEXT,
        sa.ForeignKey(COMPONENT.c.id, name="poster_picture_id_fkey", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)
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
"""The part number under which the assembled file of a multipart upload is kept until the upload is completed.
"""


@frozen
class StoredFile:
    """The bytes of a component. `md5` is in hexadecimal; `name` is what the uploader called them."""

    component_id: str
    key: str
    name: str
    size: int
    md5: str
    uploaded_by: str
    created_at: str


@frozen
class Upload:
    """An upload that was announced.

    `parts` is 0 when the bytes come in one piece; `checksum` is the MD5 in base64.
    """

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
    """Bytes that arrived for one part of an upload."""

    upload_id: str
    part_number: int
    key: str
    size: int
    md5: str


@frozen
class ComponentName:
    """What a component calls its file."""

    id: str
    name: str
    file_type: str | None
    system_type: str
    size: int | None


@frozen
class AttachedFile:
    """A stored file of a job.

    `container` is the component it is a member of, when the job has the container.
    """

    file: StoredFile
    component: ComponentName
    container: str | None


_NAME_COLUMNS = (
    COMPONENT.c.id,
    COMPONENT.c.name,
    COMPONENT.c.file_type,
    COMPONENT.c.system_type,
    COMPONENT.c.size,
)
_FILE = Prepared(sa.select(STORED_FILE).where(STORED_FILE.c.component_id == given("component")))
_COMPONENT = Prepared(sa.select(*_NAME_COLUMNS).where(COMPONENT.c.id == given("component")))
_ADD_FILE = Prepared(
    sa.insert(STORED_FILE).values({column: given(column.name) for column in STORED_FILE.columns})
)
_DELETE_FILE = Prepared(sa.delete(STORED_FILE).where(STORED_FILE.c.component_id == given("component")))
_UNOWNED = Prepared(
    sa.select(STORED_FILE)
    .outerjoin(COMPONENT, COMPONENT.c.id == STORED_FILE.c.component_id)
    .where(COMPONENT.c.id.is_(None), STORED_FILE.c.created_at < given("before"))
)


def stored_file(tx: Transaction, component_id: str) -> StoredFile | None:
    """Return the bytes of a component."""
    found = tx.row(_FILE, component=component_id)
    return None if found is None else StoredFile(*found)


def component_name(tx: Transaction, component_id: str) -> ComponentName | None:
    """Return what a component calls its file; None when there is no such component."""
    found = tx.row(_COMPONENT, component=component_id)
    return None if found is None else ComponentName(*found)


def replace_stored_file(tx: Transaction, file: StoredFile) -> str | None:
    """Keep *file* for its component; return the key of the bytes that it replaces."""
    freed = delete_stored_file(tx, file.component_id)
    tx.run(
        _ADD_FILE,
        component_id=file.component_id,
        key=file.key,
        name=file.name,
        size=file.size,
        md5=file.md5,
        uploaded_by=file.uploaded_by,
        created_at=file.created_at,
    )
    return freed


def delete_stored_file(tx: Transaction, component_id: str) -> str | None:
    """Forget the bytes of a component; return their key, to be deleted from the store after the commit."""
    found = stored_file(tx, component_id)
    if found is None:
        return None
    tx.run(_DELETE_FILE, component=component_id)
    return found.key


def delete_stored_files(tx: Transaction, component_ids: Collection[str]) -> list[str]:
    """Forget the bytes of components; return their keys, to be deleted from the store after the commit."""
    keys = tx.dialect.list_parameter(sorted(component_ids))
    finding, deleting = _of_components(tx.dialect)
    found = [str(key) for (key,) in tx.rows(finding, keys=keys)]
    if found:
        tx.run(deleting, keys=keys)
    return found


@lru_cache(maxsize=2)
def _of_components(dialect: Dialect) -> tuple[Prepared, Prepared]:
    column = STORED_FILE.c.component_id
    among = dialect.among(column, "keys", column.type)
    return (
        Prepared(sa.select(STORED_FILE.c.key).where(among)),
        Prepared(sa.delete(STORED_FILE).where(among)),
    )


def unowned_files(tx: Transaction, before: str) -> list[StoredFile]:
    """Return files stored before then whose component was never created."""
    return [StoredFile(*row) for row in tx.rows(_UNOWNED, before=before)]


_POSTER = Prepared(
    sa.select(STORED_FILE)
    .select_from(POSTER.join(STORED_FILE, STORED_FILE.c.component_id == POSTER.c.picture_id))
    .where(POSTER.c.component_id == given("component"))
)
_DELETE_POSTER = Prepared(sa.delete(POSTER).where(POSTER.c.component_id == given("component")))
_ADD_POSTER = Prepared(sa.insert(POSTER).values(component_id=given("component"), picture_id=given("picture")))
_MEMBERS = Prepared(
    sa.select(*_NAME_COLUMNS, *STORED_FILE.columns)
    .select_from(COMPONENT.outerjoin(STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id))
    .where(COMPONENT.c.container_id == given("container"))
)
_METADATA = Prepared(
    sa.select(METADATA_ENTRY.c.value).where(
        METADATA_ENTRY.c.parent_id == given("owner"), METADATA_ENTRY.c.key == given("entry")
    )
)


def metadata_value(tx: Transaction, component_id: str, key: str) -> str | None:
    """Return what a component's metadata holds under *key*."""
    found = tx.row(_METADATA, owner=component_id, entry=key)
    return None if found is None else found[0]


def poster(tx: Transaction, component_id: str) -> StoredFile | None:
    """Return the picture that stands for a component which is none itself, or none that is read here."""
    found = tx.row(_POSTER, component=component_id)
    return None if found is None else StoredFile(*found)


def set_poster(tx: Transaction, component_id: str, picture_id: str) -> None:
    """Let the component *picture_id* stand for another one, as long as both exist."""
    tx.run(_DELETE_POSTER, component=component_id)
    tx.run(_ADD_POSTER, component=component_id, picture=picture_id)


def members(tx: Transaction, container_id: str) -> list[tuple[ComponentName, StoredFile | None]]:
    """Return what is in a container, each with its bytes where they are here."""
    return [
        (ComponentName(*row[:5]), None if row[5] is None else StoredFile(*row[5:12]))
        for row in tx.rows(_MEMBERS, container=container_id)
    ]


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
    """Announce *upload*."""
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
    """Return an announced upload."""
    found = tx.row(_UPLOAD, upload=upload_id)
    return None if found is None else Upload(*found)


def parts_of(tx: Transaction, upload_id: str) -> list[Part]:
    """Return what has arrived of an upload, by number; the assembled file, when there is one, is first."""
    return [Part(*row) for row in tx.rows(_PARTS, upload=upload_id)]


def replace_part(tx: Transaction, part: Part) -> list[str]:
    """Keep *part*; return the keys that it makes obsolete: its former self and the assembled file."""
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
    """Keep *part*, of which there is none yet."""
    tx.run(
        _ADD_PART,
        upload_id=part.upload_id,
        part_number=part.part_number,
        key=part.key,
        size=part.size,
        md5=part.md5,
    )


def delete_upload(tx: Transaction, upload_id: str) -> list[str]:
    """Forget an upload; return the keys of its parts, to be deleted from the store after the commit."""
    keys = [part.key for part in parts_of(tx, upload_id)]
    tx.run(_DELETE_PARTS, upload=upload_id)
    tx.run(_DELETE_UPLOAD, upload=upload_id)
    return keys


def old_uploads(tx: Transaction, before: str) -> list[str]:
    """Return the uploads that were announced before then and never completed."""
    return [row[0] for row in tx.rows(_OLD_UPLOADS, before=before)]


_CONTAINER = COMPONENT.alias("container")
_FILE_AND_NAME = (*STORED_FILE.columns, *_NAME_COLUMNS)
_OWN_FILES = (
    sa.select(*_FILE_AND_NAME, sa.null().label("container"))
    .select_from(
        JOB_COMPONENT.join(COMPONENT, COMPONENT.c.id == JOB_COMPONENT.c.component_id).join(
            STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id
        )
    )
    .where(JOB_COMPONENT.c.job_id == given("job"))
)
_MEMBER_FILES = (
    sa.select(*_FILE_AND_NAME, _CONTAINER.c.name)
    .select_from(
        JOB_COMPONENT.join(_CONTAINER, _CONTAINER.c.id == JOB_COMPONENT.c.component_id)
        .join(COMPONENT, COMPONENT.c.container_id == _CONTAINER.c.id)
        .join(STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id)
    )
    .where(JOB_COMPONENT.c.job_id == given("job"))
)
_JOB_FILES = Prepared(sa.union_all(_OWN_FILES, _MEMBER_FILES))


def files_of_job(tx: Transaction, job_id: str) -> list[AttachedFile]:
    """Return the stored files attached to a job, members of attached containers included, by name."""
    found = [_attached(row) for row in tx.rows(_JOB_FILES, job=job_id)]
    return sorted(
        found, key=lambda attached: (attached.container or "", attached.component.name, attached.component.id)
    )


def _attached(row: Row) -> AttachedFile:
    return AttachedFile(StoredFile(*row[:7]), ComponentName(*row[7:12]), row[12])
