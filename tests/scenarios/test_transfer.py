"""Bytes of components: upload, download, thumbnails, archives, and removal."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import socket
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.files.content_types import is_active_type
from callboard_server.testing import RunningServer, separate_server
from tests.support.live import Person, administrator, error_of, files_in, fresh, md5_of
from tests.support.operations import create, delete

MIB = 1 << 20


def put(url: str, content: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.put(url, content=content, headers=headers, timeout=30, trust_env=False)


# --------------------------------------------------------------------------------------------------------- up


@pytest.mark.parametrize("size", [0, 1, 65_536, MIB, 3 * MIB + 17])
def test_an_uploaded_file_can_be_downloaded(ann: Person, size: int) -> None:
    content = os.urandom(size)
    answer = ann.get(ann.component(content, "Ä file", ".exr"))
    assert answer.content == content
    assert answer.headers["etag"] == f'"{hashlib.md5(content).hexdigest()}"'
    assert answer.headers["content-md5"] == md5_of(content)
    assert answer.headers["content-length"] == str(size)
    assert answer.headers["content-type"] == "image/x-exr"
    assert "filename*=UTF-8''%C3%84%20file.exr" in answer.headers["content-disposition"]


def test_the_announcement_contains_the_headers_to_send(ann: Person) -> None:
    upload = ann.announce(fresh(), file_name="image.png", file_size=4, checksum=md5_of(b"abcd"))
    assert upload["headers"] == {
        "Content-Type": "image/png",
        "Content-Length": "4",
        "Content-Disposition": 'attachment; filename="image.png"',
        "Content-MD5": md5_of(b"abcd"),
    }


def test_an_empty_chunked_upload_is_an_empty_file(ann: Person) -> None:
    upload = ann.announce(fresh(), file_name="empty.txt", file_size=0)
    assert "Content-Length" not in upload["headers"]
    assert put(upload["url"], iter([]), upload["headers"]).status_code == 200


def test_an_existing_component_need_not_be_described(ann: Person) -> None:
    identifier = fresh()
    results = ann.do(
        create("FileComponent", id=identifier, name="notes", file_type=".md", size=5),
        {"action": "get_upload_metadata", "component_id": identifier},
    )
    assert results[1]["headers"]["Content-Disposition"] == 'attachment; filename="notes.md"'
    assert put(results[1]["url"], b"hello").status_code == 200
    assert ann.stored(identifier) == b"hello"


def test_a_repeated_upload_replaces_the_former_one(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"first")
    before = files_in(server)
    upload = ann.announce(identifier, file_name="x.bin", file_size=6)
    for content in (b"second", b"third!"):
        assert put(upload["url"], content).headers["etag"] == f'"{hashlib.md5(content).hexdigest()}"'
    assert ann.stored(identifier) == b"third!"
    assert files_in(server) == before


def refused_put(
    server: RunningServer, status: int, url: str, content: Any, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Upload what must be refused; return the error, having checked that nothing is stored."""
    before = files_in(server)
    error = error_of(put(url, content, headers), status)
    assert files_in(server) == before
    return error


def test_a_checksum_that_does_not_match_is_refused(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"right")
    upload = ann.announce(identifier, file_name="x.bin", file_size=5, checksum=md5_of(b"right"))
    headers: dict[str, str]
    for headers in (upload["headers"], {}):
        assert (
            refused_put(server, 400, upload["url"], b"wrong", headers)["error_code"]
            == "upload.checksum_mismatch"
        )
    assert ann.stored(identifier) == b"right"


@pytest.mark.parametrize(("content", "status"), [(b"short", 400), (b"much too long", 413)])
def test_a_size_other_than_announced_is_refused(
    server: RunningServer, ann: Person, content: bytes, status: int
) -> None:
    upload = ann.announce(fresh(), file_name="x.bin", file_size=8)
    for body in (content, iter([content])):
        refused_put(server, status, upload["url"], body)


def test_a_file_above_the_limit_is_refused_before_it_is_read(server: RunningServer, ann: Person) -> None:
    identifier = fresh()
    ann.do(create("FileComponent", id=identifier, name="huge"))
    upload = ann.announce(identifier)
    parts = urlsplit(upload["url"])
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(
            f"PUT {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {500 << 20}\r\n\r\n".encode()
        )
        assert b"413" in connection.recv(64)


