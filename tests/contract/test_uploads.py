"""Uploads and downloads by the uploaders of the clients, in one piece and in parts."""

from __future__ import annotations

import base64
import hashlib
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.testing import RunningServer
from tests.support.clients import Client
from tests.support.node import run_node
from tests.support.operations import create

MIB = 1024 * 1024
NAMES = (
    'quoted "name" & it\'s',
    "Übung – 試験 ✓",
    "100% {braces} #hash?",
    "n" * 255,
    " spaces ",
    "CON",
    ".hidden",
    "a;b=c,d",
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of three parts of 8 MiB."""
    path = tmp_path_factory.mktemp("large") / "Large render.mov"
    path.write_bytes(random.Random(7).randbytes(20 * MIB + 17))
    return path


def downloaded(http: httpx.Client, url: str, **headers: str) -> httpx.Response:
    return http.get(url, headers=headers)


def test_the_javascript_uploader_sends_parts(large: Path, server: RunningServer, http: httpx.Client) -> None:
    results = run_node("upload.mjs", server, str(large))
    assert [request["method"] for request in results["requests"]] == ["PUT"] * 3
    assert sorted(request["size"] for request in results["requests"]) == [4 * MIB + 17, 8 * MIB, 8 * MIB]
    assert results["progress"][-1] == 100
    check_large(large, http, results["url"])


def test_python_clients_upload_and_download(large: Path, client: Client, http: httpx.Client) -> None:
    session = client.session()
    location = session.query('Location where name is "ftrack.server"').one()
    with client.counted(session) as requests:
        component = session.create_component(str(large), data={"name": "Large render"}, location=location)
    parts = [url for url in requests if url.rpartition("/")[2].isdigit()]
    assert len(parts) == (3 if client.is_ours else 0)
    check_large(large, http, location.get_url(component))
    source = location.accessor.open(component["id"])
    digest = hashlib.md5()
    while piece := source.read(MIB):
        digest.update(piece)
    source.close()
    assert digest.hexdigest() == hashlib.md5(large.read_bytes()).hexdigest()


def check_large(large: Path, http: httpx.Client, url: str) -> None:
    content = large.read_bytes()
    md5 = hashlib.md5(content).hexdigest()
    answer = downloaded(http, url)
    assert answer.status_code == 200
    assert hashlib.md5(answer.content).hexdigest() == md5
    assert answer.headers["etag"] == f'"{md5}"'
    assert answer.headers["content-disposition"] == 'attachment; filename="Large render.mov"'
    part = downloaded(http, url, Range=f"bytes={8 * MIB - 5}-{8 * MIB + 4}")
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {8 * MIB - 5}-{8 * MIB + 4}/{len(content)}"
    assert part.content == content[8 * MIB - 5 : 8 * MIB + 5]
    assert downloaded(http, url, **{"If-None-Match": f'"{md5}"'}).status_code == 304


@pytest.fixture
def announce(http: httpx.Client, server: RunningServer) -> Any:
    """Return a function that creates a component and announces its upload."""

    def announced(name: str = "file", **options: Any) -> dict[str, Any]:
        component_id = str(uuid.uuid4())
        operations = [
            create("FileComponent", id=component_id, name=name, file_type=".bin"),
            {"action": "get_upload_metadata", "component_id": component_id, **options},
        ]
        answer: dict[str, Any] = http.post("/api", json=operations, headers=server.headers).json()[1]
        return answer

    return announced


def send(http: httpx.Client, server: RunningServer, *operations: Any) -> Any:
    return http.post("/api", json=list(operations), headers=server.headers).json()


def test_parts_in_any_order(http: httpx.Client, server: RunningServer, announce: Any) -> None:
    pieces = [b"a" * 1000, b"b" * 1000, b"c" * 10]
    metadata = announce(file_name="file.bin", file_size=2010, parts=3)
    tags = {}
    for address in reversed(metadata["urls"]):
        answer = http.put(address["signed_url"], content=pieces[address["part_number"] - 1])
        assert answer.status_code == 200
        tags[address["part_number"]] = answer.headers["etag"].strip('"')
    component_id = metadata["component_id"]
    parts = [{"part_number": number, "e_tag": tag} for number, tag in sorted(tags.items())]
    completing = {
        "action": "complete_multipart_upload",
        "upload_id": metadata["upload_id"],
        "component_id": component_id,
        "parts": parts,
    }
    done = send(
        http,
        server,
        completing,
        create("ComponentLocation", component_id=component_id, location_id=SERVER_LOCATION_ID),
    )
    assert done[0]["component_id"] == component_id
    answer = http.get("/component/get", params={"id": component_id}, headers=server.headers)
    assert answer.content == b"".join(pieces)


def test_concurrent_parts(http: httpx.Client, server: RunningServer, announce: Any) -> None:
    """In any order of arrival, every part is accepted, and the file is assembled once."""
    for _ in range(5):
        metadata = announce(file_name="file.bin", file_size=800_000, parts=8)
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(
                    lambda address: http.put(address["signed_url"], content=b"p" * 100_000), metadata["urls"]
                )
            )
        assert [answer.status_code for answer in answers] == [200] * 8
        parts = [
            {"part_number": number, "e_tag": answer.headers["etag"].strip('"')}
            for number, answer in enumerate(answers, 1)
        ]
        completing = {
            "action": "complete_multipart_upload",
            "upload_id": metadata["upload_id"],
            "parts": parts,
        }
        done = send(http, server, {**completing, "component_id": metadata["component_id"]})
        assert done[0]["component_id"] == metadata["component_id"]


def test_a_wrong_checksum_is_refused(http: httpx.Client, server: RunningServer, announce: Any) -> None:
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    metadata = announce(file_name="file.bin", file_size=5, checksum=wrong)
    refused = http.put(metadata["url"], content=b"bytes")
    assert refused.status_code == 400
    assert refused.json()["error_code"] == "upload.checksum_mismatch"
    assert (
        http.get(
            "/component/get", params={"id": metadata["component_id"]}, headers=server.headers
        ).status_code
        == 404
    )


def test_more_bytes_than_announced_are_refused(
    http: httpx.Client, server: RunningServer, announce: Any
) -> None:
    metadata = announce(file_name="file.bin", file_size=5)
    assert http.put(metadata["url"], content=b"more than five").status_code == 413
    assert (
        http.get(
            "/component/get", params={"id": metadata["component_id"]}, headers=server.headers
        ).status_code
        == 404
    )


def test_an_interrupted_upload_leaves_no_file(
    http: httpx.Client, server: RunningServer, announce: Any
) -> None:
    metadata = announce(file_name="file.bin", file_size=10_000_000)

    def breaking() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise ConnectionResetError

    with pytest.raises((httpx.HTTPError, ConnectionResetError)):
        http.put(metadata["url"], content=breaking(), headers={"content-length": "10000000"})
    assert (
        http.get(
            "/component/get", params={"id": metadata["component_id"]}, headers=server.headers
        ).status_code
        == 404
    )


def test_the_last_upload_wins(http: httpx.Client, server: RunningServer, announce: Any) -> None:
    metadata = announce(file_name="file.bin", file_size=6)
    for content in (b"first!", b"second"):
        assert http.put(metadata["url"], content=content).status_code == 200
    answer = http.get("/component/get", params={"id": metadata["component_id"]}, headers=server.headers)
    assert answer.content == b"second"


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str, client: Client, tmp_path: Path, http: httpx.Client) -> None:
    path = tmp_path / "source.txt"
    path.write_bytes(b"text")
    session = client.session()
    location = session.query('Location where name is "ftrack.server"').one()
    component = session.create_component(str(path), data={"name": name}, location=location)
    assert client.session().get("FileComponent", component["id"])["name"] == name
    answer = http.get(location.get_url(component))
    assert answer.content == b"text"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')


def test_a_modified_address_is_refused(http: httpx.Client, announce: Any) -> None:
    address, _, signature = announce(file_name="file.bin", file_size=1)["url"].rpartition(".")
    # The last character has spare bits, so only a change of another one is always a change of the signature.
    other = "B" if signature[0] == "A" else "A"
    answer = http.put(f"{address}.{other}{signature[1:]}", content=b"x")
    assert answer.status_code in (401, 403, 404)
