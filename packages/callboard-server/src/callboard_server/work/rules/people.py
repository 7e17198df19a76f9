"""Users, groups and roles."""

from __future__ import annotations

from callboard.errors import ValidationError
from callboard.wire.builtin import DEFAULT_USER_TYPE_ID
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "User")
def complete_user(batch: Batch, user: Change) -> None:
    """A new user is active and of the usual type, with no second factor."""
    del batch
    begin(
        user,
        is_active=True,
        user_type_id=DEFAULT_USER_TYPE_ID,
        is_otp_enabled=False,
        is_totp_enabled=False,
        require_details_update=False,
    )


@on(When.CREATED, "User")
@on(When.UPDATED, "User")
def check_username(batch: Batch, user: Change) -> None:
    """A username is something that a person can type."""
    del batch
    username = user.values["username"]
    if username is not None and (not username.strip() or any(ord(character) < 32 for character in username)):
        raise ValidationError(f"User.username must hold something to type; got {username[:80]!r}.")


@on(When.CREATED, "Group")
def complete_group(batch: Batch, group: Change) -> None:
    """A new group is local."""
    del batch
    begin(group, local=True)
