"""Names of components are free text, and the names of files that are made from them are safe."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest

from tests.scenarios.test_transfer import put
from tests.support.live import Person, fresh
from tests.support.operations import create
from tests.support.world import World

NAMES = {
    "beauty/diffuse": "beauty_diffuse.exr",
    "../../etc/passwd": ".._.._etc_passwd.exr",
    "/etc/passwd": "_etc_passwd.exr",
    "C:\\Windows\\x": "C:_Windows_x.exr",
    "left\nright": "left right.exr",
    "a\tb": "a b.exr",
    "a\u2028b": "a b.exr",
    "a\x7fb": "a b.exr",
    "..": "...exr",
    ".": "..exr",
    'quo"te; filename="x': 'quo"te; filename="x.exr',
    "x: y * z?": "x: y * z?.exr",
    "ünï cödé 日本": "ünï cödé 日本.exr",
    "x" * 1024: "x" * 236 + ".exr",
}
"""Names, and the names under which files of type .exr are downloaded."""

named = pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:24]))


@named
def test_a_name_is_kept(world: World, name: str) -> None:
    made = world.do(world.ann, create("FileComponent", id="c", name=name))[0]["data"]
    assert made["name"] == name
    assert world.values(world.ann, "select name from Component", "name") == [name]


@named
def test_a_download_has_a_safe_name(ann: Person, name: str) -> None:
    identifier = fresh()
    target = ann.announce(identifier, file_name=f"{name}.exr", file_size=4)
    assert put(target["url"], b"file", target["headers"]).status_code == 200
    ann.do(create("FileComponent", id=identifier, name=name, file_type=".exr", size=4))
    answer = ann.get(identifier)
    assert answer.content == b"file"
    for header in (answer.headers["Content-Disposition"], target["headers"]["Content-Disposition"]):
        assert header.isascii()
        assert header.isprintable()
        assert exact_name(header) == NAMES[name]


def exact_name(header: str) -> str:
    """Return the name in *header* that current browsers use: the one in UTF-8, where there is one."""
    plain, _, encoded = header.partition("; filename*=UTF-8''")
    return unquote(encoded) if encoded else plain.removeprefix('attachment; filename="').removesuffix('"')


@named
def test_an_archive_contains_files_inside_its_own_folder(ann: Person, name: str) -> None:
    job = ann.job()
    container = fresh()
    ann.do(create("ContainerComponent", id=container, name=name))
    ann.do(create("JobComponent", job_id=job, component_id=container))
    for each in (name, "plain"):
        identifier = fresh()
        assert ann.put(identifier, b"file", "x").status_code == 200
        ann.do(create("FileComponent", id=identifier, name=each, file_type=".exr", container_id=container))
    content = ann.http.get(f"/archive/job/{job}").content
    members = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(members) == 2
    for member in members:
        for path in (PurePosixPath(member), PureWindowsPath(member)):
            assert not path.is_absolute()
            assert len(path.parts) <= 2
            assert ".." not in path.parts
            assert all(part.isprintable() for part in path.parts)


def test_an_upload_without_a_name_takes_it_from_the_component(ann: Person) -> None:
    identifier = fresh()
    ann.do(create("FileComponent", id=identifier, name="beauty/diffuse", file_type=".exr", size=4))
    target = ann.announce(identifier)
    assert target["headers"]["Content-Disposition"] == 'attachment; filename="beauty_diffuse.exr"'
