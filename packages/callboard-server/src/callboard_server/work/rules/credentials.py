"""API keys and web sessions: what clients may change of them."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.access.keys import LONGEST_NAME
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.permissions import (
    Author,
    administrators_only,
    describe,
    permissions,
    refuse,
)
from callboard_server.work.rules.registry import When, on

SET_BY_SERVER = ("created_at", "enabled", "last_used", "prefix")


def own_keys(batch: Batch, keys: Sequence[Change]) -> None:
    """Allow users to manage their own keys, unless they use a global key."""
    for key in keys:
        if key.values["resource_id"] != batch.call.actor.user_id or batch.call.actor.is_by_global_key:
            refuse(
                f"Only administrators may {describe(key)} that isn't their own.",
                "Set resource_id to your own user.",
            )


permissions("ApiKey", create=own_keys, update=own_keys, delete=own_keys)
permissions("UserSession", update=Author("user_id"), delete=Author("user_id"))
administrators_only("ApiKeyRole", "ApiKeyProject")


@on(When.CREATED, "ApiKey")
def complete_keys(batch: Batch, keys: Sequence[Change]) -> None:
    """Enable new keys. They have no secret yet: `reset_remote` returns one, once."""
    for key in keys:
        for name in SET_BY_SERVER:
            if key.values[name] is not None:
                raise ValidationError(f"ApiKey.{name} is set by the server.")
        set_defaults(key, created_at=batch.now, enabled=True)


@on(When.UPDATED, "ApiKey")
def keep_keys(batch: Batch, keys: Sequence[Change]) -> None:
    """Refuse other values of what the server sets, and another user."""
    del batch
    for key in keys:
        for name in ("created_at", "prefix", "resource_id"):
            if name in key.changed():
                raise ValidationError(f"ApiKey.{name} cannot be changed.")


@on(When.SAVED, "ApiKey")
def check_keys(batch: Batch, keys: Sequence[Change]) -> None:
    """Require a name. A key belongs to a user, or it is global and has roles."""
    identifiers = [key.key[0] for key in keys]
    limited = {one.values["api_key_id"] for one in batch.having("ApiKeyRole", "api_key_id", identifiers)}
    opened = {one.values["api_key_id"] for one in batch.having("ApiKeyProject", "api_key_id", identifiers)}
    users = batch.find("User", (key.values["resource_id"] for key in keys))
    for key in keys:
        key.values["identifier"] = check_name(key.values["identifier"])
        if key.values["resource_id"] is None:
            if key.key[0] not in limited:
                raise ValidationError(
                    "A global key must have at least one role.",
                    code="credentials.last_role",
                    hint="Set roles, or set resource_id to the user of the key.",
                )
        elif key.key[0] in limited | opened:
            raise ValidationError("ApiKey.roles and ApiKey.projects are for global keys only.")
        elif (user := users.get(key.values["resource_id"])) and user.entity.name != "User":
            raise ValidationError(f"ApiKey.resource_id must be a User; got a {user.entity.name}.")


def check_name(name: str | None) -> str:
    label = " ".join((name or "").split())
    if not label or len(label) > LONGEST_NAME:
        raise ValidationError(
            f"ApiKey.identifier must have 1 to {LONGEST_NAME} characters.", code="credentials.key_name"
        )
    return label


@on(When.UPDATED, "UserSession")
def end_sessions(batch: Batch, sessions: Sequence[Change]) -> None:
    """Allow clients to end sessions, but not to begin them again."""
    del batch
    for session in sessions:
        if "valid" in session.changed() and session.values["valid"] is not False:
            raise ValidationError(
                "UserSession.valid can only be set to false, which ends the session.",
                hint="Sign in to begin another one.",
            )
