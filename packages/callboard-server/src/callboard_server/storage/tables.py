"""Tables.

One for each family of entity types, derived from the model, and the few that the server keeps for itself.
"""

from __future__ import annotations

import hashlib
from typing import Any, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from callboard_server.model.attributes import (
    Boolean,
    ForeignKey,
    Instant,
    Integer,
    Json,
    Number,
    Scalar,
    Text,
    Variable,
)
from callboard_server.model.entity import NULL_COUNTS, Entity, Model, table_name

TEXT: sa.types.TypeEngine[Any] = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by code point in both databases."""


LONGEST_NAME = 63


def fold(expression: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Return *expression* without regard to case.

    Both databases have the function: see `transaction` and `upgrade`.
    """
    return sa.func.callboard_fold(expression, type_=TEXT)


def constant(text: str) -> sa.ColumnElement[str]:
    """Return *text* of the model as it stands in SQL: it is part of the question's shape, no value of it."""
    return sa.literal_column("'" + text.replace("'", "''") + "'", type_=TEXT)


def sql_type(attribute: Scalar) -> sa.types.TypeEngine[Any]:
    """Return the type of the column of *attribute*.

    Instants are ISO 8601 text, which sorts as time does and is sent as it is.
    """
    match attribute:
        case Text() | Instant() | Json() | Variable() | ForeignKey():
            return TEXT
        case Integer():
            return sa.BigInteger()
        case Number():
            return sa.Double()
        case Boolean():
            return sa.Boolean()
    assert_never(attribute)


def short(name: str) -> str:
    """Return *name* of an index or a constraint, within what PostgreSQL takes."""
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    )


