"""The hierarchy of contexts as pairs of each context and each of its ancestors.

A query about the hierarchy is a single index look-up. A transaction that creates or moves contexts also
updates the pairs, with a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Prepared, Transaction

DEEPEST = 100


def inside_of(tx: Transaction, tables: Tables, identifiers: Collection[str]) -> set[str]:
    """Return every context inside one of *identifiers*, according to the stored pairs."""
    pairs = tables.by_root["ContextAncestor"]
    statement = (
        sa.select(pairs.c.context_id)
        .distinct()
        .where(tx.dialect.among(pairs.c.ancestor_id, "keys", pairs.c.ancestor_id.type))
    )
    return {
        identifier
        for (identifier,) in tx.rows(Prepared(statement), keys=tx.dialect.list_parameter(sorted(identifiers)))
    }


def add_pairs(tx: Transaction, tables: Tables, identifiers: Collection[str]) -> None:
    """Write the pairs of new contexts. The contexts are already stored."""
    if identifiers:
        tx.run(
            Prepared(_pairs_above(tables, tx.dialect)), keys=tx.dialect.list_parameter(sorted(identifiers))
        )


def delete_pairs(tx: Transaction, tables: Tables, identifiers: Collection[str]) -> None:
    """Delete the pairs of contexts with their ancestors."""
    if identifiers:
        pairs = tables.by_root["ContextAncestor"]
        where = tx.dialect.among(pairs.c.context_id, "keys", pairs.c.context_id.type)
        tx.run(Prepared(sa.delete(pairs).where(where)), keys=tx.dialect.list_parameter(sorted(identifiers)))


def rebuild_pairs(tx: Transaction, tables: Tables, identifiers: Collection[str]) -> None:
    """Rewrite the pairs of contexts that have a new parent, and of everything inside them."""
    if identifiers:
        branch = inside_of(tx, tables, identifiers) | set(identifiers)
        delete_pairs(tx, tables, branch)
        add_pairs(tx, tables, branch)


def asset_ancestors(tables: Tables) -> sa.CompoundSelect[Any]:
    """Return the pairs of each asset with its context and with every ancestor of the context."""
    asset, pairs = tables.by_root["Asset"], tables.by_root["ContextAncestor"]
    above = sa.select(asset.c.id.label("asset_id"), pairs.c.ancestor_id).select_from(
        asset.join(pairs, pairs.c.context_id == asset.c.context_id)
    )
    return above.union_all(sa.select(asset.c.id, asset.c.context_id))


def _pairs_above(tables: Tables, dialect: Dialect) -> sa.Insert:
    context, pairs = tables.by_root["Context"], tables.by_root["ContextAncestor"]
    above = (
        sa.select(
            context.c.id.label("context_id"),
            context.c.parent_id.label("ancestor_id"),
            sa.literal_column("1").label("depth"),
        )
        .where(dialect.among(context.c.id, "keys", context.c.id.type), context.c.parent_id.is_not(None))
        .cte("above", recursive=True)
    )
    is_next = sa.and_(context.c.id == above.c.ancestor_id, above.c.depth < sa.literal_column(str(DEEPEST)))
    further = (
        sa.select(above.c.context_id, context.c.parent_id, above.c.depth + sa.literal_column("1"))
        .select_from(context.join(above, is_next))
        .where(context.c.parent_id.is_not(None))
    )
    chain = above.union_all(further)
    return sa.insert(pairs).from_select(
        ["context_id", "ancestor_id"], sa.select(chain.c.context_id, chain.c.ancestor_id)
    )
