"""Statements about components, which are entities: what serving and encoding their files needs."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen

from callboard_server.records.schema import COMPONENT, METADATA_ENTRY
from callboard_server.records.statements import given
from callboard_server.storage.transaction import Prepared, Transaction


@frozen
class ComponentName:
    """What a component calls its file."""

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
    """Return what a component calls its file; None when there is no such component."""
    found = tx.row(_COMPONENT, component=component_id)
    return None if found is None else ComponentName(*found)


def metadata_value(tx: Transaction, component_id: str, key: str) -> str | None:
    """Return what a component's metadata holds under *key*."""
    found = tx.row(_METADATA, owner=component_id, entry=key)
    return None if found is None else found[0]