@pytest.mark.parametrize("checksum", ["x", "not base64!", "AAAA", 5, md5_of(b"") + "A"])
def test_an_invalid_checksum_is_refused(ann: Person, checksum: Any) -> None:
    operation = {
        "action": "get_upload_metadata",
        "component_id": fresh(),
        "file_name": "x",
        "file_size": 1,
        "checksum": checksum,
    }
    assert ann.refused(400, operation)["error_code"] == "upload.checksum"


@pytest.mark.parametrize(
    "name", ['a "quoted" name', "line\nbreak\r\nSet-Cookie: x=1", "n" * 300, "日本" * 150, "tab\there"]
)
def test_unusual_names_are_escaped_in_headers(ann: Person, name: str) -> None:
    upload = ann.announce(fresh(), file_name=f"{name}.txt", file_size=1)
    header = upload["headers"]["Content-Disposition"]
    assert header.isascii()
    assert header.isprintable()
    assert put(upload["url"], b"x", upload["headers"]).status_code == 200


@pytest.mark.parametrize(
    "operation",
    [
        {},
        {"component_id": 5},
        {"component_id": ""},
        {"component_id": "x" * 256},
        {"component_id": "x", "file_name": "x", "file_size": -1},
        {"component_id": "x", "file_name": "x", "file_size": "5"},
        {"component_id": "x", "file_name": "x", "file_size": True},
        {"component_id": "x", "file_name": 5, "file_size": 5},
        {"component_id": "x", "file_name": "x", "file_size": 5, "parts": 0},
        {"component_id": "x", "file_name": "x", "file_size": 5, "parts": 10_001},
        {"component_id": "x", "file_name": "x", "file_size": 5, "parts": "2"},
    ],
)
def test_a_malformed_announcement_is_refused(ann: Person, operation: dict[str, Any]) -> None:
    ann.refused(422, {"action": "get_upload_metadata", **operation})


def test_an_unknown_component_must_be_described(ann: Person) -> None:
    error = ann.refused(400, {"action": "get_upload_metadata", "component_id": fresh()})
    assert error["error_code"] == "upload.unknown_component"


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "é"])
def test_a_forged_address_is_refused(server: RunningServer, token: str) -> None:
    error_of(put(f"{server.url}/upload/{token}", b"x"), 403)


def test_an_interrupted_upload_stores_nothing(server: RunningServer, ann: Person) -> None:
    identifier = fresh()
    upload = ann.announce(identifier, file_name="x.bin", file_size=8 * MIB)
    before = files_in(server)
    parts = urlsplit(upload["url"])
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(
            f"PUT {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {8 * MIB}\r\n\r\n".encode()
        )
        connection.sendall(b"x" * (3 * MIB))
        wait_until(lambda: files_in(server)["incoming"] == 1)
    wait_until(lambda: files_in(server) == before)
    ann.do(create("FileComponent", id=identifier, name="x"))
    assert ann.get(identifier).status_code == 404


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


# ------------------------------------------------------------------------------------------------------ parts


def announce_parts(person: Person, content: bytes, count: int, **more: Any) -> dict[str, Any]:
    return person.announce(fresh(), file_name="big.bin", file_size=len(content), parts=count, **more)


def put_parts(upload: dict[str, Any], content: bytes, size: int) -> list[dict[str, Any]]:
    """Upload the parts of *content*, the last one first; return the parts that complete the upload."""
    tags = []
    for part in reversed(upload["urls"]):
        number = part["part_number"]
        answer = put(part["signed_url"], content[(number - 1) * size : number * size])
        assert answer.status_code == 200
        tags.append({"part_number": number, "e_tag": answer.headers["etag"].strip('"')})
    return sorted(tags, key=lambda tag: int(tag["part_number"]))


def completion(upload: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "action": "complete_multipart_upload",
        "upload_id": upload["upload_id"],
        "component_id": upload["component_id"],
        "parts": parts,
    }


def test_parts_become_one_file(server: RunningServer, ann: Person) -> None:
    content = os.urandom(2 * MIB + 100)
    before = files_in(server)
    upload = announce_parts(ann, content, 3, checksum=md5_of(content))
    parts = put_parts(upload, content, MIB)
    results = ann.do(
        completion(upload, parts),
        create("FileComponent", id=upload["component_id"], name="big", file_type=".bin", size=len(content)),
        create("ComponentLocation", component_id=upload["component_id"], location_id=SERVER_LOCATION_ID),
    )
    assert results[0]["component_id"] == upload["component_id"]
    assert httpx.get(results[0]["url"], trust_env=False).content == content
    assert files_in(server) == {**before, "content": before["content"] + 1}


