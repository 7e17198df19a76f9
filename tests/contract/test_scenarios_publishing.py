"""Documented scenarios 81 to 84 and 89 to 94: versions, components, media and thumbnails."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from PIL import Image

from tests.contract.production import Production, server_location, write_picture


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    made = tmp_path / "plate.bin"
    made.write_bytes(b"plate " * 500)
    return made


@pytest.fixture
def studio(production: Production, tmp_path: Path) -> Any:
    """A location on this disk, which the session of the production prefers."""
    api, session = production.client, production.session
    location = session.ensure("Location", {"name": f"{production.name}-disk"})
    (tmp_path / "studio").mkdir()
    location.accessor = api.module("accessor.disk").DiskAccessor(prefix=str(tmp_path / "studio"))
    location.structure = api.module("structure.id").IdStructure()
    location.priority = 1
    return location


def locations_of(production: Production, component: Any) -> set[str]:
    """Return the names of the locations that contain *component*."""
    found = production.client.session().query(f'ComponentLocation where component_id is "{component["id"]}"')
    return {each["location"]["name"] for each in found}


def test_081_publish_a_version(production: Production, studio: Any, plate: Path) -> None:
    session = production.session
    task = session.query(f'Task where id is "{production.task["id"]}"').one()
    kind = session.query('AssetType where name is "Geometry"').one()
    asset = session.create("Asset", {"name": "forest", "type": kind, "parent": task["parent"]})
    version = session.create("AssetVersion", {"asset": asset, "task": task})
    session.commit()
    for name in ("main", "preview"):
        version.create_component(str(plate), data={"name": name}, location="auto")
    session.commit()
    second = session.create("AssetVersion", {"asset": asset, "task": task})
    session.commit()
    assert (version["version"], second["version"]) == (1, 2)
    stored = production.again(version)
    assert stored["asset"]["parent"]["id"] == production.shot["id"]
    assert stored["task"]["id"] == task["id"]
    assert stored["user"]["username"] == session.api_user
    assert {component["name"] for component in stored["components"]} == {"main", "preview"}
    assert all(locations_of(production, component) == {studio["name"]} for component in stored["components"])
    assert production.again(asset)["latest_version"]["id"] == second["id"]
    assert [production.again(each)["is_latest_version"] for each in (version, second)] == [False, True]


def test_082_named_component_in_a_chosen_location(production: Production, plate: Path) -> None:
    session = production.session
    version = production.version()
    component = version.create_component(
        str(plate), data={"name": "foobar"}, location=server_location(session)
    )
    session.commit()
    stored = production.again(component)
    assert (stored["name"], stored["version"]["id"]) == ("foobar", version["id"])
    assert locations_of(production, component) == {"ftrack.server"}


def test_083_helper_of_versions(production: Production, studio: Any, plate: Path) -> None:
    version = production.version()
    component = version.create_component(str(plate))
    production.session.commit()
    assert [each["id"] for each in production.again(version)["components"]] == [component["id"]]
    assert locations_of(production, component) == set()


def test_084_sequence_of_a_version(production: Production, studio: Any, tmp_path: Path) -> None:
    frames = [*range(1, 6), 7, 8, *range(10, 21)]
    for frame in frames:
        (tmp_path / f"file.{frame:04d}.ext").write_bytes(b"x" * frame)
    version = production.version()
    component = version.create_component(str(tmp_path / "file.%04d.ext [1-5, 7, 8, 10-20]"), location=studio)
    production.session.commit()
    (stored,) = production.again(version)["components"]
    assert stored.entity_type == "SequenceComponent"
    assert (stored["id"], stored["padding"], stored["size"]) == (component["id"], 4, sum(frames))
    assert sorted(member["name"] for member in stored["members"]) == [f"{frame:04d}" for frame in frames]
    assert {member["container"]["id"] for member in stored["members"]} == {stored["id"]}


@pytest.mark.parametrize("way", ["server", "auto"])
def test_089_web_review_of_encoded_video(production: Production, plate: Path, way: str) -> None:
    session = production.session
    version = production.version()
    location = server_location(session) if way == "server" else "auto"
    for name in ("ftrackreview-mp4", "ftrackreview-mp4-1080"):
        component = version.create_component(str(plate), data={"name": name}, location=location)
        component["metadata"]["ftr_meta"] = json.dumps(
            {"frameIn": 0, "frameOut": 150, "frameRate": 25, "height": 720, "width": 1280}
        )
    session.commit()
    stored = {component["name"]: component for component in production.again(version)["components"]}
    assert set(stored) == {"ftrackreview-mp4", "ftrackreview-mp4-1080"}
    assert json.loads(stored["ftrackreview-mp4"]["metadata"]["ftr_meta"])["frameOut"] == 150
    expected = {"ftrack.server"} if way == "server" else {"ftrack.review"}
    assert locations_of(production, stored["ftrackreview-mp4"]) == expected


def test_090_web_review_of_images_and_documents(
    production: Production, tmp_path: Path, http: httpx.Client
) -> None:
    session = production.session
    location = server_location(session)
    version = production.version()
    picture = write_picture(tmp_path / "page.jpg", 1920, 1080)
    (tmp_path / "script.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    meta = {
        "ftrackreview-image": {"format": "image", "width": 1920, "height": 1080},
        "script": {"format": "pdf"},
    }
    components = {
        name: version.create_component(str(path), data={"name": name}, location=location)
        for name, path in (("ftrackreview-image", picture), ("script", tmp_path / "script.pdf"))
    }
    for name, component in components.items():
        component["metadata"]["ftr_meta"] = json.dumps(meta[name])
    version["thumbnail_id"] = components["ftrackreview-image"]["id"]
    session.commit()
    stored = production.again(version)
    assert {
        component["name"]: json.loads(component["metadata"]["ftr_meta"]) for component in stored["components"]
    } == meta
    assert stored["thumbnail"]["name"] == "ftrackreview-image"
    answer = http.get(location.get_url(components["script"]))
    assert answer.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("owner", ["project", "task", "version", "user"])
def test_091_thumbnail_by_helper(
    production: Production, tmp_path: Path, http: httpx.Client, owner: str
) -> None:
    session = production.session
    match owner:
        case "version":
            entity = production.version()
        case "user":
            entity = session.create("User", {"username": production.name})
            session.commit()
        case _:
            entity = getattr(production, owner)
    component = entity.create_thumbnail(str(write_picture(tmp_path / "thumbnail.jpg")))
    stored = production.again(entity)
    assert stored["thumbnail_id"] == component["id"]
    assert stored["thumbnail"]["name"] == "thumbnail"
    assert picture_size(http.get(stored["thumbnail_url"]["url"])) == (300, 225)


@pytest.mark.parametrize("way", ["thumbnail", "thumbnail_id"])
def test_092_thumbnail_by_relation_or_id(production: Production, tmp_path: Path, way: str) -> None:
    session = production.session
    path = str(write_picture(tmp_path / "thumbnail.jpg"))
    component = session.create_component(path, data={"name": "thumbnail"}, location=server_location(session))
    production.task[way] = component if way == "thumbnail" else component["id"]
    session.commit()
    stored = production.again(production.task)
    assert stored["thumbnail_id"] == stored["thumbnail"]["id"] == component["id"]


def test_093_reuse_a_thumbnail(production: Production, tmp_path: Path) -> None:
    version = production.version()
    component = version.create_thumbnail(str(write_picture(tmp_path / "thumbnail.jpg")))
    parent = version["asset"]["parent"]
    parent["thumbnail_id"] = version["thumbnail_id"]
    production.session.commit()
    assert production.again(production.shot)["thumbnail"]["id"] == component["id"]
    assert production.again(version)["thumbnail"]["id"] == component["id"]


@pytest.mark.parametrize("size", [None, 100, 500])
def test_094_thumbnail_addresses(
    production: Production, tmp_path: Path, http: httpx.Client, size: int | None
) -> None:
    session = production.session
    location = server_location(session)
    component = production.task.create_thumbnail(str(write_picture(tmp_path / "thumbnail.jpg", 1024, 768)))
    address = (
        location.get_thumbnail_url(component, size=size) if size else location.get_thumbnail_url(component)
    )
    parameters = parse_qs(urlsplit(address).query)
    assert (parameters["id"], parameters["username"], parameters["apiKey"]) == (
        [component["id"]],
        [session.api_user],
        [session.api_key],
    )
    assert parameters.get("size") == ([str(size)] if size else None)
    width, height = picture_size(http.get(address))
    assert width * 3 == height * 4
    assert width >= (size or 100)


def picture_size(answer: httpx.Response) -> tuple[int, int]:
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.content)) as picture:
        return picture.size
