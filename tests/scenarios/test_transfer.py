"""Bytes of components: up, down, as thumbnails, in archives, and away."""

from __future__ import annotations

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
def test_what_was_put_comes_back(ann: Person, size: int) -> None:
    content = os.urandom(size)
    answer = ann.get(ann.component(content, "Ä file", ".exr"))
    assert answer.content == content
    assert answer.headers["etag"] == f'"{hashlib.md5(content).hexdigest()}"'
    assert answer.headers["content-md5"] == md5_of(content)
    assert answer.headers["content-length"] == str(size)
    assert answer.headers["content-type"] == "image/x-exr"
    assert "filename*=UTF-8''%C3%84%20file.exr" in answer.headers["content-disposition"]


def test_the_client_is_told_the_headers_to_send(ann: Person) -> None:
    told = ann.announce(fresh(), file_name="image.png", file_size=4, checksum=md5_of(b"abcd"))
    assert told["headers"] == {
        "Content-Type": "image/png",
        "Content-Length": "4",
        "Content-Disposition": 'attachment; filename="image.png"',
        "Content-MD5": md5_of(b"abcd"),
    }


def test_an_empty_file_in_chunks_is_an_empty_file(ann: Person) -> None:
    told = ann.announce(fresh(), file_name="empty.txt", file_size=0)
    assert "Content-Length" not in told["headers"]
    assert put(told["url"], iter([]), told["headers"]).status_code == 200


def test_a_component_that_exists_need_not_be_described(ann: Person) -> None:
    identifier = fresh()
    results = ann.do(
        create("FileComponent", id=identifier, name="notes", file_type=".md", size=5),
        {"action": "get_upload_metadata", "component_id": identifier},
    )
    assert results[1]["headers"]["Content-Disposition"] == 'attachment; filename="notes.md"'
    assert put(results[1]["url"], b"hello").status_code == 200
    assert ann.stored(identifier) == b"hello"


def test_the_same_address_may_be_put_to_again_and_the_last_wins(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"first")
    before = files_in(server)
    told = ann.announce(identifier, file_name="x.bin", file_size=6)
    for content in (b"second", b"third!"):
        assert put(told["url"], content).headers["etag"] == f'"{hashlib.md5(content).hexdigest()}"'
    assert ann.stored(identifier) == b"third!"
    assert files_in(server) == before


