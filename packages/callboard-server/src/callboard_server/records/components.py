"""Statements about components, which are entities, to serve and encode their files."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import COMPONENT, METADATA_ENTRY
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class ComponentName:
    """The names, the type and the size of a component's file."""

    id: str
    name: str
    file_type: str | None
    system_type: str
    size: int | None


NAME_COLUMNS = (
    COMPONENT.c.id,
    COMPONENT.c.name,
    COMPONENT.c.file_type,
    COMPONENT.c.system_type,
    COMPONENT.c.size,
)
"""The columns of a `ComponentName`."""

_COMPONENT = Prepared(sa.select(*NAME_COLUMNS).where(COMPONENT.c.id == given("component")))
_METADATA = Prepared(
    sa.select(METADATA_ENTRY.c.value).where(
        METADATA_ENTRY.c.parent_id == given("owner"), METADATA_ENTRY.c.key == given("entry")
    )
)


def component_name(tx: Transaction, component_id: str) -> ComponentName | None:
    """Return the name of a component's file; None if there is no such component."""
    found = tx.row(_COMPONENT, component=component_id)
    return None if found is None else ComponentName(*found)


def metadata_value(tx: Transaction, component_id: str, key: str) -> str | None:
    """Return the value of *key* in the metadata of a component."""
    found = tx.row(_METADATA, owner=component_id, entry=key)
    return None if found is None else found[0]
