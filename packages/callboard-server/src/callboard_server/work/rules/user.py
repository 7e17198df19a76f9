"""Users and groups."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard.wire.builtin import DEFAULT_USER_TYPE_ID
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "User")
def complete_users(batch: Batch, users: Sequence[Change]) -> None:
    """Make new users active, of the default type, without a second factor."""
    del batch
    for user in users:
        set_defaults(
            user,
            is_active=True,
            user_type_id=DEFAULT_USER_TYPE_ID,
            is_otp_enabled=False,
            is_totp_enabled=False,
            require_details_update=False,
        )


@on(When.SAVED, "User")
def check_usernames(batch: Batch, users: Sequence[Change]) -> None:
    """Refuse usernames that cannot be typed when signing in."""
    del batch
    for user in users:
        username = user.values["username"]
        if username is None:
            continue
        if not username.strip() or any(ord(character) < 32 for character in username):
            raise ValidationError(
                "User.username must contain a visible character and no control characters; got "
                f"{username[:80]!r}."
            )


@on(When.CREATED, "Group")
def complete_groups(batch: Batch, groups: Sequence[Change]) -> None:
    """Make new groups local."""
    del batch
    for group in groups:
        set_defaults(group, local=True)