class Tables:
    """The tables of *model*, and those of the server itself, in one `sqlalchemy.MetaData`.

    `by_root` holds the table of each family by the name of its top; families that read another's table share
    it.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.metadata = sa.MetaData()
        self.by_root = {root.name: self._entity_table(root) for root in model.stores()}
        self.by_root |= {
            root.name: self.by_root[model.store(root).name] for root in model.roots() if root.reads
        }
        add_server_tables(self.metadata)

    def _entity_table(self, root: Entity) -> sa.Table:
        columns = self.model.family_columns(root)
        table = sa.Table(
            table_name(root),
            self.metadata,
            *(self._column(root, name, attribute) for name, attribute in columns.items()),
        )
        for name, attribute in columns.items():
            if self._is_searched(root, name, attribute):
                sa.Index(short(f"ix_{table.name}_{name}"), table.c[name])
        for member in self.model.family(root):
            for unique in member.unique:
                self._unique_index(table, unique, columns)
        return table

    def _column(self, root: Entity, name: str, attribute: Scalar) -> sa.Column[Any]:
        is_key = name in root.key
        return sa.Column(
            name,
            sql_type(attribute),
            *self._constraint(root, attribute),
            primary_key=is_key,
            nullable=not is_key,
        )

    def _constraint(self, root: Entity, attribute: Scalar) -> tuple[sa.ForeignKey, ...]:
        """Return the constraint of a foreign key.

        It holds at the end of a transaction, so a batch may refer forward.
        """
        if not isinstance(attribute, ForeignKey) or attribute.target not in self.model:
            return ()
        target = table_name(self.model.store(self.model.entity(attribute.target)))
        name = short(f"fk_{table_name(root)}_{attribute.name}")
        return (sa.ForeignKey(f"{target}.id", name=name, deferrable=True, initially="DEFERRED"),)

    def _is_searched(self, root: Entity, name: str, attribute: Scalar) -> bool:
        return name != root.key[0] and (isinstance(attribute, ForeignKey) or attribute.indexed)

    def _unique_index(self, table: sa.Table, names: tuple[str, ...], columns: Any) -> None:
        bare = [name.lstrip(NULL_COUNTS) for name in names]
        expressions = [
            fold(table.c[name])
            if isinstance(columns[name], Text) and columns[name].caseless
            else table.c[name]
            for name in bare
        ]
        for index, name in enumerate(names):
            if name.startswith(NULL_COUNTS):
                expressions[index] = sa.func.coalesce(expressions[index], constant(""))
        sa.Index(short(f"unique_{table.name}_{'_'.join(bare)}"), *expressions, unique=True)


def add_server_tables(metadata: sa.MetaData) -> None:
    """Add the tables that no client sees to *metadata*."""
    sa.Table(
        "outbox",
        metadata,
        sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
    )
    sa.Table(
        "server_lease",
        metadata,
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    sa.Table(
        "hub_ticket",
        metadata,
        sa.Column("hash", TEXT, primary_key=True),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("key_hash", TEXT, nullable=False),
        sa.Column("is_session", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("created_at", TEXT, nullable=False),
    )
    sa.Table(
        "hub_position",
        metadata,
        sa.Column(
            "user_id",
            TEXT,
            sa.ForeignKey("resource.id", name="fk_hub_position_user_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("subscriber", TEXT, primary_key=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", TEXT, nullable=False),
        sa.Column("failed_sequence", sa.BigInteger()),
        sa.Column("failures", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("failure", TEXT),
        sa.Column("failed_at", TEXT),
    )
    sa.Table(
        "hub_process",
        metadata,
        sa.Column("process", TEXT, primary_key=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
    sa.Table(
        "credential",
        metadata,
        sa.Column(
            "user_id",
            TEXT,
            sa.ForeignKey("resource.id", name="fk_credential_user_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
    )
    sa.Table(
        "api_key",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column(
            "user_id",
            TEXT,
            sa.ForeignKey("resource.id", name="fk_api_key_user_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False, unique=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("last_used_at", TEXT),
    )
    sa.Table(
        "web_session",
        metadata,
        sa.Column("hash", TEXT, primary_key=True),
        sa.Column(
            "user_id",
            TEXT,
            sa.ForeignKey("resource.id", name="fk_web_session_user_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("csrf", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
    )
    sa.Table(
        "sign_in_failure",
        metadata,
        sa.Column("subject", TEXT, primary_key=True),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_at", TEXT, nullable=False),
    )
    sa.Table(
        "stored_file",
        metadata,
        sa.Column("component_id", TEXT, primary_key=True),
        sa.Column("key", TEXT, nullable=False, unique=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("md5", TEXT, nullable=False),
        sa.Column("uploaded_by", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
    )
    sa.Table(
        "upload",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("component_id", TEXT, nullable=False, index=True),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("checksum", TEXT),
        sa.Column("parts", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
    )
    sa.Table(
        "upload_part",
        metadata,
        sa.Column(
            "upload_id",
            TEXT,
            sa.ForeignKey("upload.id", name="fk_upload_part_upload_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("part_number", sa.BigInteger(), primary_key=True),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("md5", TEXT, nullable=False),
    )
    sa.Table(
        "share_link",
        metadata,
        sa.Column("hash", TEXT, primary_key=True),
        sa.Column(
            "job_id",
            TEXT,
            sa.ForeignKey("job.id", name="fk_share_link_job_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
    )
    task = sa.Table(
        "queued_task",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("job_id", TEXT, sa.ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("token", TEXT),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
    )
    sa.Index("queued_task_open", task.c.state, task.c.lease_until)
    sa.Table(
        "poster",
        metadata,
        sa.Column("component_id", TEXT, sa.ForeignKey("component.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "picture_id", TEXT, sa.ForeignKey("component.id", ondelete="CASCADE"), nullable=False, index=True
        ),
    )
    sa.Table(
        "global_key",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False, unique=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("last_used_at", TEXT),
    )
    sa.Table(
        "global_key_role",
        metadata,
        sa.Column(
            "key_id",
            TEXT,
            sa.ForeignKey("global_key.id", name="fk_global_key_role_key_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "role_id",
            TEXT,
            sa.ForeignKey("security_role.id", name="fk_global_key_role_role_id", ondelete="CASCADE"),
            primary_key=True,
        ),
    )
    sa.Table(
        "mail",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False, index=True),
        sa.Column("sent_at", TEXT),
        sa.Column("failure", TEXT),
    )
    sa.Table(
        "server_state",
        metadata,
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("value", TEXT, nullable=False),
    )
    add_webhook_tables(metadata)


def add_webhook_tables(metadata: sa.MetaData) -> None:
    """Add the log of what webhooks are sent to *metadata*. Times are milliseconds of the database's clock.

    A delivery that has `next_at` is sent then, or again then should its sender be gone; one without is at its
    end.
    """
    delivery = sa.Table(
        "webhook_delivery",
        metadata,
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("automation_id", TEXT, nullable=False),
        sa.Column("webhook_id", TEXT, nullable=False),
        sa.Column("entity_type", TEXT, nullable=False),
        sa.Column("entity_key", TEXT, nullable=False),
        sa.Column("operation", TEXT, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("token", TEXT),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.BigInteger()),
        sa.Column("delivered_at", sa.BigInteger()),
        sa.Column("status", sa.BigInteger()),
        sa.Column("error", TEXT),
        sa.Column("milliseconds", sa.BigInteger()),
    )
    is_open: dict[str, Any] = {
        f"{name}_where": delivery.c.next_at.is_not(None) for name in ("sqlite", "postgresql")
    }
    sa.Index(
        "webhook_delivery_due", delivery.c.webhook_id, delivery.c.next_at, delivery.c.sequence, **is_open
    )
    sa.Index(
        "webhook_delivery_turn", delivery.c.webhook_id, delivery.c.entity_key, delivery.c.sequence, **is_open
    )
    sa.Index("webhook_delivery_made", delivery.c.created_at, delivery.c.id)
    attempt = sa.Table(
        "webhook_attempt",
        metadata,
        sa.Column(
            "delivery_id",
            TEXT,
            sa.ForeignKey("webhook_delivery.id", name="fk_webhook_attempt_delivery_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.BigInteger(), primary_key=True),
        sa.Column("webhook_id", TEXT, nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.Column("is_delivered", sa.Boolean(), nullable=False),
        sa.Column("status", sa.BigInteger()),
        sa.Column("error", TEXT),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("answer", TEXT),
    )
    sa.Index("webhook_attempt_of", attempt.c.webhook_id, attempt.c.is_delivered, attempt.c.tried_at)
    sa.Index("webhook_attempt_at", attempt.c.tried_at)
