"""What a worker writes when a job ends: outputs, thumbnails and events, and only while it holds the task."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from callboard.errors import NotFound
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.actions.call import Call
from callboard_server.actions.encode_media import KIND, MOVIE, PICTURE, encode_media
from callboard_server.files.store import Key
from callboard_server.jobs import queue
from callboard_server.jobs.queue import LeaseLost, Task
from callboard_server.media.failures import CannotEncode
from callboard_server.records.components import component_name
from callboard_server.records.posters import poster
from callboard_server.records.stored_files import StoredFile, replace_stored_file
from callboard_server.storage.entities import load
from callboard_server.storage.transaction import Transaction
from callboard_server.worker import job_updates
from callboard_server.worker.encode import Encoding, Product
from callboard_server.worker.job_updates import JobEnded
from callboard_server.worker.services import WorkerServices
from callboard_server.worker.source import find_source, read_order
from tests.support.operations import create, delete, update
from tests.support.world import ANN, World


@pytest.fixture
def world(services: WorkerServices) -> World:
    return World(services.database)


@pytest.fixture
def version(world: World) -> str:
    """A version of ann's, made for a task, and a movie of hers in the server location."""
    (schema,) = world.sql("SELECT id FROM project_schema ORDER BY name LIMIT 1")[0]
    world.do(
        world.admin,
        create("Project", id="project", name="project", full_name="Project", project_schema_id=schema),
        create("Shot", id="shot", name="sh010", parent_id="project"),
        create("Task", id="task", name="comp", parent_id="shot"),
        create("Asset", id="asset", name="comp", context_id="shot"),
        create("AssetVersion", id="version", asset_id="asset", task_id="task"),
        create("FileComponent", id="movie", name="sh010", file_type=".mov"),
        create("ComponentLocation", component_id="movie", location_id=SERVER_LOCATION_ID),
    )
    return "version"


def call(services: WorkerServices, tx: Transaction) -> Call:
    return evolve(services.call(tx), actor=ANN)


def claimed(services: WorkerServices, **options: Any) -> Task:
    """Request the encoding of component `movie`, and claim the task."""
    file = StoredFile("movie", "key-of-movie", "movie.mov", 3, "0" * 32, "ann-id", "2026-01-01T00:00:00")

    def request(tx: Transaction) -> Task | None:
        replace_stored_file(tx, file)
        encode_media(call(services, tx), {"action": "encode_media", "component_id": "movie", **options})
        return queue.claim(tx, "token", timedelta(minutes=1))

    task = services.database.write(request)
    assert task is not None
    return task


def finish(services: WorkerServices, task: Task) -> list[str]:
    order = read_order(task.payload)
    products = [
        Product(format_, order.outputs[format_], f"key-of-{format_}", 7, "1" * 32, {"width": 1, "height": 2})  # type: ignore[arg-type]
        for format_ in (MOVIE, PICTURE)
    ]

    def succeed(tx: Transaction) -> list[str]:
        return job_updates.succeed(services, tx, task, order, find_source(tx, order), Encoding(products))

    return services.database.write(succeed)


def row(services: WorkerServices, entity_type: str, key: str) -> dict[str, Any]:
    root = services.model.root(services.model.entity(entity_type))
    (found,) = services.database.read(lambda tx: load(tx, services.studio.standard.tables, root, "id", [key]))
    return found


def test_outputs_belong_to_the_version_and_provide_its_thumbnail(
    services: WorkerServices, world: World, version: str
) -> None:
    task = claimed(services, version_id=version)
    outputs = read_order(task.payload).outputs
    assert finish(services, task) == []
    movie, picture = (row(services, "Component", outputs[format_]) for format_ in (MOVIE, PICTURE))
    assert (movie["name"], movie["version_id"]) == ("ftrackreview-mp4", version)
    assert (picture["name"], picture["version_id"]) == ("ftrackreview-image", version)
    assert row(services, "AssetVersion", version)["thumbnail_id"] == picture["id"]
    assert row(services, "Task", "task")["thumbnail_id"] == picture["id"]
    assert row(services, "Job", task.job_id)["status"] == "done"
    posters = services.database.read(
        lambda tx: [poster(tx, key) for key in ("movie", movie["id"], picture["id"])]
    )
    assert [file and file.component_id for file in posters] == [picture["id"], picture["id"], None]


