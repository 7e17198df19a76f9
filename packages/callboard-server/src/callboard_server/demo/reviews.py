"""The versions of the demo, and the notes, lists, review sessions and time logs about them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from attrs import field, frozen

from callboard.wire.values import encode_datetime
from callboard_server.actions.users import creation
from callboard_server.demo.people import DELPHINE, MIRA, PEOPLE, RIN
from callboard_server.demo.plan import SEED, Planner, Production, Shot, Task, status_at
from callboard_server.demo.production import PastChange
from callboard_server.demo.slates import Slate
from callboard_server.records.vocabulary import ASSET_TYPES, LIST_CATEGORIES, STATUSES, stable_id

ASSET_KINDS = {"Animation": "Animation", "Lighting": "Render", "Compositing": "Image Sequence", "FX": "Cache"}
"""The asset type that each step publishes."""

PICTURES = 260
MOVIES = 14
VERSIONS_WITH_NOTES = 420
FULL_NAMES = {person.username: f"{person.first_name} {person.last_name}" for person in PEOPLE}


@frozen
class Version:
    """A version that *task* published at `moment`; `statuses` are its statuses since."""

    id: str
    asset_id: str
    number: int
    moment: datetime
    statuses: tuple[tuple[datetime, str], ...]
    comment: str
    task: Task
    shot: Shot


@frozen
class Asset:
    id: str
    name: str
    kind: str
    shot: Shot
    versions: tuple[Version, ...]


COMMENTS = (
    "First pass.",
    "Timing as discussed.",
    "New plate, same setup.",
    "Rim light half a stop down.",
    "Fixed the pop at the head.",
    "Denoised, full frame range.",
    "With the latest animation.",
    "Client notes addressed.",
    "Edges cleaned up.",
    "Retimed to the new cut.",
)
REMARKS = (
    "Love the timing now. Could the second beat breathe a little longer?",
    "The shadow under the boat is missing from the middle on.",
    "Grain does not match the plate. Check the blue channel.",
    "Approved from my side, please send to the client.",
    "Edge on the left sleeve still chatters for a few frames.",
    "Can we see one with the fog half as thick?",
    "Eyeline is off: she should look at the lantern, not past it.",
    "Much better. One small thing: the horizon drifts by two pixels.",
    "Hold until the new plate is in.",
    "Colour feels too warm next to the shot before.",
)
REPLIES = (
    "Will do.",
    "Done in the next version.",
    "On it, this afternoon.",
    "The plate is like that, see the reference.",
    "Good catch.",
)
TASK_NOTES = (
    "Please use the approved camera.",
    "Reference is in the shared folder.",
    "Bid assumes no hair simulation.",
    "Waits for the retime.",
)
TIMELOG_COMMENTS = ("", "", "", "Notes", "Set-up", "Cleaning up", "Look development")


def assets(production: Production, planner: Planner) -> tuple[Asset, ...]:
    """Return the assets that have been published until now, with a version for each submission."""
    return tuple(
        asset
        for shot in production.shots
        for task in shot.tasks
        if task.step in ASSET_KINDS and (asset := asset_of(planner, shot, task)).versions
    )


def asset_of(planner: Planner, shot: Shot, task: Task) -> Asset:
    identifier = planner.new_id()
    versions: list[Version] = []
    for (moment, status), (after, verdict) in pairwise(
        (*task.statuses, (planner.now + timedelta(days=900), "Approved"))
    ):
        if status == "Pending Review" and moment <= planner.now:
            final = "Client approved" if verdict == "Approved" and planner.chance.random() < 0.4 else verdict
            statuses = (
                (moment, "Pending Review"),
                (after, final if final in ("Revise", "Client approved") else "Approved"),
            )
            comment = planner.chance.choice(COMMENTS)
            versions.append(
                Version(
                    planner.new_id(), identifier, len(versions) + 1, moment, statuses, comment, task, shot
                )
            )
    return Asset(identifier, task.name, ASSET_KINDS[task.step], shot, tuple(versions))


def publications(assets: Sequence[Asset], people: Mapping[str, str]) -> Iterator[PastChange]:
    """Return the changes that created assets and versions, and the later changes of statuses."""
    for asset in assets:
        data = {"name": asset.name, "context_id": asset.shot.id, "type_id": ASSET_TYPES[asset.kind][0]}
        yield PastChange(asset.versions[0].moment, "Asset", asset.id, data, is_creation=True)
        for version in asset.versions:
            first, *later = version.statuses
            values: dict[str, Any] = {
                "asset_id": asset.id,
                "version": version.number,
                "task_id": version.task.id,
                "user_id": people[version.task.artist],
                "comment": version.comment,
                "date": encode_datetime(version.moment),
                "status_id": STATUSES[first[1]][0],
            }
            yield PastChange(version.moment, "AssetVersion", version.id, values, is_creation=True)
            for moment, status in later:
                yield PastChange(moment, "AssetVersion", version.id, {"status_id": STATUSES[status][0]})


def slate_of(production: Production, version: Version) -> Slate:
    """Return the slate of *version*."""
    shot = version.shot
    sequence = shot.name.split("_")[0]
    frames = (shot.first_frame, shot.last_frame)
    artist = FULL_NAMES[version.task.artist]
    return Slate(
        production.show.full_name, sequence, shot.name, version.task.step, version.number, artist, frames
    )


def latest_versions(assets: Sequence[Asset]) -> list[Version]:
    """Return the latest version of each shot, newest first."""
    latest = {asset.shot.id: asset.versions[-1] for asset in assets}
    return sorted(latest.values(), key=lambda version: version.moment, reverse=True)


def version_links(assets: Sequence[Asset]) -> Iterator[dict[str, Any]]:
    """Return the operations that link the last version of each step to the version that was made from it."""
    for before, after in pairwise(assets):
        if before.shot is after.shot:
            yield creation(
                "AssetVersionLink", {"from_id": before.versions[-1].id, "to_id": after.versions[-1].id}
            )


# -- Notes
# ------------------------------------------------------------------------------------------------------------


@frozen
class Note:
    """A note with the operations that make it, its replies and its labels."""

    id: str
    version: Version
    operations: tuple[dict[str, Any], ...]


def notes(planner: Planner, versions: Sequence[Version], people: Mapping[str, str]) -> list[Note]:
    """Return notes on *versions* by supervisors, most of them with replies by the artist."""
    return [note_on(planner, version, people) for version in versions]


def note_on(planner: Planner, version: Version, people: Mapping[str, str]) -> Note:
    chance, identifier = planner.chance, planner.new_id()
    written_at = min(
        version.moment + timedelta(hours=chance.randrange(1, 20)), planner.now - timedelta(minutes=30)
    )
    remark = {
        "content": chance.choice(REMARKS),
        "parent_id": version.id,
        "parent_type": "AssetVersion",
        "user_id": people[chance.choice((DELPHINE, RIN, MIRA))],
    }
    label = stable_id("NoteLabel", chance.choice(("Internal", "Client feedback", "For review")))
    operations = [
        creation(
            "Note",
            {
                "id": identifier,
                "date": encode_datetime(written_at),
                "is_todo": chance.random() < 0.2,
                **remark,
            },
        ),
        creation("NoteLabelLink", {"note_id": identifier, "label_id": label}),
        creation("Recipient", {"note_id": identifier, "resource_id": people[version.task.artist]}),
    ]
    for index in range(chance.choice((0, 1, 1, 2))):
        replied_at = min(written_at + timedelta(minutes=40 * (index + 1)), planner.now - timedelta(minutes=5))
        reply = {
            **remark,
            "content": chance.choice(REPLIES),
            "user_id": people[version.task.artist],
            "in_reply_to_id": identifier,
            "date": encode_datetime(replied_at),
        }
        operations.append(creation("Note", reply))
    return Note(identifier, version, tuple(operations))


def task_notes(
    planner: Planner, production: Production, people: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Return notes on current tasks."""
    running = [task for task in production.tasks if task.start <= planner.now <= task.end]
    for task in running[::3]:
        data = {
            "content": planner.chance.choice(TASK_NOTES),
            "parent_id": task.id,
            "parent_type": "Task",
            "user_id": people[DELPHINE],
            "date": encode_datetime(task.start - timedelta(days=1)),
        }
        yield creation("Note", data)


