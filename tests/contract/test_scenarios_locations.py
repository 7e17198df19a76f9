"""Documented scenarios 63 to 75, 84, 91 and 94: locations, components and thumbnails."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.support.clients import Client

BUILT_IN = {"ftrack.origin", "ftrack.unmanaged", "ftrack.review", "ftrack.server"}

Configure = Callable[[Any, str], Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file for components."""
    made = tmp_path / "plate.txt"
    made.write_bytes(b"plate " * 1000)
    return made


@pytest.fixture
def disk(client: Client, tmp_path: Path) -> Configure:
    """Return a function that adds a location on this disk to a session."""

    def configure(session: Any, name: str) -> Any:
        location = session.ensure("Location", {"name": name})
        location.accessor = client.module("accessor.disk").DiskAccessor(prefix=str(tmp_path / name))
        location.structure = client.module("structure.id").IdStructure()
        location.priority = 30
        (tmp_path / name).mkdir(exist_ok=True)
        return location

    return configure


def server_location(session: Any) -> Any:
    return session.query('Location where name is "ftrack.server"').one()


def test_063_ensure_a_location(client: Client, unique: str) -> None:
    session = client.session()
    first = session.ensure("Location", {"name": unique})
    assert session.ensure("Location", {"name": unique}) is first
    session.create("Location", {"name": unique})
    with pytest.raises(client.module("exception").ServerError, match="DuplicateEntryError"):
        session.commit()
    session.rollback()


def test_064_built_in_locations(client: Client) -> None:
    session = client.session()
    locations = {location["name"]: location for location in session.query("Location")}
    assert set(locations) >= BUILT_IN
    assert all(locations[name].accessor for name in BUILT_IN)
    symbol = client.module("symbol")
    assert session.get("Location", symbol.SERVER_LOCATION_ID) is locations["ftrack.server"]
    assert session.get("Location", symbol.ORIGIN_LOCATION_ID) is locations["ftrack.origin"]


def test_065_067_configured_location_is_picked(
    client: Client, unique: str, path: Path, disk: Configure, tmp_path: Path
) -> None:
    session = client.session()
    location = disk(session, unique)
    assert session.pick_location() is location
    component = session.create_component(str(path), data={"name": unique})
    kept = Path(location.get_filesystem_path(component))
    assert kept.read_bytes() == path.read_bytes()
    assert kept.is_relative_to(tmp_path / unique)
    registered = client.session().query(f'ComponentLocation where component_id is "{component["id"]}"').one()
    assert registered["location_id"] == location["id"]
    assert not Path(registered["resource_identifier"]).is_absolute()


def test_068_named_location(client: Client, unique: str, path: Path, http: httpx.Client) -> None:
    session = client.session()
    location = server_location(session)
    component = session.create_component(str(path), data={"name": unique}, location=location)
    stored = client.session().get("FileComponent", component["id"])
    assert (stored["name"], stored["file_type"], stored["size"]) == (unique, ".txt", path.stat().st_size)
    answer = http.get(location.get_url(component))
    assert hashlib.md5(answer.content).hexdigest() == hashlib.md5(path.read_bytes()).hexdigest()


def test_069_no_location(client: Client, unique: str, path: Path) -> None:
    session = client.session()
    component = session.create_component(str(path), data={"name": unique}, location=None)
    assert client.session().query(f'FileComponent where name is "{unique}"').first() is None
    origin = session.get("Location", client.module("symbol").ORIGIN_LOCATION_ID)
    assert origin.get_filesystem_path(component) == str(path)
    session.commit()
    stored = client.session().query(f'FileComponent where name is "{unique}"').one()
    assert list(stored["component_locations"]) == []


def test_070_add_to_another_location(client: Client, unique: str, path: Path, disk: Configure) -> None:
    session = client.session()
    errors = client.module("exception")
    server, studio = server_location(session), disk(session, unique)
    component = session.create_component(str(path), data={"name": unique}, location=server)
    studio.add_component(component, server)
    assert Path(studio.get_filesystem_path(component)).read_bytes() == path.read_bytes()
    with pytest.raises(errors.ComponentInLocationError):
        studio.add_component(component, server)
    registrations = client.session().query(f'ComponentLocation where component_id is "{component["id"]}"')
    assert {each["location_id"] for each in registrations} == {server["id"], studio["id"]}


