"""Components, locations, accessors, structures and transfers over a stub transport."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import callboard
from callboard.accessor import transfer
from callboard.accessor.disk import DiskAccessor
from callboard.entity.location import Location, UnmanagedLocationMixin
from callboard.exception import (
    AccessorContainerNotEmptyError,
    AccessorFilesystemPathError,
    AccessorOperationFailedError,
    AccessorParentResourceNotFoundError,
    AccessorResourceNotFoundError,
    ComponentInLocationError,
    ComponentNotInLocationError,
    LocationError,
)
from callboard.session import Session
from callboard.structure.id import IdStructure
from callboard.symbol import ORIGIN_LOCATION_ID, SERVER_LOCATION_ID, UNMANAGED_LOCATION_ID
from tests.unit.client.stub import Operation, StubAnswer, StubTransport, answer_to, session_with

UPLOAD = "http://test/upload"


class Studio(StubTransport):
    """A server that stores component locations, and accepts uploads."""

    def __init__(self) -> None:
        super().__init__(self.answer)
        self.registrations: list[dict[str, Any]] = []
        self.locations = [SERVER_LOCATION_ID, UNMANAGED_LOCATION_ID, "place"]
        self.parts = True
        self.refusals = 0
        self.intercept = self.bytes_up_or_down

    def answer(self, operation: Operation) -> Any:
        action = operation["action"]
        if action == "query" and "from ComponentLocation" in operation["expression"]:
            text = operation["expression"]
            rows = [
                each
                for each in self.registrations
                if each["component_id"] in text
                and ("location_id is" not in text or each["location_id"] in text)
            ]
            return answer_to(operation, rows)
        if action == "query" and "from Location" in operation["expression"]:
            return answer_to(
                operation, [{"__entity_type__": "Location", "id": each} for each in self.locations]
            )
        if action == "get_upload_metadata":
            if operation["parts"] and self.parts:
                urls = [
                    {"signed_url": f"{UPLOAD}/{n}", "part_number": n}
                    for n in range(1, operation["parts"] + 1)
                ]
                return {"component_id": operation["component_id"], "upload_id": "u", "urls": urls}
            return {"url": UPLOAD, "headers": {"Content-MD5": operation["checksum"]}}
        if action == "complete_multipart_upload":
            return {"action": action}
        if action == "create" and operation["entity_type"] == "ComponentLocation":
            self.registrations.append(operation["entity_data"])
        if action == "delete":
            self.registrations = [
                each for each in self.registrations if each["id"] != operation["entity_key"][0]
            ]
        return answer_to(operation)

    def bytes_up_or_down(self, method: str, url: str, body: bytes) -> StubAnswer | None:
        if method == "PUT":
            if self.refusals:
                self.refusals -= 1
                return StubAnswer(b"", 503)
            self.puts[url] = body
            return StubAnswer(b"", 200, {"etag": f'"{hashlib.md5(body).hexdigest()}"'})
        if method == "GET":
            if "/remove" in url:
                return StubAnswer(b"")
            return StubAnswer(b"content", 200 if "missing" not in url else 404, {"content-length": "7"})
        return None


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def session(studio: Studio) -> Session:
    return session_with(studio)


@pytest.fixture
def place(session: Session, tmp_path: Path) -> Any:
    location: Any = session.create("Location", {"id": "place", "name": "place"}, reconstructing=True)
    location.accessor = DiskAccessor(prefix=str(tmp_path / "place"))
    location.structure = IdStructure()
    location.priority = 30
    return location


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    path.write_bytes(b"picture")
    return path


def test_built_in_locations_need_no_request(studio: Studio, session: Session) -> None:
    server: Any = session.get("Location", SERVER_LOCATION_ID)
    assert server["name"] == "ftrack.server"
    assert isinstance(server, Location)
    assert type(server).__name__ == "Location"
    assert str(server) == f'<Location("ftrack.server", {SERVER_LOCATION_ID})>'
    assert len(studio.batches) == 1
    session.reset()
    again: Any = session.get("Location", SERVER_LOCATION_ID)
    assert again is not server
    assert again.accessor


def test_only_in_origin(studio: Studio, session: Session, picture: Path) -> None:
    data = {"name": "plate"}
    component: Any = session.create_component(str(picture), data, location=None)
    assert data == {"name": "plate"}
    assert (component["name"], component["file_type"], component["size"]) == ("plate", ".png", 7)
    origin: Any = session.get("Location", ORIGIN_LOCATION_ID)
    assert origin.get_filesystem_path(component) == str(picture)
    assert len(studio.batches) == 1
    assert session.created == [component]


def test_explicit_location_copies_registers_and_commits(
    studio: Studio, session: Session, place: Any, picture: Path
) -> None:
    component: Any = session.create_component(str(picture), location=place)
    assert Path(place.get_filesystem_path(component)).read_bytes() == b"picture"
    assert not os.path.isabs(place.get_resource_identifier(component))  # noqa: PTH117 - identifiers are text
    assert [each["entity_type"] for each in studio.batches[1]] == ["FileComponent", "ComponentLocation"]
    assert component.get_availability([place]) == {"place": 100.0}
    with pytest.raises(ComponentInLocationError):
        place.add_component(component, session.get("Location", ORIGIN_LOCATION_ID))


def test_remove(session: Session, place: Any, picture: Path) -> None:
    component = session.create_component(str(picture), location=place)
    path = Path(place.get_filesystem_path(component))
    place.remove_component(component)
    assert not path.exists()
    with pytest.raises(ComponentNotInLocationError):
        place.remove_component(component)


def test_automatic_location_is_the_best_accessible(session: Session, place: Any, picture: Path) -> None:
    assert session.pick_locations([]) == []
    picked = session.pick_location()
    assert picked == place
    place.priority = 200
    unmanaged: Any = session.get("Location", UNMANAGED_LOCATION_ID)
    assert session.pick_location() is unmanaged
    component = session.create_component(str(picture))
    assert session.pick_location(component) is unmanaged
    assert session.pick_locations([component]) == [unmanaged]


def test_sequences(studio: Studio, session: Session, place: Any, tmp_path: Path) -> None:
    for frame in (1, 2, 3):
        (tmp_path / f"shot.{frame:04}.exr").write_bytes(b"x" * frame)
    component: Any = session.create_component(f"{tmp_path}/shot.%04d.exr [1-3]", location=place)
    assert (component["padding"], component["size"], component["file_type"]) == (4, 6, ".exr")
    assert [each["name"] for each in component["members"]] == ["0001", "0002", "0003"]
    assert len(studio.registrations) == 4
    assert Path(place.get_filesystem_path(component["members"][2])).read_bytes() == b"xxx"
    assert place.get_resource_identifier(component).endswith("/file.%04d.exr")
    assert place.get_component_availability(component) == 100.0
    place.remove_component(component["members"][0])
    assert place.get_component_availability(component) == pytest.approx(66.666666667)


def test_failures_list_the_copied_components(session: Session, place: Any, picture: Path) -> None:
    origin = session.get("Location", ORIGIN_LOCATION_ID)
    first = session.create_component(str(picture), location=None)
    second = session.create_component(str(picture.with_name("{missing}.png")), location=None)
    with pytest.raises(LocationError, match="missing") as caught:
        place.add_components([first, second], origin)
    assert [component for component, _path in caught.value.details["transferred"]] == [first]
    bare: Any = session.create("Location", {"id": "bare", "name": "bare"}, reconstructing=True)
    with pytest.raises(LocationError, match="structure"):
        bare.add_component(first, origin)
    with pytest.raises(ValueError, match="1 source, or one for each of 2"):
        place.add_components([first, second], [origin, origin, origin])


def test_mixing_in(session: Session, place: Any, picture: Path) -> None:
    callboard.mixin(place, UnmanagedLocationMixin)
    callboard.mixin(place, UnmanagedLocationMixin)
    assert type(place).__name__ == "LocationUnmanagedLocationMixin"
    component = session.create_component(str(picture), location=place)
    assert not Path(place.get_filesystem_path(component)).exists()


def test_transformers(session: Session, place: Any, studio: Studio, picture: Path) -> None:
    class Transformer:
        def encode(self, identifier: str, context: Any) -> str:
            return json.dumps([identifier, context["component"]["name"]])

        def decode(self, identifier: str, context: Any) -> str:
            return str(json.loads(identifier)[0])

    place.resource_identifier_transformer = Transformer()
    component = session.create_component(str(picture), location=place)
    assert json.loads(studio.registrations[0]["resource_identifier"])[1] == "main"
    assert place.get_resource_identifier(component).endswith(".png")


# ---------------------------------------------------------------------- the server's own location


def test_upload_in_one_piece(studio: Studio, session: Session, picture: Path) -> None:
    server: Any = session.get("Location", SERVER_LOCATION_ID)
    component = session.create_component(str(picture), {"name": "shot"}, server)
    metadata = studio.batches[1][0]
    assert (metadata["file_name"], metadata["file_size"], metadata["parts"]) == ("shot.png", 7, None)
    assert metadata["checksum"] == base64.b64encode(hashlib.md5(b"picture").digest()).decode()
    assert studio.puts == {UPLOAD: b"picture"}
    assert studio.registrations[0]["resource_identifier"] == component["id"]
    assert (
        server.get_url(component)
        == f"http://test/component/get?id={component['id']}&username=jane&apiKey=key"
    )
    assert server.get_thumbnail_url(component, size=100).endswith("apiKey=key") is True
    assert "size=100" in server.get_thumbnail_url(component, size=100)


def test_empty_files(studio: Studio, session: Session, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    session.create_component(str(tmp_path / "empty"), location=session.get("Location", SERVER_LOCATION_ID))
    assert studio.puts == {UPLOAD: b""}


def test_upload_in_parts(
    studio: Studio, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "part_size_bytes", lambda _size: 4)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    studio.refusals = 2
    (tmp_path / "large").write_bytes(b"0123456789")
    session.create_component(str(tmp_path / "large"), location=session.get("Location", SERVER_LOCATION_ID))
    assert studio.puts == {f"{UPLOAD}/1": b"0123", f"{UPLOAD}/2": b"4567", f"{UPLOAD}/3": b"89"}
    complete = next(batch[0] for batch in studio.batches if batch[0]["action"] == "complete_multipart_upload")
    assert [each["part_number"] for each in complete["parts"]] == [1, 2, 3]
    assert complete["parts"][2]["e_tag"] == hashlib.md5(b"89").hexdigest()


def test_upload_stops_after_the_last_attempt(
    studio: Studio, session: Session, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    studio.refusals = 99
    server: Any = session.get("Location", SERVER_LOCATION_ID)
    with pytest.raises(LocationError, match="503"):
        session.create_component(str(picture), location=server)


def test_part_sizes() -> None:
    mib = 1024 * 1024
    assert [transfer.part_size_bytes(size * mib) // mib for size in (1, 128, 129, 1025, 8193, 70000)] == [
        8,
        8,
        16,
        32,
        64,
        128,
    ]


def test_server_files(studio: Studio, session: Session) -> None:
    server: Any = session.get("Location", SERVER_LOCATION_ID)
    reading = server.accessor.open("c1")
    assert [reading.read(3), reading.read(3), reading.read(), reading.read()] == [b"con", b"ten", b"t", b""]
    assert studio.headers["ftrack-api-key"] == "key"
    with pytest.raises(AccessorOperationFailedError, match="404"):
        server.accessor.open("missing").read()
    writing = server.accessor.open("c1", "wb")
    writing.write(b"new ")
    writing.write(b"bytes")
    writing.close()
    assert studio.puts == {UPLOAD: b"new bytes"}
    server.accessor.remove("c1")


# ---------------------------------------------------------------------- disks


def test_disk_paths_stay_below_the_prefix(tmp_path: Path) -> None:
    accessor = DiskAccessor(str(tmp_path / "x"))
    assert accessor.get_filesystem_path("a/b") == str(tmp_path / "x" / "a" / "b")
    assert accessor.get_container("a/b") == "a"
    assert accessor.get_container("a") == ""
    for outside in ("../y", str(tmp_path / "xyz"), "a/../../y"):
        with pytest.raises(AccessorFilesystemPathError):
            accessor.get_filesystem_path(outside)
    with pytest.raises(AccessorParentResourceNotFoundError):
        accessor.get_container(".")


def test_disk_operations(tmp_path: Path) -> None:
    accessor = DiskAccessor(str(tmp_path))
    accessor.make_container("a/b")
    accessor.make_container("a/b")
    with accessor_file(accessor, "a/b/f") as data:
        data.write(b"x")
    assert accessor.is_file("a/b/f")
    assert accessor.is_container("a")
    assert accessor.list("a/b") == ["a/b/f"]
    with pytest.raises(AccessorContainerNotEmptyError):
        accessor.remove("a/b")
    accessor.remove("a/b/f")
    accessor.remove_container("a/b")
    with pytest.raises(AccessorResourceNotFoundError):
        accessor.open("a/b/f")
    with pytest.raises(AccessorParentResourceNotFoundError):
        accessor.make_container("no/such", recursive=False)


def accessor_file(accessor: DiskAccessor, identifier: str) -> Any:
    return closing(accessor.open(identifier, "wb"))
