"""The small production of the query tests."""

from __future__ import annotations

from callboard.wire.builtin import ORIGIN_LOCATION_ID, SERVER_LOCATION_ID
from tests.queries.whole import WHOLE
from tests.support.operations import Operation, create, moment, update
from tests.support.world import World

PEOPLE: tuple[Operation, ...] = (
    create("User", id="carl-id", username="Carl", is_active=False, email="carl@example.com"),
    create("Group", id="artists", name="Artists"),
    create("Group", id="riggers", name="riggers", parent_id="artists"),
    create("Membership", id="m1", user_id="ann-id", group_id="riggers"),
    create("Membership", id="m2", user_id="bob-id", group_id="artists"),
    create("Metadata", parent_id="ann-id", parent_type="User", key="some_key", value="some_value"),
    create("Metadata", parent_id="ann-id", parent_type="User", key="color", value="Red"),
    create("Metadata", parent_id="bob-id", parent_type="User", key="color", value="blue"),
)

JOBS: tuple[Operation, ...] = (
    create(
        "Job",
        id="render",
        user_id="ann-id",
        status="running",
        data='{"description": "Render"}',
        created_at=moment("2024-01-31T10:00:00"),
    ),
    create(
        "Job",
        id="export",
        user_id="ann-id",
        status="done",
        data="none",
        created_at=moment("2024-01-31T00:00:00"),
        finished_at=moment("2024-01-31T12:00:00"),
    ),
    create(
        "Job",
        id="encode",
        user_id="bob-id",
        status="failed",
        created_at=moment("2024-02-01T00:00:00"),
        finished_at=moment("2024-02-01T01:00:00"),
    ),
    create("Job", id="orphan", data="100% o_k", created_at=moment("2024-01-30T23:59:59")),
)

FILES: tuple[Operation, ...] = (
    create("Location", id="studio", name="Studio", label="The studio"),
    create("FileComponent", id="plate", name="Plate", file_type=".exr", size=100),
    create("FileComponent", id="log", name="log", file_type=".txt", size=5),
    create("ContainerComponent", id="box", name="box"),
    create("SequenceComponent", id="frames", name="frames", padding=4, container_id="box"),
    create("FileComponent", id="f1", name="0001", file_type=".png", size=10, container_id="frames"),
    create("FileComponent", id="f2", name="0002", file_type=".PNG", size=20, container_id="frames"),
    create("FileComponent", id="loose", name="LOOSE"),
    create("ComponentLocation", id="plate-server", component_id="plate", location_id=SERVER_LOCATION_ID),
    create(
        "ComponentLocation",
        id="plate-studio",
        component_id="plate",
        location_id="studio",
        resource_identifier="/mnt/plate.exr",
    ),
    create("ComponentLocation", id="log-server", component_id="log", location_id=SERVER_LOCATION_ID),
    create("ComponentLocation", id="frames-origin", component_id="frames", location_id=ORIGIN_LOCATION_ID),
    create("JobComponent", component_id="plate", job_id="render"),
    create("JobComponent", component_id="log", job_id="render"),
    create("JobComponent", component_id="log", job_id="export"),
    create("JobComponent", component_id="frames", job_id="encode"),
    create("Metadata", parent_id="plate", parent_type="FileComponent", key="frame", value="1001"),
    update("User", "ann-id", thumbnail_id="loose"),
)

CLEARED: tuple[Operation, ...] = (
    update("Job", "orphan", user_id=None),
    update("FileComponent", "loose", size=None),
)


def stage_production(world: World) -> None:
    """Create everything above, and the entities of `whole`."""
    for batch in (PEOPLE, JOBS, FILES, CLEARED, *WHOLE):
        world.do(world.admin, *batch)
