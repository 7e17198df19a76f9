"""Review sessions: their defaults, the order of their objects, and the status that each invitee sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from callboard.errors import ValidationError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.storage.entities import load_caseless
from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults, stamp_creation
from callboard_server.work.rules.merging import merge_duplicates
from callboard_server.work.rules.permissions import Author, permissions
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.sort_order import number

OPEN_FOR = timedelta(days=7)


AUTHOR_OR_MANAGERS = Author("created_by_id", or_managers=True)
permissions("ReviewSession", update=AUTHOR_OR_MANAGERS, delete=AUTHOR_OR_MANAGERS)


@on(When.CREATED, "ReviewSession")
def complete_sessions(batch: Batch, sessions: Sequence[Change]) -> None:
    """Open new review sessions for a week from now, without a passphrase or a moderator."""
    stamp_creation(batch, sessions)
    for session in sessions:
        set_defaults(
            session,
            start_date=batch.moment(),
            is_moderated=False,
            passphrase_enabled=False,
            shareable_url_enabled=False,
        )
        end = parse_instant(session.values["start_date"]) + OPEN_FOR
        set_defaults(session, end_date=instant_text(end))


@on(When.SAVED, "ReviewSession", "ReviewSessionFolder")
def check_folders(batch: Batch, changes: Sequence[Change]) -> None:
    """Require that a review session and its folder are in the same project."""
    sessions = [change for change in changes if change.entity.name == "ReviewSession"]
    folders = [change for change in changes if change.entity.name == "ReviewSessionFolder"]
    moved = [folder.key[0] for folder in folders if not folder.is_new and "project_id" in folder.changed()]
    sessions += batch.having("ReviewSession", "review_session_folder_id", moved)
    found = batch.find("ReviewSessionFolder", (one.values["review_session_folder_id"] for one in sessions))
    for session in sessions:
        folder = found.get(session.values["review_session_folder_id"] or "")
        if folder is not None and folder.values["project_id"] != session.values["project_id"]:
            raise ValidationError(
                "ReviewSession.review_session_folder_id must be a folder in the project of the session; "
                f"the folder {folder.key[0]} is in another one."
            )


@on(When.CREATED, "ReviewSessionInvitee")
def complete_invitees(batch: Batch, invitees: Sequence[Change]) -> None:
    """Mark new invitees as invited by a user, not through a shared link."""
    stamp_creation(batch, invitees)
    for invitee in invitees:
        set_defaults(invitee, created_from_shared_url=False)


@on(When.SAVED, "ReviewSessionInvitee")
def link_people(batch: Batch, invitees: Sequence[Change]) -> None:
    """Link each invitee to the person with the same e-mail address, unless the client has chosen one.

    An unknown address becomes that of a new collaborator.
    """
    unlinked = [
        invitee for invitee in invitees if invitee.values["resource_id"] is None or is_readdressed(invitee)
    ]
    people = people_by_address(batch, (invitee.values["email"] for invitee in unlinked))
    for invitee in unlinked:
        address = (invitee.values["email"] or "").lower()
        if address and address not in people:
            people[address] = new_collaborator(batch, invitee)
        invitee.values["resource_id"] = people.get(address)


def new_collaborator(batch: Batch, invitee: Change) -> str:
    """Create a collaborator with the address and the name of *invitee*; return the identifier."""
    first, _, last = (invitee.values["name"] or "").strip().partition(" ")
    data = {
        "email": invitee.values["email"],
        "first_name": first or None,
        "last_name": last.strip() or None,
    }
    return create(batch, batch.call.model.entity("Collaborator"), data).key[0]


def is_readdressed(invitee: Change) -> bool:
    """Return whether the e-mail address of a stored *invitee* has changed, and the person has not."""
    changed = invitee.changed()
    return not invitee.is_new and "email" in changed and "resource_id" not in changed


def people_by_address(batch: Batch, addresses: Iterable[str | None]) -> dict[str, str]:
    """Return the people with *addresses*, by address in lower case.

    Of several, it is an active one, with the lowest identifier.
    """
    root = batch.call.model.entity("Resource")
    wanted = {address.lower() for address in addresses if address}
    if not wanted:
        return {}
    for row in load_caseless(batch.call.tx, batch.call.tables, root, "email", sorted(wanted)):
        batch.adopt(root, row)
    people = [
        person
        for person in batch.staged
        if batch.root(person.entity) is root and not person.is_deleted and person.values["email"]
    ]
    people.sort(key=lambda person: (not person.values["is_active"], person.key), reverse=True)
    return {person.values["email"].lower(): person.key[0] for person in people}


@on(When.CREATED, "ReviewSessionObject")
def order_objects(batch: Batch, objects: Sequence[Change]) -> None:
    """Sort new objects last in their review session."""
    for item in objects:
        set_defaults(item, created_at=batch.moment())
    number(batch, objects, "sort_order", "review_session_id")


@on(When.CREATED, "ReviewSessionObjectStatus")
def keep_one_status(batch: Batch, statuses: Sequence[Change]) -> None:
    """Keep one status for each object and invitee, or user without an invitation. A new one replaces it."""
    invitees = batch.find(
        "ReviewSessionInvitee", (status.values["review_session_invitee_id"] for status in statuses)
    )
    for status in statuses:
        if status.values["review_session_object_id"] is None:
            raise ValidationError("ReviewSessionObjectStatus.review_session_object_id is required.")
        invitee = invitees.get(status.values["review_session_invitee_id"] or "")
        set_defaults(
            status,
            created_at=batch.moment(),
            resource_id=invitee.values["resource_id"] if invitee else user_without_invitation(batch, status),
        )
    by_invitee = [one for one in statuses if one.values["review_session_invitee_id"] is not None]
    by_user = [one for one in statuses if one.values["review_session_invitee_id"] is None]
    for group, who in ((by_invitee, ()), (by_user, ("resource_id",))):
        key = ("review_session_object_id", "review_session_invitee_id", *who)
        for status, first in merge_duplicates(batch, group, key) if group else ():
            first.values["status"] = status.values["status"]
            first.values["created_at"] = status.values["created_at"]
            batch.staged.touch(first)


def user_without_invitation(batch: Batch, status: Change) -> str | None:
    """Return the user who sets *status*; None when an invitation says who it is."""
    if status.values["review_session_invitee_id"] is not None:
        return None
    if status.values["resource_id"] is None and actor_id(batch) is None:
        raise ValidationError(
            "ReviewSessionObjectStatus.review_session_invitee_id is required without a user."
        )
    return actor_id(batch)
