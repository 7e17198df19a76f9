"""The operations that create a planned production, and its history in rounds.

A round is one batch with all changes since the previous round, performed at the time of the round. So the
ordinary rules set creation dates and write the status history, as they do in a studio.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any

from attrs import frozen

from callboard.wire.values import encode_datetime
from callboard_server.actions.users import creation
from callboard_server.demo.people import DELPHINE, DEPARTMENTS, MIRA, RIN
from callboard_server.demo.plan import HANDLES, Build, Production, Shot, Task
from callboard_server.records.vocabulary import NUMBERS, PRIORITIES, SCHEMAS, STATUSES, TYPES, stable_id

Operations = list[dict[str, Any]]

BATCH = 1_000
PRIORITY_IDS = {name: identifier for identifier, name, _ in PRIORITIES}
ATTRIBUTE_IDS = {key: identifier for identifier, key, _, _, kind, _ in NUMBERS if kind == "Shot"}
DEPARTMENT_EVERY = 12
"""Every twelfth task is also assigned to the whole department."""
DAYS_WITH_OWN_ROUND = 7


@frozen
class PastChange:
    """The values that were set on an entity at a moment; `is_creation` when the change created the entity."""

    moment: datetime
    entity_type: str
    id: str
    data: Mapping[str, Any]
    is_creation: bool = False


def batches(operations: Iterable[dict[str, Any]]) -> Iterator[Operations]:
    """Yield *operations* in batches."""
    rest = iter(operations)
    while batch := list(islice(rest, BATCH)):
        yield batch


# -- Initial state
# ------------------------------------------------------------------------------------------------------------


def contexts(production: Production) -> Iterator[dict[str, Any]]:
    """Return the operations that create the project and everything below it, parents first."""
    show = production.show
    yield creation(
        "Project",
        {
            "id": production.id,
            "name": show.name,
            "full_name": show.full_name,
            "color": show.color,
            "project_schema_id": SCHEMAS[show.schema].get("id") or stable_id("ProjectSchema", show.schema),
            "start_date": encode_datetime(production.start),
            "end_date": encode_datetime(production.end),
        },
    )
    yield creation("Folder", {"id": production.assets_id, "name": "assets", "parent_id": production.id})
    for name, share in (("first cut", 0.3), ("picture lock", 0.65), ("final delivery", 1.0)):
        day = encode_datetime(production.start + share * (production.end - production.start))
        yield creation(
            "Milestone", {"name": name, "parent_id": production.id, "start_date": day, "end_date": day}
        )
    for build in production.builds:
        data = {
            "id": build.id,
            "name": build.name,
            "parent_id": production.assets_id,
            "type_id": TYPES[build.kind][0],
        }
        yield creation("AssetBuild", data)
    for sequence in production.sequences:
        data = {
            "id": sequence.id,
            "name": sequence.name,
            "parent_id": production.id,
            "description": sequence.description,
        }
        yield creation("Sequence", data)
    for shot in production.shots:
        data = {
            "id": shot.id,
            "name": shot.name,
            "parent_id": shot.parent_id,
            "description": shot.description,
        }
        yield creation("Shot", data)
    yield from map(task_creation, production.tasks)


def task_creation(task: Task) -> dict[str, Any]:
    data = {
        "id": task.id,
        "name": task.name,
        "parent_id": task.parent_id,
        "type_id": TYPES[task.step][0],
        "priority_id": PRIORITY_IDS[task.priority],
        "bid": task.bid,
        "start_date": encode_datetime(task.start),
        "end_date": encode_datetime(task.end),
    }
    return creation("Task", data)


def frame_ranges(production: Production) -> Iterator[dict[str, Any]]:
    """Return the operations that set the frame range of each shot."""
    for shot in production.shots:
        for key, value in (("fstart", shot.first_frame), ("fend", shot.last_frame), ("handles", HANDLES)):
            yield {
                "action": "update",
                "entity_type": "ContextCustomAttributeValue",
                "entity_key": [ATTRIBUTE_IDS[key], shot.id],
                "entity_data": {"value": value},
            }


def assignments(
    production: Production, people: Mapping[str, str], groups: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Return the operations that assign people to the show and to each task."""
    for role, username in (
        ("Producer", DELPHINE),
        ("Supervisor", RIN if production.show.schema == "VFX Scheme" else MIRA),
    ):
        manager = {
            "context_id": production.id,
            "user_id": people[username],
            "type_id": stable_id("ManagerType", role),
        }
        yield creation("Manager", manager)
    for group in groups.values():
        yield creation(
            "Appointment", {"context_id": production.id, "resource_id": group, "type": "allocation"}
        )
    for index, task in enumerate(production.tasks):
        yield creation(
            "Appointment", {"context_id": task.id, "resource_id": people[task.artist], "type": "assignment"}
        )
        if index % DEPARTMENT_EVERY == 0:
            group = groups[DEPARTMENTS[task.step]]
            yield creation("Appointment", {"context_id": task.id, "resource_id": group, "type": "assignment"})


def links(production: Production) -> Iterator[dict[str, Any]]:
    """Return the operations that link asset builds to shots, and tasks to the tasks that follow them."""
    for shot in production.shots:
        yield creation("TypedContextLink", {"from_id": shot.build_id, "to_id": shot.id})
    for shot in production.sequences[0].shots:
        for before, after in pairwise(shot.tasks):
            yield creation("TypedContextLink", {"from_id": before.id, "to_id": after.id})


# -- History
# ------------------------------------------------------------------------------------------------------------


def status_history(production: Production) -> Iterator[PastChange]:
    """Return all changes of statuses, including planned ones in the future."""
    for shot in production.shots:
        yield from status_changes("Shot", shot)
    for build in production.builds:
        yield from status_changes("AssetBuild", build)
    for task in production.tasks:
        yield from status_changes("Task", task)


def status_changes(entity_type: str, entity: Shot | Build | Task) -> Iterator[PastChange]:
    for moment, status in entity.statuses:
        yield PastChange(moment, entity_type, entity.id, {"status_id": STATUSES[status][0]})


def rounds(begin: datetime, now: datetime) -> list[datetime]:
    """Return the times of the rounds: every week, and each of the last days."""
    weekly = [begin + timedelta(weeks=week) for week in range(1, (now - begin).days // 7)]
    daily = [now - timedelta(days=day) for day in range(DAYS_WITH_OWN_ROUND - 1, 0, -1)]
    return [*(moment for moment in weekly if moment < daily[0]), *daily, now]


def operations_by_round(
    history: Sequence[PastChange], moments: Sequence[datetime]
) -> Iterator[tuple[datetime, Operations]]:
    """Return for each of *moments* the operations of its round.

    Within a round, the last value of an attribute counts.
    """
    ordered = sorted(history, key=lambda each: each.moment)
    index = 0
    for moment in moments:
        latest: dict[str, dict[str, Any]] = {}
        while index < len(ordered) and ordered[index].moment <= moment:
            merge(latest, ordered[index])
            index += 1
        yield moment, list(latest.values())


def merge(latest: dict[str, dict[str, Any]], change: PastChange) -> None:
    """Add *change* to the operation on its entity in *latest*."""
    known = latest.get(change.id)
    if known is not None:
        known["entity_data"].update(change.data)
    elif change.is_creation:
        latest[change.id] = creation(change.entity_type, {"id": change.id, **change.data})
    else:
        latest[change.id] = {
            "action": "update",
            "entity_type": change.entity_type,
            "entity_key": [change.id],
            "entity_data": dict(change.data),
        }
