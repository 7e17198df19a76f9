"""Encoding on a running server with a worker.

The job, its events, the encoded files, and the required rights.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.cli.worker import worker_services
from callboard_server.storage.transaction import Row, Transaction
from callboard_server.testing import RunningServer
from callboard_server.worker.loop import Worker, working
from callboard_server.worker.services import WorkerServices
from tests.support.film import VFX
from tests.support.films import film, picture
from tests.support.live import Person, files_in, fresh
from tests.support.operations import create, delete, update

SECONDS = 30.0


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A movie that takes a few seconds to encode."""
    return film(
        tmp_path_factory.mktemp("films") / "long.mov",
        seconds=8,
        size="640x360",
        rate="25",
        codec=("-c:v", "mpeg4"),
    )


@pytest.fixture
def services(server: RunningServer) -> WorkerServices:
    assert server.services is not None
    return worker_services(server.services)


@pytest.fixture
def worker(services: WorkerServices) -> Iterator[Worker]:
    """A worker next to the server."""
    with working(services) as made:
        yield made


def located(person: Person, path: Path, name: str | None = None) -> str:
    """Upload the file at *path* to the server location; return its component."""
    component = person.component(path.read_bytes(), name or path.stem, path.suffix)
    person.do(create("ComponentLocation", component_id=component, location_id=SERVER_LOCATION_ID))
    return component


def asking(component_id: str, **more: Any) -> dict[str, Any]:
    return {"action": "encode_media", "component_id": component_id, **more}


def encode(person: Person, component_id: str, **more: Any) -> str:
    job: str = person.do(asking(component_id, **more))[0]["job_id"]
    return job


def job_of(person: Person, job_id: str) -> dict[str, Any]:
    (job,) = person.ask(
        "select status, data, type, user_id, finished_at, job_components.component_id "
        f"from Job where id is {job_id}"
    )
    return job


