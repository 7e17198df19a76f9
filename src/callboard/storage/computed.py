"""Derived values: how each computed attribute is made from its columns.

A plain one is made from the columns of its own row. A gathered one needs more rows, and is made for all rows of an answer at once with
one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

import sqlalchemy as sa

from callboard.storage.tables import Tables
from callboard.storage.transaction import Prepared, Transaction
from callboard.wire.builtin import SERVER_LOCATION_ID


class Surroundings(Protocol):
    """What derived values need from outside the database."""

    def component_url(self, component_id: str) -> str:
        """Return an absolute, short-lived address that needs no other credentials."""

    def thumbnail_url(self, component_id: str) -> str:
        """Return the same for the thumbnail of a component."""


HIGHEST_CHAIN = 100
"""Where a chain of groups ends, should two writers at once have closed it to a circle."""

Plain = Callable[..., Any]
Gathered = Callable[[Transaction, Tables, Collection[Any]], Mapping[Any, Any]]


def job_component_url(around: Surroundings, component_id: str) -> Any:
    return {"url": around.component_url(component_id)}


def component_location_url(around: Surroundings, component_id: str | None, location_id: str | None) -> Any:
    """Only the server's own location is served; the others are reached by the clients' accessors."""
    if component_id is None or location_id != SERVER_LOCATION_ID:
        return None
    return {"url": around.component_url(component_id)}


def thumbnail_url(around: Surroundings, thumbnail_id: str | None) -> Any:
    return None if thumbnail_id is None else {"url": around.thumbnail_url(thumbnail_id)}


def group_links(tx: Transaction, tables: Tables, identifiers: Collection[Any]) -> Mapping[Any, Any]:
    """Return the chain of groups from the outermost to each of *identifiers*."""
    table = tables.by_root["Resource"]
    chain = (
        sa.select(table.c.id.label("start"), table.c.id, table.c.name, table.c.parent_id, sa.literal_column("0").label("depth"))
        .where(tx.dialect.among(table.c.id, "keys", table.c.id.type))
        .cte("chain", recursive=True)
    )
    is_above = sa.and_(table.c.id == chain.c.parent_id, chain.c.depth < sa.literal_column(str(HIGHEST_CHAIN)))
    above = sa.select(chain.c.start, table.c.id, table.c.name, table.c.parent_id, chain.c.depth + sa.literal_column("1")).select_from(
        table.join(chain, is_above)
    )
    rows = Prepared(sa.select(sa.text("start, id, name")).select_from(chain.union_all(above)).order_by(sa.text("depth DESC")))
    links: dict[Any, list[dict[str, Any]]] = {identifier: [] for identifier in identifiers}
    for start, identifier, name in tx.rows(rows, keys=tx.dialect.list_parameter(identifiers)):
        links[start].append({"type": "Group", "id": identifier, "name": name})
    return links


PLAIN: Mapping[tuple[str, str], Plain] = {
    ("JobComponent", "url"): job_component_url,
    ("ComponentLocation", "url"): component_location_url,
    ("User", "thumbnail_url"): thumbnail_url,
}
GATHERED: Mapping[tuple[str, str], Gathered] = {("Group", "link"): group_links}
