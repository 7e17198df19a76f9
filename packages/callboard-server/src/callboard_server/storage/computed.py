"""Derived values: how each computed attribute is computed from columns.

A plain value needs only the columns of its own row. A gathered value needs more rows, and is computed for all
rows of an answer with one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

import sqlalchemy as sa

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Prepared, Transaction


class FileLinks(Protocol):
    """Builds the URLs of files in answers: absolute, short-lived, and valid without other credentials."""

    def component_url(self, component_id: str) -> str:
        """Return the download URL of a component."""

    def thumbnail_url(self, component_id: str) -> str:
        """Return the URL of the thumbnail of a component."""

    def placeholder_url(self) -> str:
        """Return the URL of the picture of what has no thumbnail."""


class NoFileLinks:
    """Placeholder for answers that contain no URLs."""

    def component_url(self, component_id: str) -> str:
        raise AssertionError(component_id)

    thumbnail_url = component_url

    def placeholder_url(self) -> str:
        raise AssertionError


NO_LINKS = NoFileLinks()


LONGEST_CHAIN = 100
"""The longest chain that is followed, because two concurrent writers could have made it a cycle."""

Plain = Callable[..., Any]
Gathered = Callable[[Transaction, Tables, Collection[Any]], Mapping[Any, Any]]


def url_object(url: str) -> dict[str, str]:
    """Return *url* as answers contain it. Tools read it from one key or the other, depending on their age."""
    return {"value": url, "url": url}


def component_url(links: FileLinks, component_id: str) -> Any:
    return url_object(links.component_url(component_id))


def component_location_url(links: FileLinks, component_id: str | None, location_id: str | None) -> Any:
    """Return the URL of a component in the server's own location.

    Clients reach other locations with their own accessors.
    """
    if component_id is None or location_id != SERVER_LOCATION_ID:
        return None
    return url_object(links.component_url(component_id))


def thumbnail_url(links: FileLinks, thumbnail_id: str | None) -> Any:
    """Return the URL of a thumbnail, or of the placeholder: tools request it without checking for null."""
    return url_object(links.placeholder_url() if thumbnail_id is None else links.thumbnail_url(thumbnail_id))


def group_links(tx: Transaction, tables: Tables, identifiers: Collection[Any]) -> Mapping[Any, Any]:
    """Return the chain of groups from the outermost to each of *identifiers*."""
    return {
        start: [item for _, item in chain]
        for start, chain in _chains(tx, tables, "Resource", identifiers).items()
    }


def context_links(tx: Transaction, tables: Tables, identifiers: Collection[Any]) -> Mapping[Any, Any]:
    """Return the path from the project, by its full name, down to each of *identifiers*."""
    return {
        start: [item for _, item in chain]
        for start, chain in _chains(tx, tables, "Context", identifiers).items()
    }


def version_links(tx: Transaction, tables: Tables, identifiers: Collection[Any]) -> Mapping[Any, Any]:
    """Return the path from the project down to the context of the asset, followed by the version itself."""
    version, asset = tables.by_root["AssetVersion"], tables.by_root["Asset"]
    chosen = sa.select(version.c.id, version.c.version, asset.c.name, asset.c.context_id).select_from(
        version.join(asset, asset.c.id == version.c.asset_id)
    )
    rows = tx.rows(
        Prepared(chosen.where(tx.dialect.among(version.c.id, "keys", version.c.id.type))),
        keys=tx.dialect.list_parameter(identifiers),
    )
    above = _chains(tx, tables, "Context", {context for *_, context in rows if context})
    return {
        identifier: [
            *(item for _, item in above.get(context, ())),
            {
                "type": "AssetVersion",
                "id": identifier,
                "name": f"{name} v{number}" if number is not None else name,
            },
        ]
        for identifier, number, name, context in rows
    }


def _chains(
    tx: Transaction, tables: Tables, root: str, identifiers: Collection[Any]
) -> dict[Any, list[tuple[str, dict[str, Any]]]]:
    """Return the ancestors of each of *identifiers*, from the outermost to itself, with one statement."""
    if not identifiers:
        return {}
    table, model = tables.by_root[root], tables.model
    top = model.entity(root)
    kind = table.c[model.discriminator(top) or "id"]
    name = sa.func.coalesce(table.c.full_name, table.c.name) if root == "Context" else table.c.name
    depth: sa.Label[Any] = sa.literal_column("0").label("depth")
    columns = (table.c.id, name.label("name"), kind.label("kind"), table.c.parent_id)
    chain = (
        sa.select(table.c.id.label("start"), *columns, depth)
        .where(tx.dialect.among(table.c.id, "keys", table.c.id.type))
        .cte("chain", recursive=True)
    )
    is_above = sa.and_(table.c.id == chain.c.parent_id, chain.c.depth < sa.literal_column(str(LONGEST_CHAIN)))
    above = sa.select(chain.c.start, *columns, chain.c.depth + sa.literal_column("1")).select_from(
        table.join(chain, is_above)
    )
    rows = Prepared(
        sa.select(sa.text("start, id, name, kind"))
        .select_from(chain.union_all(above))
        .order_by(sa.text("depth DESC"))
    )
    links: dict[Any, list[tuple[str, dict[str, Any]]]] = {identifier: [] for identifier in identifiers}
    for start, identifier, label, value in tx.rows(rows, keys=tx.dialect.list_parameter(identifiers)):
        entity = model.concrete_by_value(top, value)
        links[start].append((value, {"type": entity.name, "id": identifier, "name": label}))
    return links


PLAIN: Mapping[str, Plain] = {
    "url": component_url,
    "url_here": component_location_url,
    "thumbnail_url": thumbnail_url,
}
GATHERED: Mapping[str, Gathered] = {
    "group_link": group_links,
    "context_link": context_links,
    "version_link": version_links,
}
"""The functions that computed attributes name."""
