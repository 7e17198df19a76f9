"""Documented scenarios 85 to 88: clients encode media, and follow the job."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.cli.worker import worker_services
from callboard_server.testing import RunningServer
from callboard_server.worker.loop import working
from tests.support.clients import INTERPRETERS, Client, Interpreter, environment
from tests.support.films import film, picture
from tests.support.people import Person

SECONDS = 30.0


@pytest.fixture(autouse=True)
def worker(server: RunningServer) -> Iterator[None]:
    """A worker beside the server, as `callboard serve` runs one."""
    assert server.services is not None
    with working(worker_services(server.services)):
        yield


def ended(session: Any, job: Any) -> Any:
    """Wait, as scripts do, until *job* ends; return it."""
    deadline = time.monotonic() + SECONDS
    while job["status"] in ("queued", "running"):
        assert time.monotonic() < deadline, job["data"]
        time.sleep(0.1)
        del job["status"]
        session.populate(job, "status")
    del job["data"]
    return job


def test_085_encode_from_path(client: Client, ann: Person, http: httpx.Client, tmp_path: Path) -> None:
    session = client.session(ann)
    job = session.encode_media(str(film(tmp_path / "sh010.mov", seconds=0.5, has_sound=True)))
    assert job.entity_type == "Job"
    assert job["type"] == "encode_media"
    data = json.loads(job["data"])
    assert data["keep_original"] is False
    assert {output["format"] for output in data["output"]} == {"video/mp4", "image/jpeg"}
    source = session.get("FileComponent", data["source_component_id"])
    assert source["component_locations"][0]["location_id"] == SERVER_LOCATION_ID
    assert ended(session, job)["status"] == "done", job["data"]
    for output in data["output"]:
        component = session.get("FileComponent", output["component_id"])
        about = json.loads(component["metadata"]["ftr_meta"])
        assert (about["width"], about["height"]) == (64, 48)
    assert client.session(ann).query(f'Component where id is "{source["id"]}"').first() is None


def test_086_encode_on_a_version(client: Client, bob: Person, tmp_path: Path, unique: str) -> None:
    session = client.session()
    schema = session.query("ProjectSchema").first()
    project = session.create("Project", {"name": unique, "full_name": unique, "project_schema": schema})
    shot = session.create("Shot", {"name": "sh010", "parent": project})
    task = session.create("Task", {"name": "comp", "parent": shot})
    asset = session.create("Asset", {"name": "comp", "parent": shot})
    version = session.create("AssetVersion", {"asset": asset, "task": task})
    session.commit()
    job = ended(session, version.encode_media(str(film(tmp_path / "sh010.mov", seconds=0.5))))
    assert job["status"] == "done", job["data"]
    again = client.session(bob)  # versions are visible to other users
    found = again.get("AssetVersion", version["id"])
    components = {component["name"]: component for component in found["components"]}
    assert set(components) == {"ftrackreview-mp4", "ftrackreview-image"}
    about = json.loads(components["ftrackreview-mp4"]["metadata"]["ftr_meta"])
    assert set(about) == {"frameIn", "frameOut", "frameRate", "height", "width"}
    assert json.loads(components["ftrackreview-image"]["metadata"]["ftr_meta"])["format"] == "image"
    assert found["thumbnail_id"] == components["ftrackreview-image"]["id"]
    assert again.get("Task", task["id"])["thumbnail_id"] == found["thumbnail_id"]


def test_087_encoded_urls(client: Client, ann: Person, http: httpx.Client, tmp_path: Path) -> None:
    session = client.session(ann)
    job = ended(session, session.encode_media(str(picture(tmp_path / "concept.png"))))
    location = session.query('Location where name is "ftrack.server"').one()
    (link,) = job["job_components"]
    for url in (location.get_url(link["component"]), link["url"]["url"]):
        answer = http.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
    assert (
        http.get(location.get_thumbnail_url(link["component"], size=64)).headers["content-type"]
        == "image/jpeg"
    )


def test_088_encode_existing_component(client: Client, ann: Person, tmp_path: Path) -> None:
    session = client.session(ann)
    path = film(tmp_path / "sh010.mov", seconds=0.2)
    component = session.create_component(str(path), location=None)
    session.commit()
    server_location = session.get("Location", SERVER_LOCATION_ID)
    with pytest.raises(client.module("exception").ServerError, match=r"ftrack\.server"):
        session.encode_media(component)
    server_location.add_component(component, session.get("Location", "ce9b348f-8809-11e3-821c-20c9d081909b"))
    session.commit()
    job = ended(session, session.encode_media(component))
    assert job["status"] == "done", job["data"]
    assert json.loads(job["data"])["keep_original"] is True
    assert client.session(ann).get("FileComponent", component["id"]) is not None
    with pytest.raises(ValueError, match=r"."):
        session.encode_media(17)


SCRIPT = """
import json, sys, time

session = ftrack_api.Session()
job = session.encode_media(sys.argv[1])
requested = json.loads(job['data'])
while job['status'] in ('queued', 'running'):
    time.sleep(0.1)
    session.reset()
    job = session.get('Job', job['id'])
location = session.query('Location where name is "ftrack.server"').one()
print(json.dumps({
    'requested': requested,
    'status': job['status'],
    'urls': [location.get_url(job_component['component']) for job_component in job['job_components']],
}))
session.close()
"""


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda interpreter: interpreter.name)
def test_scripts(interpreter: Interpreter, server: RunningServer, http: httpx.Client, tmp_path: Path) -> None:
    done = subprocess.run(
        [*interpreter.command(SCRIPT), str(film(tmp_path / "sh010.mov", seconds=0.2))],
        env=environment(server, tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    output = json.loads(done.stdout)
    assert output["status"] == "done"
    assert len(output["requested"]["output"]) == 2
    assert {http.get(url).headers["content-type"] for url in output["urls"]} == {"video/mp4", "image/jpeg"}