# -- Lists, reviews, time
# ------------------------------------------------------------------------------------------------------------


def lists(
    planner: Planner, production: Production, assets: Sequence[Asset], people: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Return the operations that create the dailies of the last days and a delivery for the client."""
    versions = [version for asset in assets for version in asset.versions]
    for day in range(6):
        end = planner.now - timedelta(days=day)
        seen = [version.id for version in versions if end - timedelta(days=1) < version.moment <= end][:24]
        if seen:
            dailies = ListPlan("AssetVersionList", f"Dailies {end:%Y-%m-%d}", "Dailies", end, is_open=day < 2)
            yield from list_with_members(planner.new_id(), dailies, seen, production, people[DELPHINE])
    delivered = [
        shot.id for shot in production.shots if status_at(shot.statuses, planner.now) == "Client approved"
    ][:40]
    delivery = ListPlan("TypedContextList", "Delivery A", "Delivery", planner.now, is_open=False)
    yield from list_with_members(planner.new_id(), delivery, delivered, production, people[DELPHINE])


@frozen
class ListPlan:
    """A list without its members."""

    entity_type: str
    name: str
    category: str
    moment: datetime
    is_open: bool = field(kw_only=True)


def list_with_members(
    identifier: str, plan: ListPlan, members: Sequence[str], production: Production, owner_id: str
) -> Iterator[dict[str, Any]]:
    """Return the operations that create the list *plan* with *members*."""
    data = {
        "id": identifier,
        "name": plan.name,
        "category_id": LIST_CATEGORIES[plan.category],
        "project_id": production.id,
        "user_id": owner_id,
        "date": encode_datetime(plan.moment),
        "is_open": plan.is_open,
    }
    yield creation(plan.entity_type, data)
    for member in members:
        yield creation("ListObject", {"list_id": identifier, "entity_id": member})


VERDICTS = ("approved", "approved", "require_changes", "seen")


def review_session(
    planner: Planner, production: Production, versions: Sequence[Version], people: Mapping[str, str]
) -> Iterator[Any]:
    """Return the operations that create a review session of *versions* with the client."""
    identifier, now = planner.new_id(), encode_datetime(planner.now)
    data = {
        "id": identifier,
        "name": f"{production.show.full_name}: client review",
        "description": "The latest of this week. Please leave notes until Friday.",
        "project_id": production.id,
        "created_at": now,
        "created_by_id": people[DELPHINE],
        "start_date": encode_datetime(planner.now - timedelta(days=1)),
        "end_date": encode_datetime(planner.now + timedelta(days=6)),
    }
    yield creation("ReviewSession", data)
    client = planner.new_id()
    invited = {"review_session_id": identifier, "created_at": now, "created_by_id": people[DELPHINE]}
    yield creation(
        "ReviewSessionInvitee",
        {**invited, "id": client, "name": "Hanna Berg", "email": "hanna@client.example"},
    )
    yield creation(
        "ReviewSessionInvitee", {**invited, "name": "Paul Adeyemi", "email": "paul@client.example"}
    )
    for index, version in enumerate(versions):
        item_id = planner.new_id()
        item = {
            "id": item_id,
            "review_session_id": identifier,
            "version_id": version.id,
            "name": f"{version.shot.name} {version.task.name}",
            "version": f"Version {version.number}",
            "created_at": now,
            "sort_order": index,
        }
        yield creation("ReviewSessionObject", item)
        if index % 2:
            verdict = {
                "review_session_object_id": item_id,
                "review_session_invitee_id": client,
                "created_at": now,
            }
            yield creation(
                "ReviewSessionObjectStatus", {**verdict, "status": planner.chance.choice(VERDICTS)}
            )


def timelogs(planner: Planner, production: Production, people: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Return time logs for some of the started tasks: over several days, and about as long as the bid."""
    for task in production.tasks:
        if (
            status_at(task.statuses, planner.now) in ("Not started", "Ready to start", "Omitted")
            or planner.chance.random() < 0.6
        ):
            continue
        day, left = task.statuses[1][0], task.bid * planner.chance.uniform(0.6, 1.3)
        while left > 0 and day < planner.now:
            worked = min(left, 3600.0 * planner.chance.choice((3, 5, 6, 7.5)))
            data = {
                "context_id": task.id,
                "user_id": people[task.artist],
                "start": encode_datetime(day),
                "duration": round(worked),
                "comment": planner.chance.choice(TIMELOG_COMMENTS),
            }
            yield creation("Timelog", data)
            left, day = left - worked, planner.weekday(day + timedelta(days=1))


def movie_metadata(shot: Shot) -> str:
    """Return the metadata of a movie for players, as existing clients write it."""
    return json.dumps({"frameIn": 0, "frameOut": shot.last_frame - shot.first_frame, "frameRate": 24})


def planner_for(new_id: Callable[[], str], now: datetime) -> Planner:
    """Return a planner for versions and notes; its random numbers differ from those of the plan."""
    return Planner(random.Random(SEED + 1), new_id, now)