def refused_put(
    server: RunningServer, status: int, url: str, content: Any, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Put what is refused; return the error, having checked that nothing stays."""
    before = files_in(server)
    error = error_of(put(url, content, headers), status)
    assert files_in(server) == before
    return error


def test_a_checksum_that_does_not_match_is_refused(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"right")
    told = ann.announce(identifier, file_name="x.bin", file_size=5, checksum=md5_of(b"right"))
    headers: dict[str, str]
    for headers in (told["headers"], {}):
        assert (
            refused_put(server, 400, told["url"], b"wrong", headers)["error_code"]
            == "upload.checksum_mismatch"
        )
    assert ann.stored(identifier) == b"right"


@pytest.mark.parametrize(("content", "status"), [(b"short", 400), (b"much too long", 413)])
def test_another_size_than_announced_is_refused(
    server: RunningServer, ann: Person, content: bytes, status: int
) -> None:
    told = ann.announce(fresh(), file_name="x.bin", file_size=8)
    for body in (content, iter([content])):
        refused_put(server, status, told["url"], body)


def test_more_than_the_server_accepts_is_refused_before_it_is_read(
    server: RunningServer, ann: Person
) -> None:
    identifier = fresh()
    ann.do(create("FileComponent", id=identifier, name="huge"))
    told = ann.announce(identifier)
    parts = urlsplit(told["url"])
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(
            f"PUT {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {500 << 20}\r\n\r\n".encode()
        )
        assert b"413" in connection.recv(64)


@pytest.mark.parametrize("checksum", ["x", "not base64!", "AAAA", 5, md5_of(b"") + "A"])
def test_a_checksum_that_is_none_is_refused(ann: Person, checksum: Any) -> None:
    operation = {
        "action": "get_upload_metadata",
        "component_id": fresh(),
        "file_name": "x",
        "file_size": 1,
        "checksum": checksum,
    }
    assert ann.refused(400, operation)["error_code"] == "upload.checksum"


@pytest.mark.parametrize("name", ["../../x", "a/b.txt", "..\\x", "..", "/etc/passwd"])
def test_a_path_instead_of_a_name_is_refused(ann: Person, name: str) -> None:
    error = ann.refused(
        400, {"action": "get_upload_metadata", "component_id": fresh(), "file_name": name, "file_size": 1}
    )
    assert error["error_code"] == "upload.file_name"
    assert "file_name" in error["content"]


@pytest.mark.parametrize(
    "name", ['a "quoted" name', "line\nbreak\r\nSet-Cookie: x=1", "n" * 300, "日本" * 150, "tab\there"]
)
def test_an_odd_name_goes_into_headers_safely(ann: Person, name: str) -> None:
    told = ann.announce(fresh(), file_name=f"{name}.txt", file_size=1)
    header = told["headers"]["Content-Disposition"]
    assert header.isascii()
    assert header.isprintable()
    assert put(told["url"], b"x", told["headers"]).status_code == 200


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


def test_a_component_that_nobody_knows_must_be_described(ann: Person) -> None:
    error = ann.refused(400, {"action": "get_upload_metadata", "component_id": fresh()})
    assert error["error_code"] == "upload.unknown_component"


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "é"])
def test_an_address_that_we_did_not_make_is_refused(server: RunningServer, token: str) -> None:
    error_of(put(f"{server.url}/upload/{token}", b"x"), 403)


def test_an_interrupted_upload_leaves_nothing(server: RunningServer, ann: Person) -> None:
    identifier = fresh()
    told = ann.announce(identifier, file_name="x.bin", file_size=8 * MIB)
    before = files_in(server)
    parts = urlsplit(told["url"])
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


def put_parts(told: dict[str, Any], content: bytes, size: int) -> list[dict[str, Any]]:
    """Put the parts of *content*, the last one first; return what completes the upload."""
    tags = []
    for part in reversed(told["urls"]):
        number = part["part_number"]
        answer = put(part["signed_url"], content[(number - 1) * size : number * size])
        assert answer.status_code == 200
        tags.append({"part_number": number, "e_tag": answer.headers["etag"].strip('"')})
    return sorted(tags, key=lambda tag: int(tag["part_number"]))


def completion(told: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "action": "complete_multipart_upload",
        "upload_id": told["upload_id"],
        "component_id": told["component_id"],
        "parts": parts,
    }


def test_parts_make_one_file(server: RunningServer, ann: Person) -> None:
    content = os.urandom(2 * MIB + 100)
    before = files_in(server)
    told = announce_parts(ann, content, 3, checksum=md5_of(content))
    parts = put_parts(told, content, MIB)
    results = ann.do(
        completion(told, parts),
        create("FileComponent", id=told["component_id"], name="big", file_type=".bin", size=len(content)),
        create("ComponentLocation", component_id=told["component_id"], location_id=SERVER_LOCATION_ID),
    )
    assert results[0]["component_id"] == told["component_id"]
    assert httpx.get(results[0]["url"], trust_env=False).content == content
    assert files_in(server) == {**before, "content": before["content"] + 1}


def test_a_part_may_be_put_again(ann: Person) -> None:
    told = announce_parts(ann, b"aabb", 2)
    put_parts(told, b"aaXX", 2)
    parts = put_parts(told, b"aabb", 2)
    ann.do(completion(told, parts), create("FileComponent", id=told["component_id"], name="big"))
    assert ann.stored(told["component_id"]) == b"aabb"


def test_an_upload_that_lacks_a_part_is_not_completed(ann: Person) -> None:
    told = announce_parts(ann, b"aabb", 2)
    tag = put(told["urls"][0]["signed_url"], b"aa").headers["etag"].strip('"')
    error = ann.refused(400, completion(told, [{"part_number": 1, "e_tag": tag}]))
    assert error["error_code"] == "upload.incomplete"


def test_a_wrong_etag_is_refused(ann: Person) -> None:
    told = announce_parts(ann, b"aabb", 2)
    parts = put_parts(told, b"aabb", 2)
    parts[1]["e_tag"] = "0" * 32
    assert ann.refused(400, completion(told, parts))["error_code"] == "upload.checksum_mismatch"


def test_parts_of_another_size_than_announced_are_refused(ann: Person) -> None:
    told = announce_parts(ann, b"aabbcc", 2)
    parts = put_parts(told, b"aabb", 2)
    assert ann.refused(400, completion(told, parts))["error_code"] == "upload.size_mismatch"


def test_a_checksum_of_the_whole_is_checked(ann: Person) -> None:
    told = announce_parts(ann, b"aabb", 2, checksum=md5_of(b"else"))
    parts = put_parts(told, b"aabb", 2)
    assert ann.refused(400, completion(told, parts))["error_code"] == "upload.checksum_mismatch"


@pytest.mark.parametrize("address", ["{}/0", "{}/3", "{}/999999999999"])
def test_a_part_that_was_not_announced_is_refused(server: RunningServer, ann: Person, address: str) -> None:
    told = announce_parts(ann, b"aabb", 2)
    refused_put(server, 422, address.format(told["urls"][0]["signed_url"].rpartition("/")[0]), b"aa")
    refused_put(server, 422, told["urls"][0]["signed_url"].rpartition("/")[0], b"aa")


def test_an_upload_is_completed_by_who_announced_it_and_once(ann: Person, bob: Person) -> None:
    told = announce_parts(ann, b"aabb", 2)
    parts = put_parts(told, b"aabb", 2)
    bob.refused(404, completion(told, parts))
    ann.do(completion(told, parts))
    ann.refused(404, completion(told, parts))
    error_of(put(told["urls"][0]["signed_url"], b"aa"), 404)


# ------------------------------------------------------------------------------------------------- permission


def test_the_files_of_somebody_elses_job_are_unknown(ann: Person, bob: Person, admin: Person) -> None:
    identifier = ann.component(b"secret", job=ann.job())
    for path in ("get", "thumbnail", "remove"):
        error_of(bob.http.get(f"/component/{path}", params={"id": identifier}), 404)
    bob.refused(
        403, {"action": "get_upload_metadata", "component_id": identifier, "file_name": "x", "file_size": 1}
    )
    assert ann.stored(identifier) == admin.stored(identifier) == b"secret"


def test_bytes_sent_ahead_of_a_component_are_the_uploaders(ann: Person, bob: Person) -> None:
    identifier = fresh()
    told = bob.announce(identifier, file_name="x", file_size=1)
    assert ann.put(identifier, b"ann's").status_code == 200
    bob.refused(
        403, {"action": "get_upload_metadata", "component_id": identifier, "file_name": "x", "file_size": 1}
    )
    error_of(put(told["url"], b"b"), 403)


def test_a_link_needs_no_credentials_and_leads_to_one_component(server: RunningServer, ann: Person) -> None:
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
def test_what_cannot_be_an_identifier_is_refused(ann: Person, identifier: str) -> None:
    error_of(ann.get(identifier), 422)


def test_nobody_gets_nothing(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"x")
    for path in ("get", "thumbnail", "remove"):
        error_of(httpx.get(f"{server.url}/component/{path}", params={"id": identifier}, trust_env=False), 401)


def test_credentials_in_the_query_count_for_components(server: RunningServer, ann: Person) -> None:
    identifier = ann.component(b"x")
    known = {"id": identifier, "username": ann.username, "apiKey": ann.key}
    assert httpx.get(f"{server.url}/component/get", params=known, trust_env=False).content == b"x"
    error_of(
        httpx.get(f"{server.url}/component/get", params={**known, "apiKey": "wrong"}, trust_env=False), 401
    )


# ------------------------------------------------------------------------------------------------------- down


def test_ranges_and_conditions(ann: Person) -> None:
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


def test_head_tells_everything_but_the_bytes(ann: Person) -> None:
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


def test_what_is_harmless_is_shown_in_the_page(ann: Person) -> None:
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


def test_thumbnails(ann: Person) -> None:
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


def test_all_files_of_a_job_come_as_one_archive(ann: Person, bob: Person) -> None:
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


def test_the_members_of_a_sequence_stand_in_a_folder(ann: Person) -> None:
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
def test_memory_stays_flat_whatever_the_size(size: int) -> None:
    block = bytes(MIB)
    with separate_server() as server, administrator(server) as person:
        assert server.pid is not None
        person.ask("select id from Job")
        before = peak_mb(server.pid)
        job, identifier = person.job(), fresh()
        told = person.announce(identifier, file_name="big.bin", file_size=size)
        assert put(told["url"], (block for _ in range(size // MIB)), told["headers"]).status_code == 200
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
