"""Random productions: consistent rows of some tables, in stored form."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.model.types.jobs import JOB_STATUSES
from callboard_server.storage import entities
from callboard_server.storage.transaction import Transaction
from tests.properties.rows import MOMENTS, NAMES, Rows, complete
from tests.support.world import tables

SIZES = (0, 1, 2, 5, 1000, 5 * 2**30, 2**53)
KINDS = ("file", "container", "sequence")
ORDERED = (
    "UserType",
    "Component",
    "Resource",
    "Location",
    "SecurityRole",
    "Job",
    "JobComponent",
    "ComponentLocation",
    "Metadata",
    "Membership",
    "UserSecurityRole",
    "JobGrant",
)

names = st.sampled_from(NAMES)
moments = st.sampled_from(MOMENTS)


@st.composite
def productions(draw: st.DrawFn) -> Rows:
    """Return a few rows for each type that owns a table, with random references between them."""
    users, groups, files, jobs = (ids(draw, prefix) for prefix in ("u", "g", "c", "j"))
    kinds = {name: draw(st.sampled_from(KINDS)) for name in files}
    containers = [name for name in files if kinds[name] != "file"]
    rows: Rows = {name: [] for name in ORDERED}
    rows["UserType"] = [{"id": "t1", "name": "Default"}, {"id": "t2", "name": None}]
    rows["SecurityRole"] = [{"id": "r1", "name": "Administrator", "type": "PROJECT"}]
    rows["Location"] = [
        {"id": SERVER_LOCATION_ID, "name": "ftrack.server"},
        {"id": "l1", "name": "Studio", "description": draw(names)},
    ]
    rows["Component"] = [component(draw, name, kinds[name], containers) for name in files]
    rows["Resource"] = [user(draw, name, files) for name in users]
    rows["Resource"] += [group(draw, name, groups[:index]) for index, name in enumerate(groups)]
    rows["Job"] = [job(draw, name, users) for name in jobs]
    rows["JobComponent"] = pairs(draw, component_id=files, job_id=jobs)
    rows["ComponentLocation"] = numbered(
        "cl", pairs(draw, component_id=files, location_id=[SERVER_LOCATION_ID, "l1"])
    )
    rows["Membership"] = numbered("m", pairs(draw, user_id=users, group_id=groups))
    rows["UserSecurityRole"] = numbered("usr", pairs(draw, user_id=users, security_role_id=["r1"]))
    rows["JobGrant"] = pairs(draw, user_id=users, job_id=jobs)
    rows["Metadata"] = [
        {**pair, "value": draw(names), "parent_type": "User"}
        for pair in pairs(draw, parent_id=users + files, key=["a", "B", "some_key"])
    ]
    return complete(rows)


def ids(draw: st.DrawFn, prefix: str) -> list[str]:
    return [f"{prefix}{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]


def maybe(draw: st.DrawFn, values: list[str]) -> str | None:
    return draw(st.none() | st.sampled_from(values)) if values else None


def component(draw: st.DrawFn, name: str, kind: str, containers: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "system_type": kind,
        "name": draw(names),
        "file_type": draw(st.none() | st.sampled_from((".png", ".EXR"))),
        "size": draw(st.none() | st.sampled_from(SIZES)),
        "padding": draw(st.integers(0, 5)) if kind == "sequence" else None,
        "container_id": maybe(draw, containers),
    }


def user(draw: st.DrawFn, name: str, files: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "resource_type": "user",
        "username": f"{draw(st.sampled_from(('ann', 'Bob', 'ÜLI')))}-{name}",
        "first_name": draw(st.none() | names),
        "is_active": draw(st.none() | st.booleans()),
        "user_type_id": draw(st.sampled_from((None, "t1", "t2"))),
        "thumbnail_id": maybe(draw, files),
    }


def group(draw: st.DrawFn, name: str, above: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "resource_type": "group",
        "name": draw(names),
        "local": draw(st.booleans()),
        "parent_id": maybe(draw, above),
    }


def job(draw: st.DrawFn, name: str, users: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "type": "api_job",
        "status": draw(st.sampled_from(JOB_STATUSES)),
        "user_id": maybe(draw, users),
        "data": draw(st.none() | names),
        "created_at": draw(moments),
        "finished_at": draw(st.none() | moments),
    }


def pairs(draw: st.DrawFn, **sides: list[str]) -> list[dict[str, Any]]:
    """Return some of the pairs of one value from each side."""
    (one, ones), (other, others) = sides.items()
    every = [(left, right) for left in ones for right in others]
    chosen = draw(st.lists(st.sampled_from(every), max_size=6, unique=True)) if every else []
    return [{one: left, other: right} for left, right in chosen]


def numbered(prefix: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{number}", **row} for number, row in enumerate(rows, 1)]


def store(tx: Transaction, rows: Rows) -> None:
    """Insert *rows* into empty tables; references are checked when the transaction ends."""
    for name in ORDERED:
        if rows[name]:
            entities.insert(tx, tables(), tables().model.entity(name), rows[name])