def data_of(job: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(job["data"])
    return data


def ended(person: Person, job_id: str) -> dict[str, Any]:
    """Wait until a job has ended; return it."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        job = job_of(person, job_id)
        if job["status"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job did not end: {job_of(person, job_id)}")


def until(person: Person, job_id: str, status: str) -> None:
    deadline = time.monotonic() + SECONDS
    while job_of(person, job_id)["status"] != status:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def version_of(person: Person) -> str:
    """Create a version in a project of its own; return it."""
    project, asset, version = fresh(), fresh(), fresh()
    person.do(
        create("Project", id=project, name=project, full_name=project, project_schema_id=VFX),
        create("Asset", id=asset, name="script", context_id=project),
        create("AssetVersion", id=version, asset_id=asset),
    )
    return version


def outputs(data: dict[str, Any]) -> dict[str, str]:
    return {output["format"]: output["component_id"] for output in data["output"]}


def rows(services: WorkerServices, text: str) -> list[Row]:
    return services.database.read(lambda tx: tx.fetch(text, {}))


def leftovers(services: WorkerServices) -> list[Path]:
    return list(services.folder.iterdir()) if services.folder.is_dir() else []


# -- Requests and answers
# ----------------------------------------------------------------------------------------------


def test_a_new_job_is_complete(
    server: RunningServer, services: WorkerServices, ann: Person, tmp_path: Path
) -> None:
    component = located(ann, film(tmp_path / "sh010.mov", seconds=0.1))
    job = job_of(ann, encode(ann, component, keep_original=False))
    data = data_of(job)
    assert (job["type"], job["status"], job["user_id"]) == ("encode_media", "queued", ann.id)
    assert data["source_component_id"] == component
    assert data["keep_original"] is False
    assert data["description"] == "Encode sh010.mov"
    assert [output["format"] for output in data["output"]] == ["video/mp4", "image/jpeg"]
    listed = [output["component_id"] for output in data["output"]]
    assert {link["component_id"] for link in job["job_components"]} == set(listed)
    for component_id, file_type in zip(listed, (".mp4", ".jpg"), strict=True):
        (found,) = ann.ask(
            f"select name, file_type, version_id from FileComponent where id is {component_id}"
        )
        assert (found["name"], found["file_type"], found["version_id"]) == ("sh010", file_type, None)
        assert ann.stored(component_id) is None, "its bytes follow"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (True, True),
        (False, False),
        ("True", True),
        ("False", False),
        ("auto", True),
        (None, True),
        (0, False),
    ],
)
def test_keep_original_counts_by_its_truth(
    server: RunningServer, ann: Person, tmp_path: Path, given: Any, expected: bool
) -> None:
    component = located(ann, picture(tmp_path / "a.png"))
    assert data_of(job_of(ann, encode(ann, component, keep_original=given)))["keep_original"] is expected


def test_outputs_and_the_kept_original_belong_to_the_version_at_once(
    server: RunningServer, admin: Person, tmp_path: Path
) -> None:
    component, version = located(admin, film(tmp_path / "sh010.mov", seconds=0.1)), version_of(admin)
    job = job_of(admin, encode(admin, component, version_id=version, keep_original="True"))
    (of_version,) = admin.ask(
        f"select components.id, components.name from AssetVersion where id is {version}"
    )
    names = {found["id"]: found["name"] for found in of_version["components"]}
    assert names == {
        component: "sh010",
        outputs(data_of(job))["video/mp4"]: "ftrackreview-mp4",
        outputs(data_of(job))["image/jpeg"]: "ftrackreview-image",
    }


def test_a_second_encode_replaces_the_first(
    server: RunningServer, services: WorkerServices, worker: Worker, admin: Person, tmp_path: Path
) -> None:
    """A version has one of each result, at any time. A second encode that fails changes nothing."""
    version = version_of(admin)
    first, second = (
        located(admin, film(tmp_path / f"{size}.mov", seconds=0.1, size=size)) for size in ("64x48", "96x64")
    )
    broken = admin.component(b"no movie", "broken", ".mov")
    admin.do(create("ComponentLocation", component_id=broken, location_id=SERVER_LOCATION_ID))
    before = files_when_idle(server, services)["content"]
    widths = []
    for source, state in ((first, "done"), (second, "done"), (broken, "failed")):
        job = ended(admin, encode(admin, source, version_id=version))
        assert job["status"] == state, job
        found = admin.ask(
            "select name, metadata from FileComponent "
            f'where version_id is {version} and name like "ftrackreview%"'
        )
        assert sorted(each["name"] for each in found) == ["ftrackreview-image", "ftrackreview-mp4"]
        widths += [json.loads(each["metadata"][0]["value"])["width"] for each in found]
    assert widths == [64, 64, 96, 96, 96, 96]
    deadline = time.monotonic() + 5
    while files_in(server)["content"] != before + 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert files_in(server)["content"] == before + 2, "the replaced bytes are deleted"


def test_a_picture_is_encoded_to_a_picture_only(server: RunningServer, ann: Person, tmp_path: Path) -> None:
    component = located(ann, picture(tmp_path / "concept.png"))
    data = data_of(job_of(ann, encode(ann, component)))
    assert [output["format"] for output in data["output"]] == ["image/jpeg"]
    assert data["keep_original"] is True


def test_invalid_requests_are_refused(
    server: RunningServer, ann: Person, bob: Person, tmp_path: Path
) -> None:
    path = film(tmp_path / "a.mov", seconds=0.1)
    unlocated, nowhere, container = ann.component(path.read_bytes(), "a", ".mov"), fresh(), fresh()
    ann.do(
        create("FileComponent", id=nowhere, name="nowhere"),
        create("ContainerComponent", id=container, name="container"),
    )
    ann.do(create("ComponentLocation", component_id=nowhere, location_id=SERVER_LOCATION_ID))
    hidden = located(ann, path)
    ann.do(create("JobComponent", job_id=ann.job(), component_id=hidden))
    for component, status, code in [
        (fresh(), 404, "entity.not_found"),
        (unlocated, 400, "encode.not_on_server"),
        (nowhere, 400, "encode.not_on_server"),
        (container, 400, "encode.container"),
    ]:
        assert ann.refused(status, asking(component))["error_code"] == code
    assert bob.refused(404, asking(hidden))["error_code"] == "entity.not_found"
    for malformed in (
        {"component_id": 7},
        {},
        {"component_id": hidden, "version_id": 1},
    ):
        assert ann.refused(422, {"action": "encode_media", **malformed})["error_code"] == "batch.malformed"
    assert ann.refused(404, asking(hidden, version_id=fresh()))["error_code"] == "entity.not_found"
    assert ann.ask(f'Job where type is "encode_media" and data like "%{hidden}%"') == []


def test_a_failed_batch_encodes_nothing(
    server: RunningServer, services: WorkerServices, ann: Person, tmp_path: Path
) -> None:
    component = located(ann, picture(tmp_path / "a.png"))
    before = rows(services, "SELECT count(*) FROM queued_task")
    answer = ann.http.post("/api", json=[asking(component), create("Job", status="nonsense")])
    assert answer.json()["exception"] == "ValidationError"
    assert rows(services, "SELECT count(*) FROM queued_task") == before


# -- Encoded files
# ------------------------------------------------------------------------------------------------------------


def test_a_movie_is_encoded(
    server: RunningServer, services: WorkerServices, worker: Worker, ann: Person, bob: Person, tmp_path: Path
) -> None:
    component = located(ann, film(tmp_path / "sh010.mov", has_sound=True, rate="25"))
    job_id = encode(ann, component)
    promised = outputs(data_of(job_of(ann, job_id)))
    job = ended(ann, job_id)
    events = [
        json.loads(text)
        for (text,) in rows(
            services, "SELECT payload FROM outbox WHERE topic = 'ftrack.location.component-added'"
        )
    ]
    added = [event["data"] for event in events if event["data"]["component_id"] in promised.values()]
    assert sorted(data["component_id"] for data in added) == sorted(promised.values())
    assert {data["location_id"] for data in added} == {SERVER_LOCATION_ID}
    data = data_of(job)
    assert (job["status"], data["progress"], data["description"]) == ("done", 1, "Encode sh010.mov"), data
    assert job["finished_at"] is not None
    assert outputs(data) == promised
    assert {link["component_id"] for link in job["job_components"]} == set(promised.values())
    made = {
        found["file_type"]: found
        for found in ann.ask(
            "select name, file_type, size, metadata, component_locations.location_id from FileComponent "
            f'where id in ("{promised["video/mp4"]}", "{promised["image/jpeg"]}")'
        )
    }
    for file_type, size in ((".mp4", (64, 48)), (".jpg", (64, 48))):
        found = made[file_type]
        about = json.loads(next(entry["value"] for entry in found["metadata"] if entry["key"] == "ftr_meta"))
        assert (about["width"], about["height"]) == size
        assert found["name"] == "sh010"
        assert [place["location_id"] for place in found["component_locations"]] == [SERVER_LOCATION_ID]
        content = ann.stored(found["id"])
        assert content is not None
        assert len(content) == found["size"]
    assert ann.stored(component) is not None
    assert bob.get(promised["video/mp4"]).status_code == 404, "what is made for ann is hers"
    assert leftovers(services) == []
    for identifier in (component, promised["video/mp4"], promised["image/jpeg"]):
        answer = ann.http.get("/component/thumbnail", params={"id": identifier, "size": 100})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")


def test_the_original_is_deleted_on_request(
    server: RunningServer, worker: Worker, ann: Person, tmp_path: Path
) -> None:
    component = located(ann, picture(tmp_path / "a.png"))
    before = files_in(server)["content"]
    assert ended(ann, encode(ann, component, keep_original=False))["status"] == "done"
    assert ann.ask(f"Component where id is {component}") == []
    deadline = time.monotonic() + 5
    while files_in(server)["content"] != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert files_in(server)["content"] == before, "one file came and one went"


def test_a_sequence_is_encoded(server: RunningServer, worker: Worker, ann: Person, tmp_path: Path) -> None:
    sequence, frame = fresh(), picture(tmp_path / "frame.png").read_bytes()
    ann.do(create("SequenceComponent", id=sequence, name="render", file_type=".png", padding=4))
    for number in (12, 9, 11, 10):
        member = ann.component(frame, str(number), ".png")
        ann.do(
            update("FileComponent", member, container_id=sequence),
            create("ComponentLocation", component_id=member, location_id=SERVER_LOCATION_ID),
        )
    ann.do(create("ComponentLocation", component_id=sequence, location_id=SERVER_LOCATION_ID))
    job = ended(ann, encode(ann, sequence))
    assert job["status"] == "done", job
    movie = outputs(data_of(job))["video/mp4"]
    (found,) = ann.ask(f"select metadata from FileComponent where id is {movie}")
    assert json.loads(found["metadata"][0]["value"]) == {
        "frameIn": 0,
        "frameOut": 3,
        "frameRate": 25,
        "height": 48,
        "width": 64,
    }
    incomplete = fresh()
    ann.do(create("FileComponent", id=incomplete, name="13", file_type=".png", container_id=sequence))
    assert "1 of 5 frames" in data_of(ended(ann, encode(ann, sequence)))["error"]


def test_progress_is_published_to_the_owner_only(
    server: RunningServer, worker: Worker, ann: Person, bob: Person, long_film: Path
) -> None:
    component = located(ann, long_film)
    with ann.http.stream("GET", "/events") as own_stream, bob.http.stream("GET", "/events") as other_stream:
        lines, others = own_stream.iter_lines(), other_stream.iter_lines()
        assert next(lines) == next(others) == "event: hello"
        job_id = encode(ann, component)
        reports = list(progress_reports(lines, job_id))
        until(ann, job_id, "done")
        marker = bob.job()
        for line in others:
            assert job_id not in line
            if marker in line:
                break
    shares = [report["progress"] for report in reports if "progress" in report]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert any(0 < share < 1 for share in shares)
    assert any(
        report["description"].startswith("Encode long.mov, ") and report["description"].endswith("%")
        for report in reports
    )


def progress_reports(lines: Iterator[str], job_id: str) -> Iterator[dict[str, Any]]:
    """Return the data of a job with each of its events, until it has ended."""
    for line in lines:
        if not line.startswith("data:") or job_id not in line:
            continue
        for entity in json.loads(line.removeprefix("data:"))["data"]["entities"]:
            changes = entity["changes"] if entity["entityId"] == job_id else {}
            if "data" in changes:
                yield json.loads(changes["data"]["new"])
            if changes.get("status", {}).get("new") in ("done", "failed"):
                return


def test_a_document_is_displayed_itself(
    server: RunningServer, worker: Worker, admin: Person, tmp_path: Path
) -> None:
    """It becomes a component of the version under its own name, with a picture of its first page."""
    Image.new("RGB", (60, 80)).save(tmp_path / "script.pdf")
    component, version = located(admin, tmp_path / "script.pdf"), version_of(admin)
    job = ended(admin, encode(admin, component, version_id=version, keep_original=False))
    assert job["status"] == "done", job
    assert list(outputs(data_of(job))) == ["image/jpeg"]
    (found,) = admin.ask(f"select name, version_id, metadata from FileComponent where id is {component}")
    assert (found["name"], found["version_id"]) == ("script", version)
    assert {entry["key"]: json.loads(entry["value"]) for entry in found["metadata"]} == {
        "ftr_meta": {"format": "pdf"}
    }
    (of_version,) = admin.ask(f"select thumbnail_id from AssetVersion where id is {version}")
    assert of_version["thumbnail_id"] == outputs(data_of(job))["image/jpeg"]


def test_a_damaged_document_is_no_failure(
    server: RunningServer, worker: Worker, ann: Person, tmp_path: Path
) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    job = ended(ann, encode(ann, located(ann, tmp_path / "paper.pdf")))
    assert (job["status"], data_of(job)["output"]) == ("done", [])
    assert "first page" in data_of(job)["description"]


# -- Failures, cancellation and retries
# ------------------------------------------------------------------------------------------


HOSTILE = {
    "random.mov": bytes(range(256)) * 400,
    "list.m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "list.concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "archive.zip": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_failed_encode_reports_a_reason(
    server: RunningServer, services: WorkerServices, worker: Worker, ann: Person, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    component = located(ann, tmp_path / name)
    before = files_when_idle(server, services)
    job = ended(ann, encode(ann, component, keep_original=False))
    data = data_of(job)
    assert job["status"] == "failed"
    assert data["description"] == f"Encode {name} failed: {data['error']}."
    assert "\n" not in data["description"]
    assert "root:" not in job["data"]
    assert str(services.folder) not in job["data"]
    assert job["job_components"] == []
    assert ann.stored(component) == HOSTILE[name], "what failed is not thrown away"
    assert files_in(server) == before
    assert leftovers(services) == []


def test_setting_a_job_to_failed_stops_it(
    server: RunningServer, services: WorkerServices, worker: Worker, ann: Person, long_film: Path
) -> None:
    component = located(ann, long_film)
    before = files_in(server)
    job_id = encode(ann, component)
    until(ann, job_id, "running")
    ann.do(update("Job", job_id, status="failed", data='{"description": "Never mind."}'))
    deadline = time.monotonic() + 5
    while (leftovers(services) or open_tasks(services)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert leftovers(services) == []
    assert open_tasks(services) == 0
    assert files_in(server) == before
    job = job_of(ann, job_id)
    assert (job["status"], job["data"], job["job_components"]) == (
        "failed",
        '{"description": "Never mind."}',
        [],
    )


def files_when_idle(server: RunningServer, services: WorkerServices) -> dict[str, int]:
    """Count the files once no task of an earlier test is running."""
    deadline = time.monotonic() + 10
    while open_tasks(services) and time.monotonic() < deadline:
        time.sleep(0.05)
    return files_in(server)


def open_tasks(services: WorkerServices) -> int:
    return int(rows(services, "SELECT count(*) FROM queued_task WHERE state != 'over'")[0][0])


def test_deleting_a_job_stops_it(
    server: RunningServer,
    services: WorkerServices,
    worker: Worker,
    ann: Person,
    long_film: Path,
    tmp_path: Path,
) -> None:
    component = located(ann, long_film)
    job_id = encode(ann, component)
    until(ann, job_id, "running")
    ann.do(delete("Job", job_id))
    deadline = time.monotonic() + 5
    while leftovers(services) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert leftovers(services) == []
    assert ended(ann, encode(ann, located(ann, picture(tmp_path / "a.png"))))["status"] == "done", (
        "the worker goes on"
    )


def test_a_requeued_job_is_retried(
    server: RunningServer, worker: Worker, ann: Person, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"not yet a picture")
    component = located(ann, tmp_path / "a.png")
    job_id = encode(ann, component)
    assert data_of(ended(ann, job_id))["error"]
    assert ann.put(component, picture(tmp_path / "b.png").read_bytes()).status_code == 200
    ann.do(update("Job", job_id, status="queued"))
    job = ended(ann, job_id)
    assert job["status"] == "done", job
    assert not {"error", "log"} & set(data_of(job))


def test_a_stopping_worker_leaves_its_task_to_the_next_one(
    server: RunningServer, services: WorkerServices, ann: Person, long_film: Path
) -> None:
    component = located(ann, long_film)
    job_id = encode(ann, component)
    with working(services):
        until(ann, job_id, "running")
    assert leftovers(services) == []
    assert rows(services, "SELECT state, attempts FROM queued_task WHERE state != 'over'") == [("waiting", 0)]
    with working(services):
        assert ended(ann, job_id)["status"] == "done"


def test_a_long_encode_keeps_its_lease(
    server: RunningServer, services: WorkerServices, ann: Person, tmp_path: Path
) -> None:
    path = film(tmp_path / "longer.mov", seconds=25, size="640x360", rate="25", codec=("-c:v", "mpeg4"))
    short = timedelta(seconds=1.5)
    job_id = encode(ann, located(ann, path))
    with working(services, lease=short), working(services, lease=short):
        begun = time.monotonic()
        assert ended(ann, job_id)["status"] == "done"
    assert time.monotonic() - begun > short.total_seconds(), "it took longer than a lease"
    assert rows(services, f"SELECT attempts FROM queued_task WHERE job_id = '{job_id}'") == [(1,)]


def test_a_task_that_never_finishes_is_given_up(
    server: RunningServer, services: WorkerServices, ann: Person, tmp_path: Path
) -> None:
    job_id = encode(ann, located(ann, picture(tmp_path / "a.png")))
    services.database.write(
        lambda tx: tx.change(
            "UPDATE queued_task SET attempts = 3, state = 'leased' WHERE state != 'over'", {}
        )
    )
    with working(services):
        assert "started 3 times" in data_of(ended(ann, job_id))["description"]


def test_a_server_error_is_retried_later(
    server: RunningServer, services: WorkerServices, ann: Person, tmp_path: Path
) -> None:
    component = located(ann, picture(tmp_path / "a.png"))
    job_id = encode(ann, component)

    def misplace(tx: Transaction) -> None:
        tx.change("UPDATE stored_file SET key = key || 'x' WHERE component_id = " + f"'{component}'", {})

    services.database.write(misplace)
    with working(services):
        deadline = time.monotonic() + 10
        while rows(services, "SELECT state, attempts FROM queued_task WHERE state != 'over'") != [
            ("waiting", 1)
        ]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert job_of(ann, job_id)["status"] == "running"
    assert leftovers(services) == []
    ann.do(delete("Job", job_id))