def test_a_part_can_be_uploaded_again(ann: Person) -> None:
    upload = announce_parts(ann, b"aabb", 2)
    put_parts(upload, b"aaXX", 2)
    parts = put_parts(upload, b"aabb", 2)
    ann.do(completion(upload, parts), create("FileComponent", id=upload["component_id"], name="big"))
    assert ann.stored(upload["component_id"]) == b"aabb"


def test_an_upload_without_all_parts_is_not_completed(ann: Person) -> None:
    upload = announce_parts(ann, b"aabb", 2)
    tag = put(upload["urls"][0]["signed_url"], b"aa").headers["etag"].strip('"')
    error = ann.refused(400, completion(upload, [{"part_number": 1, "e_tag": tag}]))
    assert error["error_code"] == "upload.incomplete"


def test_a_wrong_etag_is_refused(ann: Person) -> None:
    upload = announce_parts(ann, b"aabb", 2)
    parts = put_parts(upload, b"aabb", 2)
    parts[1]["e_tag"] = "0" * 32
    assert ann.refused(400, completion(upload, parts))["error_code"] == "upload.checksum_mismatch"


def test_parts_of_another_size_than_announced_are_refused(ann: Person) -> None:
    upload = announce_parts(ann, b"aabbcc", 2)
    parts = put_parts(upload, b"aabb", 2)
    assert ann.refused(400, completion(upload, parts))["error_code"] == "upload.size_mismatch"


def test_the_checksum_of_the_whole_file_is_verified(ann: Person) -> None:
    upload = announce_parts(ann, b"aabb", 2, checksum=md5_of(b"else"))
    parts = put_parts(upload, b"aabb", 2)
    assert ann.refused(400, completion(upload, parts))["error_code"] == "upload.checksum_mismatch"


@pytest.mark.parametrize("address", ["{}/0", "{}/3", "{}/999999999999"])
def test_an_unannounced_part_is_refused(server: RunningServer, ann: Person, address: str) -> None:
    upload = announce_parts(ann, b"aabb", 2)
    refused_put(server, 422, address.format(upload["urls"][0]["signed_url"].rpartition("/")[0]), b"aa")
    refused_put(server, 422, upload["urls"][0]["signed_url"].rpartition("/")[0], b"aa")


def test_an_upload_is_completed_once_and_by_its_uploader(ann: Person, bob: Person) -> None:
    upload = announce_parts(ann, b"aabb", 2)
    parts = put_parts(upload, b"aabb", 2)
    bob.refused(404, completion(upload, parts))
    ann.do(completion(upload, parts))
    ann.refused(404, completion(upload, parts))
    error_of(put(upload["urls"][0]["signed_url"], b"aa"), 404)


# ------------------------------------------------------------------------------------------------- permission


def test_the_files_of_other_users_jobs_are_not_found(ann: Person, bob: Person, admin: Person) -> None:
    identifier = ann.component(b"secret", job=ann.job())
    for path in ("get", "thumbnail", "remove"):
        error_of(bob.http.get(f"/component/{path}", params={"id": identifier}), 404)
    bob.refused(
        403, {"action": "get_upload_metadata", "component_id": identifier, "file_name": "x", "file_size": 1}
    )
    assert ann.stored(identifier) == admin.stored(identifier) == b"secret"


def test_bytes_without_a_component_belong_to_the_uploader(ann: Person, bob: Person) -> None:
    identifier = fresh()
    upload = bob.announce(identifier, file_name="x", file_size=1)
    assert ann.put(identifier, b"ann's").status_code == 200
    bob.refused(
        403, {"action": "get_upload_metadata", "component_id": identifier, "file_name": "x", "file_size": 1}
    )
    error_of(put(upload["url"], b"b"), 403)


def test_a_link_requires_no_credentials_and_opens_one_component(server: RunningServer, ann: Person) -> None:
    job = ann.job()
    first, second = ann.component(b"first", job=job), ann.component(b"second", job=job)
    rows = ann.ask(f'select url, component_id from JobComponent where job_id is "{job}"')
    urls = {row["component_id"]: row["url"]["url"] for row in rows}
    assert httpx.get(urls[first], trust_env=False).content == b"first"
    error_of(httpx.get(urls[first].replace(first, second, 1), trust_env=False), 403)
    error_of(httpx.get(urls[first][:-2] + "xx", trust_env=False), 403)
    thumbnail = urls[first].replace("/get?", "/thumbnail?")
    error_of(httpx.get(thumbnail, trust_env=False), 403)
    remove = urls[first].replace("/get?", "/remove?")
    error_of(httpx.get(remove, trust_env=False), 401)


