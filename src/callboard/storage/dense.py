"""Dense types: custom attribute values as clients read them, a row for each entity and each configuration that applies to it.

They are no tables. Where a query reads one, its rows are a question to the entities, the configurations and what is stored of values.
Which configurations apply follows the reference: the kind of entity, for typed contexts the object type, and the project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from attrs import frozen

from callboard.model.entity import Entity
from callboard.storage.tables import Tables, constant, fold

Columns: TypeAlias = sa.FromClause
Condition: TypeAlias = sa.ColumnElement[bool]


@frozen
class DenseKind:
    """Which configurations apply to which entities (`server-behaviour`: the kind, and for typed contexts the object type).

    `owner` names the family of the entities. `project` finds the project of an entity, without which configurations of one project
    apply to none. `is_below` tells entities that inherit from those above them.
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
    of_type = sa.and_(configuration.c.entity_type == constant("task"), configuration.c.object_type_id == entity.c.object_type_id)
    return sa.and_(sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_projects, of_type), in_its_project(entity, configuration))


def applies_to_version(entity: Columns, configuration: Columns) -> Condition:
    of_versions = configuration.c.entity_type == constant("assetversion")
    return sa.and_(sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_versions), in_its_version_project(entity, configuration))


def in_its_version_project(entity: Columns, configuration: Columns) -> Condition:
    return sa.or_(configuration.c.project_id.is_(None), configuration.c.project_id == entity.c._project_id)


def applies_to_asset(entity: Columns, configuration: Columns) -> Condition:
    of_assets = configuration.c.entity_type == constant("asset")
    everywhere = sa.or_(configuration.c.is_hierarchical.is_(sa.true()), of_assets)
    return sa.and_(everywhere, sa.or_(configuration.c.project_id.is_(None), configuration.c.project_id == entity.c._project_id))


def applies_to_list(entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(configuration.c.entity_type == constant("list"), in_its_project(entity, configuration))


def applies_to_list_object(_entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(configuration.c.entity_type == constant("listobject"), configuration.c.project_id.is_(None))


def applies_to_user(entity: Columns, configuration: Columns) -> Condition:
    return sa.and_(configuration.c.entity_type == constant("user"), entity.c.resource_type == constant("user"))


DENSE_KINDS: Mapping[str, DenseKind] = {
    "ContextCustomAttributeValue": DenseKind(
        "Context",
        applies_to_context,
        project=lambda entity: entity.c.project_id,
        is_below=lambda entity: entity.c.context_type != constant("show"),
    ),
    "AssetVersionCustomAttributeValue": DenseKind(
        "AssetVersion", applies_to_version, project=lambda entity: entity.c._project_id, is_below=lambda _entity: sa.true()
    ),
    "AssetCustomAttributeValue": DenseKind(
        "Asset", applies_to_asset, project=lambda entity: entity.c._project_id, is_below=lambda _entity: sa.true()
    ),
    "ListCustomAttributeValue": DenseKind("List", applies_to_list, project=lambda entity: entity.c.project_id),
    "ListObjectCustomAttributeValue": DenseKind("ListObject", applies_to_list_object),
    "UserCustomAttributeValue": DenseKind("Resource", applies_to_user),
}


@lru_cache(maxsize=64)
def rows_of(tables: Tables, root: Entity) -> sa.FromClause | sa.Select[Any]:
    """Return where the rows of the family of *root* are: a table, or for a dense type a question to others."""
    return dense_rows(tables, root) if root.dense else tables.by_root[root.name]


def dense_rows(tables: Tables, root: Entity) -> sa.Select[Any]:
    """Return the rows of the dense type *root*: one for each entity and each configuration that applies to it.

    The value is what is stored, or else the default of the configuration. An attribute that is inherited along the hierarchy has its
    default at the project alone: below, no own value means that one further up counts, which clients look for themselves.
    """
    configuration = tables.by_root["CustomConfigurationBase"].alias("configuration")
    value = tables.by_root["CustomAttributeValue"].alias("value")
    kind = DENSE_KINDS[root.name]
    entity = tables.by_root[kind.owner].alias("entity")
    inherits = sa.and_(configuration.c.is_hierarchical.is_(sa.true()), kind.is_below(entity)) if kind.is_below else None
    own = sa.and_(value.c.configuration_id == configuration.c.id, value.c.entity_id == entity.c.id)

    def or_default(stored: str, default: str) -> sa.ColumnElement[Any]:
        fallback: sa.ColumnElement[Any] = configuration.c[default]
        if inherits is not None:
            fallback = sa.case((inherits, sa.null()), else_=fallback)
        return sa.case((value.c.entity_id.is_not(None), value.c[stored]), else_=fallback).label(stored)

    applies = kind.applies(entity, configuration)
    hidden = tables.by_root["CustomConfigurationBase"].alias("special")
    is_hidden = (
        sa.select(sa.literal_column("1"))
        .where(
            configuration.c.project_id.is_(None),
            hidden.c._kind == constant("attribute"),
            fold(hidden.c.key) == fold(configuration.c.key),
            hidden.c.project_id == kind.project(entity),
            sa.or_(hidden.c.is_hierarchical.is_(sa.true()), kind.applies(entity, hidden)),
        )
        .exists()
        if kind.project
        else None
    )
    conditions = [configuration.c._kind == constant("attribute"), applies]
    if is_hidden is not None:
        conditions.append(sa.not_(is_hidden))
    return sa.select(
        configuration.c.id.label("configuration_id"),
        entity.c.id.label("entity_id"),
        configuration.c.key.label("key"),
        or_default("value", "default"),
        or_default("_value_text", "_default_text"),
        or_default("_value_number", "_default_number"),
        (kind.project(entity) if kind.project else sa.null()).label("_project_id"),
    ).select_from(entity.join(configuration, sa.and_(*conditions)).outerjoin(value, own))
