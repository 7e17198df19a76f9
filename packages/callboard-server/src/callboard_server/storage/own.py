"""The server's own tables, and the few columns of entities that it looks at itself, for statements that are
compiled once.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from callboard_server.storage.tables import TEXT, add_server_tables

METADATA = sa.MetaData()
add_server_tables(METADATA)

OUTBOX = METADATA.tables["outbox"]
CREDENTIAL = METADATA.tables["credential"]
API_KEY = METADATA.tables["api_key"]
WEB_SESSION = METADATA.tables["web_session"]
SIGN_IN_FAILURE = METADATA.tables["sign_in_failure"]
STORED_FILE = METADATA.tables["stored_file"]
UPLOAD = METADATA.tables["upload"]
UPLOAD_PART = METADATA.tables["upload_part"]
SHARE_LINK = METADATA.tables["share_link"]
TASK = METADATA.tables["queued_task"]
POSTER = METADATA.tables["poster"]
GLOBAL_KEY = METADATA.tables["global_key"]
GLOBAL_KEY_ROLE = METADATA.tables["global_key_role"]
MAIL = METADATA.tables["mail"]
LEASE = METADATA.tables["server_lease"]
HUB_TICKET = METADATA.tables["hub_ticket"]
HUB_POSITION = METADATA.tables["hub_position"]
HUB_PROCESS = METADATA.tables["hub_process"]
STATE = METADATA.tables["server_state"]
WEBHOOK_DELIVERY = METADATA.tables["webhook_delivery"]
WEBHOOK_ATTEMPT = METADATA.tables["webhook_attempt"]


def given(name: str) -> sa.BindParameter[Any]:
    """Return the parameter *name* of a statement."""
    return sa.bindparam(name)


def entity_table(name: str, *columns: str) -> sa.TableClause:
    """Return the table *name* of the model as far as *columns*, all of them text."""
    return sa.table(name, *(sa.column(column, TEXT) for column in columns))


RESOURCE = sa.table(
    "resource",
    *(
        sa.column(name, TEXT)
        for name in ("id", "resource_type", "username", "first_name", "last_name", "email", "parent_id")
    ),
    sa.column("is_active", sa.Boolean()),
)
SECURITY_ROLE = entity_table("security_role", "id", "name", "type")
MEMBERSHIP = entity_table("membership", "user_id", "group_id")
USER_SECURITY_ROLE = sa.table(
    "user_security_role",
    *(sa.column(name, TEXT) for name in ("id", "user_id", "security_role_id")),
    sa.column("is_all_open_projects", sa.Boolean()),
)
JOB = entity_table("job", "id", "user_id", "type", "status", "data")
JOB_COMPONENT = entity_table("job_component", "job_id", "component_id")
METADATA_ENTRY = entity_table("metadata", "parent_id", "key", "value")
JOB_GRANT = entity_table("job_grant", "job_id", "user_id")
COMPONENT = sa.table(
    "component",
    *(sa.column(name, TEXT) for name in ("id", "name", "file_type", "system_type", "container_id")),
    sa.column("size", sa.BigInteger()),
)
AUTOMATION = sa.table(
    "automation",
    *(sa.column(name, TEXT) for name in ("id", "name")),
    *(sa.column(name, sa.Boolean()) for name in ("enabled", "include_private_projects")),
)
TRIGGER = entity_table("trigger", "id", "automation_id", "filter")
WEBHOOK_ACTION = entity_table(
    "webhook_action",
    "id",
    "automation_id",
    "webhook_url",
    "headers",
    "_secret",
    "_former_secret",
    "_rotated_at",
)