@pytest.mark.parametrize(
    "identifier",
    ["unknown", "3f2b8c1e-0d5b-4d0a-9a3b-0f6a3f1c2d4e", "../../etc/passwd", "' OR 1=1 --", "x" * 255],
)
def test_an_unknown_component_is_not_found(ann: Person, identifier: str) -> None:
    error_of(ann.get(identifier), 404)


@pytest.mark.parametrize("identifier", ["", "x" * 256, "a\0b"])
def test_an_invalid_identifier_is_refused(ann: Person, identifier: str) -> None:
    error_of(ann.get(identifier), 422)


def test_requests_without_credentials_are_refused(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"x")
    for path in ("get", "thumbnail", "remove"):
        error_of(httpx.get(f"{server.url}/component/{path}", params={"id": identifier}, trust_env=False), 401)


def test_components_accept_credentials_in_the_query(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"x")
    known = {"id": identifier, "username": ann.username, "apiKey": ann.key}
    assert httpx.get(f"{server.url}/component/get", params=known, trust_env=False).content == b"x"
    error_of(
        httpx.get(f"{server.url}/component/get", params={**known, "apiKey": "wrong"}, trust_env=False), 401
    )


# ------------------------------------------------------------------------------------------------------- down


def test_downloads_support_ranges_and_conditions(ann: Person) -> None:
    content = os.urandom(3 * MIB)
    identifier = ann.component(content)
    answer = ann.get(identifier, headers={"Range": f"bytes={MIB}-{2 * MIB + 4}"})
    assert answer.status_code == 206
    assert answer.content == content[MIB : 2 * MIB + 5]
    assert answer.headers["content-range"] == f"bytes {MIB}-{2 * MIB + 4}/{3 * MIB}"
    assert "content-md5" not in answer.headers
    assert ann.get(identifier, headers={"Range": "bytes=-7"}).content == content[-7:]
    beyond = ann.get(identifier, headers={"Range": f"bytes={3 * MIB}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{3 * MIB}")
    same = ann.get(identifier, headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert ann.get(identifier, headers={"Range": "bytes=0-1", "If-Range": '"else"'}).status_code == 200


def test_head_returns_the_headers_without_the_bytes(ann: Person) -> None:
    identifier = ann.component(b"hello")
    answer = ann.http.head("/component/get", params={"id": identifier})
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "5")


def parted(name: str) -> tuple[str, str]:
    """Return the name and the file type of a component whose file is called *name*."""
    return Path(name).stem, Path(name).suffix


@pytest.mark.parametrize("inline", ["0", "1"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("page.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("feed.xml", b"<?xml version='1.0'?><x/>"),
        ("picture.png", b"<html><script>alert(1)</script></html>"),
        ("words.txt", b"<!doctype html><script>alert(1)</script>"),
        ("code.js", b"alert(1)"),
    ],
)
def test_an_uploaded_page_is_never_active(ann: Person, name: str, content: bytes, inline: str) -> None:
    answer = ann.get(ann.component(content, *parted(name)), inline=inline)
    type_ = answer.headers["content-type"].partition(";")[0]
    assert not is_active_type(type_)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


def test_harmless_files_are_displayed_inline(ann: Person) -> None:
    for name, content, expected in (
        ("log.txt", b"hello", "text/plain; charset=utf-8"),
        ("data.json", b"{}", "text/plain; charset=utf-8"),
        ("page.pdf", b"%PDF-1.4", "application/pdf"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ):
        answer = ann.get(ann.component(content, *parted(name)), inline="1")
        assert answer.headers["content-type"] == expected
        assert answer.headers["content-disposition"].startswith("inline")
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_components_have_thumbnails(ann: Person) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(buffer, "PNG")
    identifier = ann.component(buffer.getvalue(), "picture", ".png")
    answer = ann.http.get("/component/thumbnail", params={"id": identifier, "size": "100"})
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (100, 75)
    assert answer.headers["content-type"] == "image/jpeg"
    again = ann.http.get(
        "/component/thumbnail",
        params={"id": identifier, "size": "100"},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304
    error_of(ann.http.get("/component/thumbnail", params={"id": ann.component(b"text")}), 404)
    for size in ("0", "-1", "x", "1e3", "9999999"):
        error_of(ann.http.get("/component/thumbnail", params={"id": identifier, "size": size}), 422)


# ------------------------------------------------------------------------------------------------------- away


def test_removing_frees_the_bytes_and_keeps_the_component(server: RunningServer, ann: Person) -> None:
    before = files_in(server)
    identifier = ann.component(b"x")
    assert ann.http.get("/component/remove", params={"id": identifier}).status_code == 200
    assert ann.http.get("/component/remove", params={"id": identifier}).status_code == 200
    assert files_in(server) == before
    assert error_of(ann.get(identifier), 404)["error_code"] == "file.not_found"
    assert ann.ask(f'FileComponent where id is "{identifier}"')


def test_deleting_a_component_frees_its_bytes(server: RunningServer, ann: Person) -> None:
    before = files_in(server)
    identifier = ann.component(b"x")
    ann.do(delete("FileComponent", identifier))
    wait_until(lambda: files_in(server) == before)


# ---------------------------------------------------------------------------------------------------- archive


def test_the_checksums_of_all_files_of_a_job_are_returned_together(ann: Person, bob: Person) -> None:
    job = ann.job()
    contents = [b"", b"one", b"two" * 100_000]
    files = {ann.component(content, job=job): content for content in contents}
    answer = ann.http.get(f"/web/jobs/{job}/checksums")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        identifier: base64.b64decode(md5_of(content)).hex() for identifier, content in files.items()
    }
    assert ann.http.get(f"/web/jobs/{ann.job()}/checksums").json() == {}
    error_of(bob.http.get(f"/web/jobs/{job}/checksums"), 404)
    error_of(ann.http.get("/web/jobs/unknown/checksums"), 404)


def test_all_files_of_a_job_can_be_downloaded_as_one_archive(ann: Person, bob: Person) -> None:
    job = ann.job(data='{"description": "Dailies / 24 \\"final\\""}')
    contents = {"a.txt": b"first", "a (2).txt": os.urandom(2 * MIB), "CON_.txt": b""}
    for name, content in zip(("a", "a", "CON:"), contents.values(), strict=True):
        ann.component(content, name, ".txt", job=job)
    answer = ann.http.get(f"/archive/job/{job}")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "Dailies" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert sorted(map(archive.read, archive.namelist())) == sorted(contents.values())
        assert set(archive.namelist()) == set(contents)
    error_of(bob.http.get(f"/archive/job/{job}"), 404)


def test_an_archive_has_the_members_of_a_sequence_in_a_folder(ann: Person) -> None:
    job, sequence = ann.job(), fresh()
    ann.do(
        create("SequenceComponent", id=sequence, name="plate", file_type=".exr", padding=4),
        create("JobComponent", job_id=job, component_id=sequence),
    )
    for frame in ("1001", "1002"):
        member = fresh()
        ann.put(member, frame.encode())
        ann.do(create("FileComponent", id=member, name=frame, file_type=".exr", container_id=sequence))
    with zipfile.ZipFile(io.BytesIO(ann.http.get(f"/archive/job/{job}").content)) as archive:
        assert archive.namelist() == ["plate/plate.1001.exr", "plate/plate.1002.exr"]


def test_a_job_without_files_has_no_archive(ann: Person) -> None:
    assert error_of(ann.http.get(f"/archive/job/{ann.job()}"), 404)["error_code"] == "archive.empty"
    error_of(ann.http.get("/archive/job/unknown"), 404)


# ------------------------------------------------------------------------------------------------------ large


def peak_mb(pid: int) -> float:
    line = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1]) / 1024


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "size",
    [pytest.param(300 * MIB, id="300 MiB"), pytest.param(5 * 1024 * MIB, id="5 GiB", marks=pytest.mark.slow)],
)
def test_memory_use_does_not_depend_on_the_file_size(size: int) -> None:
    block = bytes(MIB)
    with separate_server() as server, administrator(server) as person:
        assert server.pid is not None
        person.ask("select id from Job")
        before = peak_mb(server.pid)
        job, identifier = person.job(), fresh()
        upload = person.announce(identifier, file_name="big.bin", file_size=size)
        assert put(upload["url"], (block for _ in range(size // MIB)), upload["headers"]).status_code == 200
        person.do(
            create("FileComponent", id=identifier, name="big", size=size),
            create("JobComponent", job_id=job, component_id=identifier),
        )
        for path in (f"/component/get?id={identifier}", f"/archive/job/{job}"):
            with person.http.stream("GET", path) as answer:
                assert (
                    sum(len(piece) for piece in answer.iter_raw())
                    == int(answer.headers["content-length"])
                    >= size
                )
        assert peak_mb(server.pid) - before < 40
