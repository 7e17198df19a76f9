"""Dense types: custom attribute values with a row for each entity and each configuration that applies to it.

They have no tables. A query that reads one selects from the entities, the configurations and the stored
values instead. The kind of an entity, the object type of a typed context, and the project determine which
configurations apply.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from attrs import frozen

from callboard_server.model.entity import Entity
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.hierarchy import asset_ancestors
from callboard_server.storage.tables import TEXT, Tables, constant
from callboard_server.storage.transaction import Prepared, Transaction

Columns: TypeAlias = sa.FromClause
Condition: TypeAlias = sa.ColumnElement[bool]


@frozen
class DenseKind:
    """Which configurations apply to which entities.

    `owner` names the family of the entities. `project` returns the project of an entity; without it,
    configurations of a single project apply to no entity. `is_below` selects the entities that inherit from
    those above them.
    """

    owner: str
    applies: Callable[[Columns, Columns], Condition]
    project: Callable[[Columns], sa.ColumnElement[Any]] | None = None
    is_below: Callable[[Columns], Condition] | None = None


def in_its_project(entity: Columns, configuration: Columns) -> Condition:
    return sa.or_(configuration.c.project_id.is_(None), configuration.c.project_id == entity.c.project_id)


def applies_to_context(entity: Columns, configuration: Columns) -> Condition:
    is_project = entity.c.context_type == constant("show")
    of_projects = sa.and_(configuration.c.entity_type == constant("show"), is_project)
    of_type = sa.and_(
        configuration.c.entity_type == constant("task"),
        configuration.c.object_type_id == entity.c.object_type_id,
    )
    return sa.and_(
        sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_projects, of_type),
        in_its_project(entity, configuration),
    )


def applies_to_version(entity: Columns, configuration: Columns) -> Condition:
    of_versions = configuration.c.entity_type == constant("assetversion")
    return sa.and_(
        sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_versions),
        in_its_project(entity, configuration),
    )


def applies_to_asset(entity: Columns, configuration: Columns) -> Condition:
    of_assets = configuration.c.entity_type == constant("asset")
    everywhere = sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_assets)
    return sa.and_(everywhere, in_its_project(entity, configuration))


def applies_to_list(entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(configuration.c.entity_type == constant("list"), in_its_project(entity, configuration))


def applies_to_list_object(_entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(
        configuration.c.entity_type == constant("listobject"), configuration.c.project_id.is_(None)
    )


def applies_to_user(entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(
        configuration.c.entity_type == constant("user"), entity.c.resource_type == constant("user")
    )


DENSE_KINDS: Mapping[str, DenseKind] = {
    "ContextCustomAttributeValue": DenseKind(
        "Context",
        applies_to_context,
        project=lambda entity: entity.c.project_id,
        is_below=lambda entity: entity.c.context_type != constant("show"),
    ),
    "AssetVersionCustomAttributeValue": DenseKind(
        "AssetVersion",
        applies_to_version,
        project=lambda entity: entity.c.project_id,
        is_below=lambda _entity: sa.true(),
    ),
    "AssetCustomAttributeValue": DenseKind(
        "Asset",
        applies_to_asset,
        project=lambda entity: entity.c.project_id,
        is_below=lambda _entity: sa.true(),
    ),
    "ListCustomAttributeValue": DenseKind(
        "List", applies_to_list, project=lambda entity: entity.c.project_id
    ),
    "ListObjectCustomAttributeValue": DenseKind("ListObject", applies_to_list_object),
    "UserCustomAttributeValue": DenseKind("Resource", applies_to_user),
}


PAIRS: Mapping[str, Callable[[Tables], sa.Select[Any] | sa.CompoundSelect[Any]]] = {
    "AssetAncestor": asset_ancestors
}
"""The queries of dense types that link entities of two types."""


@lru_cache(maxsize=64)
def rows_of(tables: Tables, root: Entity) -> sa.FromClause | sa.Select[Any] | sa.CompoundSelect[Any]:
    """Return the table of the family of *root*, or for a dense type the query of its rows."""
    if root.name in PAIRS:
        return PAIRS[root.name](tables)
    return dense_rows(tables, root) if root.dense else tables.by_root[root.name]


def dense_rows(tables: Tables, root: Entity) -> sa.Select[Any]:
    """Return the rows of the dense type *root*: one for each entity and each configuration that applies.

    The value is the stored one, or else the default of the configuration. A hierarchical attribute has its
    default only at the project. Below the project, an entity without a stored value inherits one from above,
    which clients look up themselves.
    """
    kind = DENSE_KINDS[root.name]
    entity, configuration, value = _sources(tables, kind)
    inherits = (
        sa.and_(configuration.c.is_hierarchical.is_(sa.true()), kind.is_below(entity))
        if kind.is_below
        else None
    )

    def or_default(stored: str, default: str) -> sa.ColumnElement[Any]:
        fallback: sa.ColumnElement[Any] = configuration.c[default]
        if inherits is not None:
            fallback = sa.case((inherits, sa.null()), else_=fallback)
        return sa.case((value.c.entity_id.is_not(None), value.c[stored]), else_=fallback).label(stored)

    own = sa.and_(value.c.configuration_id == configuration.c.id, value.c.entity_id == entity.c.id)
    return sa.select(
        configuration.c.id.label("configuration_id"),
        entity.c.id.label("entity_id"),
        configuration.c.key.label("key"),
        or_default("value", "default"),
        or_default("_value_text", "_default_text"),
        or_default("_value_number", "_default_number"),
    ).select_from(
        entity.join(configuration, _applies(tables, kind, entity, configuration)).outerjoin(value, own)
    )


def _sources(tables: Tables, kind: DenseKind) -> tuple[Columns, Columns, Columns]:
    """Return the tables of entities, configurations and stored values, from which dense rows are selected."""
    names = {
        "entity": kind.owner,
        "configuration": "CustomConfigurationBase",
        "value": "CustomAttributeValue",
    }
    entity, configuration, value = (tables.by_root[root].alias(name) for name, root in names.items())
    return entity, configuration, value


def _applies(tables: Tables, kind: DenseKind, entity: Columns, configuration: Columns) -> Condition:
    """Return the condition that a configuration applies to an entity.

    A configuration of the entity's project hides a global one with the same key.
    """
    conditions = [configuration.c._kind == constant("attribute"), kind.applies(entity, configuration)]
    if kind.project:
        special = tables.by_root["CustomConfigurationBase"].alias("special")
        hides: sa.Select[Any] = sa.select(sa.literal_column("1")).where(
            configuration.c.project_id.is_(None),
            special.c._kind == constant("attribute"),
            special.c.key == configuration.c.key,
            special.c.project_id == kind.project(entity),
            kind.applies(entity, special),
        )
        conditions.append(sa.not_(hides.exists()))
    return sa.and_(*conditions)


def keep_default(tx: Transaction, tables: Tables, configuration_ids: Collection[str], owner: str) -> None:
    """Store the current default of each attribute for every entity of the table *owner* without a value."""
    kind = next(kind for kind in DENSE_KINDS.values() if kind.owner == owner)
    tx.run(
        _keeping(tables, kind, tx.dialect),
        configurations=tx.dialect.list_parameter(sorted(configuration_ids)),
    )


@lru_cache(maxsize=64)
def _keeping(tables: Tables, kind: DenseKind, dialect: Dialect) -> Prepared:
    entity, configuration, value = _sources(tables, kind)
    stored: sa.Select[Any] = sa.select(sa.literal_column("1")).where(
        value.c.configuration_id == configuration.c.id, value.c.entity_id == entity.c.id
    )
    defaults = [configuration.c[name] for name in ("default", "_default_text", "_default_number")]
    found = (
        sa.select(configuration.c.id, entity.c.id, *defaults)
        .select_from(entity.join(configuration, _applies(tables, kind, entity, configuration)))
        .where(dialect.among(configuration.c.id, "configurations", TEXT), sa.not_(stored.exists()))
    )
    columns = ["configuration_id", "entity_id", "value", "_value_text", "_value_number"]
    return Prepared(sa.insert(tables.by_root["CustomAttributeValue"]).from_select(columns, found))
