"""API keys and sessions of the web interface, without the secrets, which are stored as digests.

Only administrators and the user see them.
"""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    ForeignKey,
    Instant,
    ManyToMany,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity

API_KEY = Entity(
    "ApiKey",
    alias="AccessKey",
    system_projections=("identifier", "resource_id", "prefix"),
    unique=(("_hash",),),
    attributes=(
        Instant("created_at"),
        Text("description"),
        Boolean("enabled", immutable=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("identifier"),
        Instant("last_used", immutable=True),
        Text("prefix"),
        ManyToMany("projects", "Project", through="ApiKeyProject", near="api_key_id", far="project_id"),
        ForeignKey("resource_id", "Resource", on_delete=OnDelete.CASCADE),
        ManyToMany("roles", "SecurityRole", through="ApiKeyRole", near="api_key_id", far="role_id"),
        Text("_hash", internal=True, limit=128),
    ),
)
"""A key of the user `resource_id`, or a global key, which works with every active username.

A global key has the rights of its `roles`, in all open projects and in the private ones in `projects`. Keys
are recognized by their name, `identifier`, and by their first characters, `prefix`.
"""

API_KEY_ROLE = Entity(
    "ApiKeyRole",
    internal=True,
    key=("api_key_id", "role_id"),
    default_projections=("api_key_id", "role_id"),
    attributes=(
        ForeignKey("api_key_id", "ApiKey", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("role_id", "SecurityRole", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)

API_KEY_PROJECT = Entity(
    "ApiKeyProject",
    internal=True,
    key=("api_key_id", "project_id"),
    default_projections=("api_key_id", "project_id"),
    attributes=(
        ForeignKey("api_key_id", "ApiKey", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("project_id", "Project", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)

USER_SESSION = Entity(
    "UserSession",
    created_by_server=True,
    system_projections=("user_id",),
    unique=(("_hash",),),
    attributes=(
        Instant("accessed_time", immutable=True),
        Instant("creation_time", immutable=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("user", "User", via="user_id", immutable=True),
        ForeignKey("user_id", "User", immutable=True, on_delete=OnDelete.CASCADE),
        Boolean("valid"),
        Text("_hash", internal=True, limit=128),
        Text("_csrf", internal=True),
        Instant("_expires_at", internal=True, indexed=True),
    ),
)
"""A session of the web interface. It ends when `valid` becomes false."""

ENTITIES = (API_KEY, API_KEY_ROLE, API_KEY_PROJECT, USER_SESSION)