def test_071_remove_from_a_location(
    client: Client, unique: str, path: Path, disk: Configure, http: httpx.Client
) -> None:
    session = client.session()
    server, studio = server_location(session), disk(session, unique)
    component = session.create_component(str(path), data={"name": unique}, location=server)
    studio.add_component(component, server)
    kept, url = Path(studio.get_filesystem_path(component)), server.get_url(component)
    studio.remove_component(component)
    assert not kept.exists()
    assert http.get(url).status_code == 200
    server.remove_component(component)
    assert http.get(url).status_code == 404
    assert client.session().query(f'ComponentLocation where component_id is "{component["id"]}"').all() == []
    with pytest.raises(client.module("exception").ComponentNotInLocationError):
        server.remove_component(component)


def test_072_unmanaged(client: Client, unique: str, path: Path, disk: Configure) -> None:
    session = client.session()
    location = disk(session, unique)
    client.module().mixin(location, client.module("entity.location").UnmanagedLocationMixin)
    location.structure = client.module("structure.origin").OriginStructure()
    location.accessor = client.module("accessor.disk").DiskAccessor(prefix="")
    component = session.create_component(str(path), data={"name": unique}, location=location)
    assert location.get_filesystem_path(component) == str(path)
    location.remove_component(component)
    assert path.exists()


def test_073_the_server_has_no_paths(client: Client, unique: str, path: Path) -> None:
    session = client.session()
    location = server_location(session)
    component = session.create_component(str(path), data={"name": unique}, location=location)
    with pytest.raises(client.module("exception").AccessorUnsupportedOperationError):
        location.get_filesystem_path(component)


def test_073_prefix_is_a_folder(client: Client, tmp_path: Path) -> None:
    """The official client compares the start of the path as text; ours compares folders."""
    accessor = client.module("accessor.disk").DiskAccessor(prefix=str(tmp_path / "x"))
    outside = str(tmp_path / "xyz" / "file")
    if client.is_ours:
        with pytest.raises(client.module("exception").AccessorFilesystemPathError):
            accessor.get_filesystem_path(outside)
    else:
        assert accessor.get_filesystem_path(outside) == outside


def test_074_availability(client: Client, unique: str, path: Path, disk: Configure) -> None:
    session = client.session()
    server, studio = server_location(session), disk(session, unique)
    component = session.create_component(str(path), data={"name": unique}, location=server)
    locations = [server, studio]
    expected = {server["id"]: 100.0, studio["id"]: 0.0}
    assert session.get_component_availability(component, locations) == expected
    assert component.get_availability(locations) == expected
    assert studio.get_component_availability(component) == 0.0
    assert session.get_component_availabilities([component], locations) == [expected]


