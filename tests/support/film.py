"""A small film for tests of production rules.

It has a project, a sequence, two shots, a task, an asset and a version.
"""

from __future__ import annotations

from typing import Any

from callboard.wire.builtin import UPLOAD_ASSET_TYPE_ID
from callboard_server.records.vocabulary import SCHEMAS, STATUSES, TYPES
from tests.support.operations import Operation, create
from tests.support.world import World

VFX: str = SCHEMAS["VFX Scheme"]["id"]
STATUS = {name: identifier for name, (identifier, *_) in STATUSES.items()}
TYPE = {name: identifier for name, (identifier, *_) in TYPES.items()}

FILM: tuple[Operation, ...] = (
    create("Project", id="film", name="Film", project_schema_id=VFX),
    create("Sequence", id="sq", name="sq010", parent_id="film"),
    create("Shot", id="sh1", name="sh010", parent_id="sq"),
    create("Shot", id="sh2", name="sh020", parent_id="sq"),
    create("Task", id="comp", name="comp", parent_id="sh1", type_id=TYPE["Compositing"]),
    create("Asset", id="plate", name="plate", context_id="sh1", type_id=UPLOAD_ASSET_TYPE_ID),
    create("AssetVersion", id="v1", asset_id="plate", task_id="comp"),
)


def stage_film(world: World) -> World:
    """Create the film, without leaving events of it."""
    world.do(world.admin, *FILM)
    world.forget_events()
    return world


def one(world: World, text: str) -> dict[str, Any]:
    """Return the only entity that matches the query *text*."""
    (found,) = world.rows(world.admin, text)
    return found


def statements(world: World, *operations: Operation) -> int:
    """Commit *operations* and return the number of SQL statements."""
    world.do(world.admin, *operations)
    return len(world.statements)
