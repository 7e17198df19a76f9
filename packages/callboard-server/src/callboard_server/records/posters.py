"""Posters: pictures that represent components that are not pictures, such as the first frame of a movie.

The worker that creates a picture adds a row. It is deleted with either of the two components.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.schema import COMPONENT, METADATA
from callboard_server.records.statements import given
from callboard_server.records.stored_files import STORED_FILE, StoredFile
from callboard_server.storage.tables import TEXT
from callboard_server.storage.transaction import Prepared, Transaction

MOVIE_TYPE = ".mp4"
"""The file type of encoded movies."""

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


_POSTER = Prepared(
    sa.select(STORED_FILE)
    .select_from(POSTER.join(STORED_FILE, STORED_FILE.c.component_id == POSTER.c.picture_id))
    .where(POSTER.c.component_id == given("component"))
)
_SOURCE = POSTER.alias("source")
_MOVIE = Prepared(
    sa.select(STORED_FILE)
    .select_from(
        _SOURCE.join(POSTER, POSTER.c.picture_id == _SOURCE.c.picture_id)
        .join(COMPONENT, COMPONENT.c.id == POSTER.c.component_id)
        .join(STORED_FILE, STORED_FILE.c.component_id == COMPONENT.c.id)
    )
    .where(
        _SOURCE.c.component_id == given("component"),
        POSTER.c.component_id != given("component"),
        COMPONENT.c.file_type == MOVIE_TYPE,
    )
    .order_by(STORED_FILE.c.created_at.desc())
    .limit(1)
)
_DELETE_POSTER = Prepared(sa.delete(POSTER).where(POSTER.c.component_id == given("component")))
_ADD_POSTER = Prepared(sa.insert(POSTER).values(component_id=given("component"), picture_id=given("picture")))


def poster(tx: Transaction, component_id: str) -> StoredFile | None:
    """Return the poster of a component; None if it has none."""
    found = tx.row(_POSTER, component=component_id)
    return None if found is None else StoredFile(*found)


def poster_movie(tx: Transaction, component_id: str) -> StoredFile | None:
    """Return the movie with the poster of a component, because one encode made both; None without one."""
    found = tx.row(_MOVIE, component=component_id)
    return None if found is None else StoredFile(*found)


def set_poster(tx: Transaction, component_id: str, picture_id: str) -> None:
    """Set the component *picture_id* as the poster of another component."""
    tx.run(_DELETE_POSTER, component=component_id)
    tx.run(_ADD_POSTER, component=component_id, picture=picture_id)
