"""Derived attributes: values without a column, computed by SQL expressions over their row.

Since they are expressions, the same statement can select, compare and sort them like stored values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa
from attrs import frozen

from callboard_server.storage.dialect import Dialect
from callboard_server.storage.tables import Tables, whole_seconds

Expression: TypeAlias = sa.ColumnElement[Any]


@frozen(eq=False)
class Place:
    """The `row` that a value belongs to, the other tables, and the dialect of the database."""

    row: sa.FromClause
    tables: Tables
    dialect: Dialect

    def table(self, root: str, alias: str) -> sa.FromClause:
        return self.tables.by_root[root].alias(alias)

    def own(self, name: str) -> Expression:
        found: Expression = self.row.c[name]
        return found


Derived: TypeAlias = Callable[[Place], Expression]

ZERO: Expression = sa.literal_column("0", type_=sa.Double())
ONE_ROW = sa.text("LIMIT 1")
ONE: Expression = sa.literal_column("1")


def time_logged(at: Place) -> Expression:
    """Return the seconds logged on the context and on everything below it."""
    own, below = at.table("Timelog", "own"), at.table("Timelog", "below")
    inside = at.table("ContextAncestor", "inside")
    of_own = sa.select(sa.func.sum(own.c.duration)).where(own.c.context_id == at.own("id"))
    on_others = inside.join(below, below.c.context_id == inside.c.context_id)
    of_others = (
        sa.select(sa.func.sum(below.c.duration))
        .select_from(on_others)
        .where(inside.c.ancestor_id == at.own("id"))
    )
    return or_zero(of_own.correlate(at.row).scalar_subquery()) + or_zero(
        of_others.correlate(at.row).scalar_subquery()
    )


def or_zero(expression: Expression) -> Expression:
    return sa.func.coalesce(expression, ZERO, type_=sa.Double())


def bid_time_logged_difference(at: Place) -> Expression:
    """Return the rest of the bid, in seconds."""
    return or_zero(at.own("bid")) - time_logged(at).self_group()


def is_latest_version(at: Place) -> Expression:
    """Return whether no published version of the asset has a higher number.

    An unpublished version is never the latest.
    """
    other = at.table("AssetVersion", "other")
    is_higher = sa.and_(
        other.c.asset_id == at.own("asset_id"),
        other.c.is_published.is_(sa.true()),
        other.c.version > at.own("version"),
    )
    return sa.and_(
        at.own("is_published").is_(sa.true()),
        sa.not_(sa.select(ONE).where(is_higher).correlate(at.row).exists()),
    )


def latest_version_id(at: Place) -> Expression:
    """Return the published version with the highest number."""
    version = at.table("AssetVersion", "latest")
    is_candidate = sa.and_(version.c.asset_id == at.own("id"), version.c.is_published.is_(sa.true()))
    return first(
        at,
        sa.select(version.c.id)
        .where(is_candidate)
        .order_by(highest_first(at, version.c.version), version.c.id),
    )


def first(at: Place, rows: sa.Select[Any]) -> Expression:
    """Return the value of the first of *rows*, which refer to the current row; null if there are none."""
    return rows.correlate(at.row).suffix_with(ONE_ROW).scalar_subquery()


def highest_first(at: Place, column: Expression) -> Expression:
    return at.dialect.ordered(column, descending=True, nullable=True)


def is_open(at: Place) -> Expression:
    """Return whether the review session has started and not yet ended."""
    start = whole_seconds(at.own("start_date"))
    return sa.and_(start <= at.dialect.now(), at.dialect.now() <= at.own("end_date"))


def thumbnail_source_id(at: Place) -> Expression:
    """Return the context whose thumbnail represents this one: itself, or its nearest ancestor with one."""
    return _own_or_inherited(at, own="id", inherited="id")


def shown_thumbnail_id(at: Place) -> Expression:
    """Return the thumbnail of the context, or of its nearest ancestor with one."""
    return _own_or_inherited(at, own="thumbnail_id", inherited="thumbnail_id")


def _own_or_inherited(at: Place, *, own: str, inherited: str) -> Expression:
    """Return *own* of a context with a thumbnail, else *inherited* of its nearest ancestor with one.

    The nearest ancestor is the one with the most ancestors of its own.
    """
    pair, above, higher = (
        at.table("ContextAncestor", "pair"),
        at.table("Context", "above"),
        at.table("ContextAncestor", "higher"),
    )
    depth = sa.select(sa.func.count()).where(higher.c.context_id == above.c.id).correlate(above)
    nearest = (
        sa.select(above.c[inherited])
        .select_from(pair.join(above, above.c.id == pair.c.ancestor_id))
        .where(pair.c.context_id == at.own("id"), above.c.thumbnail_id.is_not(None))
        .order_by(depth.scalar_subquery().desc())
    )
    return sa.case((at.own("thumbnail_id").is_not(None), at.own(own)), else_=first(at, nearest))


def shown_thumbnail_id_of_version(at: Place) -> Expression:
    """Return the thumbnail of the version, or of the nearest context around its asset with one."""
    asset, above = at.table("Asset", "asset"), at.table("Context", "above")
    pair, higher = at.table("ContextAncestor", "pair"), at.table("ContextAncestor", "higher")
    depth = sa.select(sa.func.count()).where(higher.c.context_id == above.c.id).correlate(above)
    ancestors = sa.select(pair.c.ancestor_id).where(pair.c.context_id == asset.c.context_id).correlate(asset)
    is_around = sa.or_(above.c.id == asset.c.context_id, above.c.id.in_(ancestors))
    nearest = (
        sa.select(above.c.thumbnail_id)
        .select_from(asset.join(above, is_around))
        .where(asset.c.id == at.own("asset_id"), above.c.thumbnail_id.is_not(None))
        .order_by(depth.scalar_subquery().desc())
    )
    return sa.func.coalesce(at.own("thumbnail_id"), first(at, nearest))


def session_thumbnail_id(at: Place) -> Expression:
    """Return the thumbnail of the version that a review session names, or else of its first object."""
    source = at.table("AssetVersion", "source")
    named = sa.select(source.c.thumbnail_id).where(source.c.id == at.own("thumbnail_source_id"))
    item, version = at.table("ReviewSessionObject", "shown"), at.table("AssetVersion", "version")
    thumbnails = sa.select(version.c.thumbnail_id).select_from(
        item.join(version, version.c.id == item.c.version_id)
    )
    in_order = (at.dialect.ordered(item.c.sort_order, descending=False, nullable=True), item.c.id)
    of_objects = first(at, thumbnails.where(item.c.review_session_id == at.own("id")).order_by(*in_order))
    return sa.case(
        (at.own("thumbnail_source_id").is_not(None), named.correlate(at.row).scalar_subquery()),
        else_=of_objects,
    )


def place_of_setting(at: Place) -> Expression:
    """Return the group and name of a setting as one text, which references to it use."""
    return at.own("group") + sa.literal_column("'/'") + at.own("name")


def job_duration(at: Place) -> Expression:
    """Return the seconds from the creation of the job to its end, or to now."""
    end = sa.func.coalesce(at.own("finished_at"), at.dialect.now())
    return at.dialect.seconds_between(whole_seconds(at.own("created_at")), whole_seconds(end))


def job_file_count(at: Place) -> Expression:
    """Return the number of files of the job."""
    link = at.table("JobComponent", "link")
    count = sa.select(sa.func.count(link.c.component_id)).where(link.c.job_id == at.own("id"))
    return count.correlate(at.row).scalar_subquery()


DERIVED: Mapping[tuple[str, str], Derived] = {
    ("Context", "time_logged"): time_logged,
    ("Context", "bid_time_logged_difference"): bid_time_logged_difference,
    ("Context", "thumbnail_source_id"): thumbnail_source_id,
    ("Context", "_shown_thumbnail_id"): shown_thumbnail_id,
    ("AssetVersion", "_shown_thumbnail_id"): shown_thumbnail_id_of_version,
    ("AssetVersion", "is_latest_version"): is_latest_version,
    ("Asset", "_latest_version_id"): latest_version_id,
    ("ReviewSession", "is_open"): is_open,
    ("ReviewSession", "thumbnail_id"): session_thumbnail_id,
    ("Job", "_duration"): job_duration,
    ("Job", "_file_count"): job_file_count,
    ("Setting", "_place"): place_of_setting,
    ("SettingComponent", "_setting_place"): place_of_setting,
}
"""The expression of each derived attribute, by the top of its family and its name."""