def test_066_configured_by_a_plugin(official: Client, unique: str, path: Path, tmp_path: Path) -> None:
    """Our client has no plugins. No hub is connected: the session calls its plugins directly."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "place.py").write_text(
        "import ftrack_api.accessor.disk\n"
        "import ftrack_api.structure.id\n"
        "def configure(event):\n"
        f"    location = event['data']['session'].ensure('Location', {{'name': '{unique}'}})\n"
        f"    location.accessor = ftrack_api.accessor.disk.DiskAccessor(prefix={str(tmp_path)!r})\n"
        "    location.structure = ftrack_api.structure.id.IdStructure()\n"
        "    location.priority = 1\n"
        "def register(session):\n"
        "    session.event_hub.subscribe('topic=ftrack.api.session.configure-location', configure)\n"
    )
    session = official.session(plugin_paths=[str(tmp_path / "plugins")])
    assert session.pick_location()["name"] == unique
    session.reset()
    assert session.pick_location()["name"] == unique
    component = session.create_component(str(path), data={"name": unique})
    assert Path(session.pick_location().get_filesystem_path(component)).read_bytes() == path.read_bytes()


def test_075_resource_identifiers_are_transformed(
    client: Client, unique: str, path: Path, disk: Configure
) -> None:
    session = client.session()
    location = disk(session, unique)
    components: list[Any] = []

    class Json:
        def encode(self, resource_identifier: str, context: Any = None) -> str:
            components.append(context["component"])
            return json.dumps({"at": resource_identifier})

        def decode(self, resource_identifier: str, context: Any = None) -> str:
            components.append(context["component"])
            return str(json.loads(resource_identifier)["at"])

    location.resource_identifier_transformer = Json()
    component = session.create_component(str(path), data={"name": unique}, location=location)
    stored = client.session().query(f'ComponentLocation where component_id is "{component["id"]}"').one()
    plain = json.loads(stored["resource_identifier"])["at"]
    assert location.get_resource_identifier(component) == plain
    assert Path(location.get_filesystem_path(component)).read_bytes() == path.read_bytes()
    assert components
    assert all(each is component for each in components)


def test_084_sequence(client: Client, unique: str, tmp_path: Path, disk: Configure) -> None:
    frames = [*range(1, 6), 7, 8, *range(10, 21)]
    for frame in frames:
        (tmp_path / f"render.{frame:04d}.exr").write_bytes(b"x" * 10)
    session = client.session()
    location = disk(session, unique)
    expression = str(tmp_path / "render.%04d.exr [1-5, 7, 8, 10-20]")
    component = session.create_component(expression, data={"name": unique}, location=location)
    assert type(component).__name__ == "SequenceComponent"
    stored = client.session().get("SequenceComponent", component["id"])
    assert (stored["padding"], stored["file_type"], stored["size"]) == (4, ".exr", len(frames) * 10)
    assert sorted(member["name"] for member in stored["members"]) == [f"{frame:04d}" for frame in frames]
    assert location.get_component_availability(component) == 100.0
    assert Path(location.get_filesystem_path(component)).name == "file.%04d.exr"
    assert len(list((tmp_path / unique).rglob("*.exr"))) == len(frames)


def test_091_thumbnail_of_a_user(client: Client, unique: str, tmp_path: Path, http: httpx.Client) -> None:
    (tmp_path / "face.png").write_bytes(png(640, 480))
    session = client.session()
    user = session.create("User", {"username": unique})
    session.commit()
    component = user.create_thumbnail(str(tmp_path / "face.png"))
    stored = client.session().get("User", user["id"])
    assert stored["thumbnail_id"] == component["id"]
    assert stored["thumbnail"]["name"] == "thumbnail"
    answer = http.get(stored["thumbnail_url"]["url"])
    assert picture_size(answer) == (300, 225)


# Thumbnails have fixed sizes: a requested size is rounded up.
SIZES = {100: (100, 75), 500: (512, 384), 5000: (640, 480)}


@pytest.mark.parametrize("size", SIZES)
def test_094_thumbnail_urls(
    client: Client, unique: str, tmp_path: Path, http: httpx.Client, size: int
) -> None:
    (tmp_path / "face.png").write_bytes(png(640, 480))
    session = client.session()
    location = server_location(session)
    component = session.create_component(str(tmp_path / "face.png"), data={"name": unique}, location=location)
    url = location.get_thumbnail_url(component, size=size)
    assert f"size={size}" in url
    assert session.api_key in url
    assert picture_size(http.get(url)) == SIZES[size]


def test_component_data_is_not_modified(client: Client, unique: str, path: Path) -> None:
    """The official client modifies the mapping that it receives; ours does not."""
    data = {"name": unique}
    client.session().create_component(str(path), data=data, location=None)
    assert (data == {"name": unique}) is client.is_ours


def picture_size(answer: httpx.Response) -> tuple[int, int]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] in ("image/jpeg", "image/png")
    with Image.open(io.BytesIO(answer.content)) as picture:
        return picture.size


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""
    made = io.BytesIO()
    Image.new("L", (width, height), 128).save(made, "PNG")
    return made.getvalue()