def test_an_existing_thumbnail_of_the_task_is_kept(
    services: WorkerServices, world: World, version: str
) -> None:
    world.do(
        world.admin,
        create("FileComponent", id="chosen", name="chosen"),
        update("Task", "task", thumbnail_id="chosen"),
    )
    finish(services, claimed(services, version_id=version))
    assert row(services, "Task", "task")["thumbnail_id"] == "chosen"


def test_an_event_reports_that_a_version_was_encoded(
    services: WorkerServices, world: World, version: str
) -> None:
    finish(services, claimed(services, version_id=version))
    ((payload, audience),) = services.database.read(
        lambda tx: tx.fetch("SELECT payload, audience FROM outbox ORDER BY sequence DESC LIMIT 1", {})
    )
    (entity,) = json.loads(payload)["data"]["entities"]
    assert (entity["action"], entity["entityType"], entity["entityId"]) == (
        "encoded",
        "assetversion",
        version,
    )
    assert (entity["keys"], entity["changes"]) == ([], {})
    assert [parent["entityId"] for parent in entity["parents"]] == [version, "asset", "shot", "project"]
    assert json.loads(audience) == [None]


def test_a_version_that_does_not_exist_is_refused(
    services: WorkerServices, world: World, version: str
) -> None:
    with pytest.raises(NotFound, match="AssetVersion"):
        claimed(services, version_id="other")


def test_outputs_of_a_deleted_version_keep_their_names(
    services: WorkerServices, world: World, version: str
) -> None:
    task = claimed(services, version_id=version, keep_original=False)
    world.do(world.admin, delete("AssetVersion", version))
    finish(services, task)
    movie = row(services, "Component", read_order(task.payload).outputs[MOVIE])
    assert (movie["name"], movie["version_id"]) == ("sh010", None)


def outputs_left(services: WorkerServices, task: Task) -> list[bool]:
    """Return which outputs of *task* exist."""
    keys = read_order(task.payload).outputs.values()
    return services.database.read(lambda tx: [component_name(tx, key) is not None for key in keys])


@pytest.mark.parametrize("end", ["failure", "a user"])
def test_outputs_that_never_got_bytes_are_deleted(
    services: WorkerServices, world: World, version: str, end: str
) -> None:
    task = claimed(services, version_id=version)
    assert outputs_left(services, task) == [True, True]
    if end == "failure":
        error = CannotEncode("it is damaged")
        services.database.write(lambda tx: job_updates.fail(services, tx, task, error))
    else:
        world.do(world.ann, delete("Job", task.job_id))
        services.database.write(lambda tx: job_updates.cancel(services, tx, task))
    assert outputs_left(services, task) == [False, False]
    assert row(services, "Component", "movie")["version_id"] == version, "the source is kept"


def test_what_an_encode_does_not_make_is_deleted(
    services: WorkerServices, world: World, version: str
) -> None:
    """An animated picture may turn out to have one frame. Then there is no movie."""
    task = claimed(services, version_id=version)
    order = read_order(task.payload)
    product = Product(PICTURE, order.outputs[PICTURE], Key("key"), 7, "1" * 32, {"width": 1, "height": 2})
    services.database.write(
        lambda tx: job_updates.succeed(services, tx, task, order, find_source(tx, order), Encoding([product]))
    )
    assert outputs_left(services, task) == [False, True]


def test_nothing_is_written_without_the_lease_or_after_the_job_ended(
    services: WorkerServices, world: World, version: str
) -> None:
    late = claimed(services)
    services.database.write(lambda tx: tx.change("UPDATE queued_task SET token = 'of-an-heir'", {}))
    with pytest.raises(LeaseLost):
        finish(services, late)
    heir = evolve(late, token="of-an-heir")
    world.do(world.ann, update("Job", late.job_id, status="failed"))
    with pytest.raises(JobEnded):
        finish(services, heir)
    assert row(services, "Job", late.job_id)["data"] == json.dumps(
        {name: value for name, value in late.payload.items() if name != "user_id"}
    )


def test_the_task_has_the_outputs_that_the_job_lists(
    services: WorkerServices, world: World, version: str
) -> None:
    task = claimed(services, version_id=version, keep_original=False)
    order = read_order(task.payload)
    data = json.loads(row(services, "Job", task.job_id)["data"])
    assert task.kind == KIND
    assert data["output"] == [
        {"format": format_, "component_id": key} for format_, key in order.outputs.items()
    ]
    assert (order.source_id, order.keep_original, order.version_id, order.user_id) == (
        "movie",
        False,
        version,
        "ann-id",
    )
