"""Make API keys and web sessions entities."""

from __future__ import annotations

import uuid

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Move personal and global keys into one table, and sessions into another. All of them stay valid."""
    personal = schema.fetch("SELECT id, user_id, name, hash, created_at, last_used_at FROM api_key")
    shared = schema.fetch("SELECT id, NULL, name, hash, created_at, last_used_at FROM global_key")
    roles = schema.fetch("SELECT key_id, role_id FROM global_key_role")
    sessions = schema.fetch("SELECT hash, user_id, csrf, created_at, expires_at FROM web_session")
    for table in ("global_key_role", "global_key", "api_key", "web_session"):
        schema.drop_table(table)
    schema.add_declared()
    for identifier, user_id, name, digest, created_at, used_at in (*personal, *shared):
        schema.run(
            "INSERT INTO api_key (id, resource_id, identifier, _hash, created_at, last_used, enabled) "
            "VALUES (:id, :user_id, :name, :digest, :created_at, :used_at, true)",
            id=identifier,
            user_id=user_id,
            name=name,
            digest=digest,
            created_at=created_at,
            used_at=used_at,
        )
    for key_id, role_id in roles:
        schema.run(
            "INSERT INTO api_key_role (api_key_id, role_id) VALUES (:key, :role)", key=key_id, role=role_id
        )
    for digest, user_id, csrf, created_at, expires_at in sessions:
        schema.run(
            "INSERT INTO user_session "
            "(id, user_id, creation_time, accessed_time, valid, _hash, _csrf, _expires_at) "
            "VALUES (:id, :user_id, :created_at, :created_at, true, :digest, :csrf, :expires_at)",
            id=str(uuid.uuid4()),
            user_id=user_id,
            created_at=created_at,
            digest=digest,
            csrf=csrf,
            expires_at=expires_at,
        )
