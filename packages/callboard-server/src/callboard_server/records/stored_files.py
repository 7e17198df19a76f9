"""Stored files: where the store keeps the bytes of each component.

A row is added when an upload is completed, or when the server creates a file itself. It is deleted when the
component is deleted or emptied. The bytes are deleted after the commit.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.components import NAME_COLUMNS, ComponentName
from callboard_server.records.schema import COMPONENT, JOB_COMPONENT, METADATA
from callboard_server.records.statements import given
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

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


@frozen
class StoredFile:
    """The stored file of a component. `md5` is hexadecimal; `name` is the name of the uploaded file."""

    component_id: str
    key: str
    name: str
    size: int
    md5: str
    uploaded_by: str
    created_at: str


@frozen
class AttachedFile:
    """A stored file of a job. `container` is the name of the attached component that it is a member of."""

    job_id: str
    file: StoredFile
    component: ComponentName
    container: str | None


_FILE = Prepared(sa.select(STORED_FILE).where(STORED_FILE.c.component_id == given("component")))
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
    """Return the stored file of a component, or None."""
    found = tx.row(_FILE, component=component_id)
    return None if found is None else StoredFile(*found)


def replace_stored_file(tx: Transaction, file: StoredFile) -> str | None:
    """Set the stored file of its component to *file*; return the key of the bytes that it replaces."""
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
    """Delete the row of a component; return the key of its bytes, to be deleted after the commit."""
    found = stored_file(tx, component_id)
    if found is None:
        return None
    tx.run(_DELETE_FILE, component=component_id)
    return found.key


def delete_stored_files(tx: Transaction, component_ids: Collection[str]) -> list[str]:
    """Delete the rows of components; return the keys of their bytes, to be deleted after the commit."""
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
    """Return files that were stored before *before* and whose component does not exist."""
    return [StoredFile(*row) for row in tx.rows(_UNOWNED, before=before)]


_MEMBERS = Prepared(
    sa.select(*NAME_COLUMNS, *STORED_FILE.columns)
    .select_from(COMPONENT.outerjoin(STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id))
    .where(COMPONENT.c.container_id == given("container"))
)


def members(tx: Transaction, container_id: str) -> list[tuple[ComponentName, StoredFile | None]]:
    """Return the members of a container, each with its stored file if it has one."""
    return [
        (ComponentName(*row[:5]), None if row[5] is None else StoredFile(*row[5:12]))
        for row in tx.rows(_MEMBERS, container=container_id)
    ]


_CONTAINER = COMPONENT.alias("container")
_FILE_AND_NAME = (JOB_COMPONENT.c.job_id, *STORED_FILE.columns, *NAME_COLUMNS)
_CHECKSUMS = Prepared(
    sa.select(STORED_FILE.c.component_id, STORED_FILE.c.md5)
    .select_from(JOB_COMPONENT.join(STORED_FILE, STORED_FILE.c.component_id == JOB_COMPONENT.c.component_id))
    .where(JOB_COMPONENT.c.job_id == given("job"))
)


def files_of_jobs(tx: Transaction, job_ids: Collection[str]) -> list[AttachedFile]:
    """Return the stored files attached to jobs, including members of attached containers, by name."""
    keys = tx.dialect.list_parameter(sorted(job_ids))
    found = [
        AttachedFile(row[0], StoredFile(*row[1:8]), ComponentName(*row[8:13]), row[13])
        for row in tx.rows(_job_files(tx.dialect), keys=keys)
    ]
    return sorted(
        found, key=lambda attached: (attached.container or "", attached.component.name, attached.component.id)
    )


def checksums_of_job(tx: Transaction, job_id: str) -> dict[str, str]:
    """Return the MD5 of each stored file attached to a job, by component."""
    return {str(component): str(md5) for component, md5 in tx.rows(_CHECKSUMS, job=job_id)}


@lru_cache(maxsize=2)
def _job_files(dialect: Dialect) -> Prepared:
    column = JOB_COMPONENT.c.job_id
    own = sa.select(*_FILE_AND_NAME, sa.null().label("container")).select_from(
        JOB_COMPONENT.join(COMPONENT, COMPONENT.c.id == JOB_COMPONENT.c.component_id).join(
            STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id
        )
    )
    of_members = sa.select(*_FILE_AND_NAME, _CONTAINER.c.name).select_from(
        JOB_COMPONENT.join(_CONTAINER, _CONTAINER.c.id == JOB_COMPONENT.c.component_id)
        .join(COMPONENT, COMPONENT.c.container_id == _CONTAINER.c.id)
        .join(STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id)
    )
    among = dialect.among(column, "keys", column.type)
    return Prepared(sa.union_all(own.where(among), of_members.where(among)))
