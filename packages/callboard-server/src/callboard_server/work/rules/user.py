"""Users, collaborators and groups."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard.wire.builtin import DEFAULT_USER_TYPE_ID
from callboard_server.records.credentials import delete_password
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.permissions import (
    Author,
    InOwnName,
    administrators,
    administrators_only,
    describe,
    permissions,
    refuse,
)
from callboard_server.work.rules.registry import When, on

OWN_PROFILE = frozenset({"first_name", "last_name", "email", "thumbnail_id"})
"""The attributes that users may change of their own user. All others require an administrator."""

GENERATED_USERNAME = "unnamed-"
"""How usernames begin that the server generates."""


def own_profile(batch: Batch, changes: Sequence[Change]) -> None:
    """Allow users to change their own profile."""
    for change in changes:
        is_own = change.entity.name == "User" and change.key[0] == batch.call.actor.user_id
        if not is_own or set(change.changed()) - OWN_PROFILE:
            refuse(
                f"Only administrators may {describe(change)}. "
                "You can change your own name, email and picture."
            )


permissions("Resource", create=administrators, update=own_profile, delete=administrators)
permissions(
    "UserApplicationState",
    create=InOwnName("user_id"),
    update=Author("user_id", keeps_author=True),
    delete=Author("user_id"),
)
administrators_only("UserType", "Membership", "UserTaskTypeLink")
permissions(
    "UserView",
    create=InOwnName("user_id"),
    update=Author("user_id", keeps_author=True),
    delete=Author("user_id"),
)
permissions("UserViewShare", part_of={"user_view_id": "UserView"})


@on(When.CREATED, "UserView")
def complete_views(batch: Batch, views: Sequence[Change]) -> None:
    """Make a new view the user's own, and visible to nobody else."""
    for view in views:
        set_defaults(view, user_id=actor_id(batch))
        set_defaults(view, **{"global": False})


@on(When.SAVED, "User")
def complete_users(batch: Batch, users: Sequence[Change]) -> None:
    """Make new users active, with the default type, and without a second factor.

    This includes converted collaborators.
    """
    del batch
    for user in users:
        if user.before is not None and user.before["resource_type"] == user.values["resource_type"]:
            continue
        set_defaults(
            user,
            is_active=True,
            user_type_id=DEFAULT_USER_TYPE_ID,
            is_otp_enabled=False,
            is_totp_enabled=False,
            require_details_update=False,
        )


@on(When.CREATED, "User")
def name_users(batch: Batch, users: Sequence[Change]) -> None:
    """Give users without a username one that is recognizable as generated, and unique like their key.

    Bridges to other systems create people who never sign in.
    """
    del batch
    for user in users:
        set_defaults(user, username=f"{GENERATED_USERNAME}{user.key[0]}")


@on(When.SAVED, "User")
def check_usernames(batch: Batch, users: Sequence[Change]) -> None:
    """Refuse usernames that cannot be typed in the sign-in form."""
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


OF_A_USER = {
    "ApiKey": "resource_id",
    "Membership": "user_id",
    "UserApplicationState": "user_id",
    "UserSecurityRole": "user_id",
    "UserSession": "user_id",
    "UserTaskTypeLink": "user_id",
}
"""What a user loses who becomes a collaborator, with the column of the user."""


@on(When.UPDATED, "Collaborator")
def lock_out(batch: Batch, collaborators: Sequence[Change]) -> None:
    """Delete the password, keys, sessions, roles and memberships of users who became collaborators."""
    former = {one.key[0] for one in collaborators if (one.before or {})["resource_type"] == "user"}
    if not former:
        return
    for entity_type, column in OF_A_USER.items():
        for change in batch.having(entity_type, column, former):
            change.is_deleted = True
            batch.staged.touch(change)
    for user_id in sorted(former):
        delete_password(batch.call.tx, user_id)


@on(When.CREATED, "Group")
def complete_groups(batch: Batch, groups: Sequence[Change]) -> None:
    """Make new groups local."""
    del batch
    for group in groups:
        set_defaults(group, local=True)
