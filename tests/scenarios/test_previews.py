"""Thumbnails of files that browsers cannot display: a movie, the picture of a renderer, a document."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.cli.worker import worker_services
from callboard_server.testing import RunningServer
from callboard_server.worker.loop import working
from tests.support.films import film, layered_exr, picture
from tests.support.live import Person
from tests.support.operations import create


def document(path: Path) -> Path:
    Image.new("RGB", (60, 80)).save(path)
    return path


FILES = {
    "shot.mov": film,
    "render.exr": lambda path: layered_exr(path, {f"beauty.{name}": 0.5 for name in "RGB"}),
    "texture.tga": picture,
    "plate.dpx": picture,
    "script.pdf": document,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_browsers_cannot_display_has_a_thumbnail(
    server: RunningServer, ann: Person, tmp_path: Path, name: str
) -> None:
    path = FILES[name](tmp_path / name)
    component = ann.component(path.read_bytes(), path.stem, path.suffix)
    answers = [
        ann.http.get("/component/thumbnail", params={"id": component, "size": size})
        for size in (300, 300, 64)
    ]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer.headers["content-type"] for answer in answers} == {"image/jpeg"}
    with Image.open(io.BytesIO(answers[2].content)) as image:
        assert max(image.size) <= 64


def test_a_file_without_a_picture_has_none(server: RunningServer, ann: Person) -> None:
    component = ann.component(b"v 0 0 0\n", "mesh", ".obj")
    answer = ann.http.get("/component/thumbnail", params={"id": component})
    assert (answer.status_code, answer.json()["error_code"]) == (404, "thumbnail.none")


def test_a_movie_does_not_delay_other_requests(server: RunningServer, ann: Person, tmp_path: Path) -> None:
    """Many movies at once are read one after the other. The server answers everything else meanwhile."""
    path = film(tmp_path / "x.mov", seconds=0.2)
    movies = [ann.component(path.read_bytes(), f"movie{number}", ".mov") for number in range(4)]
    with ThreadPoolExecutor(len(movies)) as pool:
        answers = [
            pool.submit(ann.http.get, "/component/thumbnail", params={"id": movie}) for movie in movies
        ]
        time.sleep(0.2)
        started = time.monotonic()
        ann.ask("select id from User limit 1")
        assert time.monotonic() - started < 1.0
        assert not all(answer.done() for answer in answers)
    assert {answer.result().status_code for answer in answers} == {200}


def test_an_encoded_movie_is_played_instead_of_its_source(
    server: RunningServer, ann: Person, tmp_path: Path
) -> None:
    """Browsers do not play most movies of a production. They play what encoding made of them."""
    path = film(tmp_path / "shot.mov", seconds=0.2, codec=("-c:v", "prores_ks"))
    component = ann.component(path.read_bytes(), "shot", ".mov")
    ann.do(create("ComponentLocation", component_id=component, location_id=SERVER_LOCATION_ID))
    before = ann.http.get("/component/playable", params={"id": component})
    assert (before.status_code, before.json()["error_code"]) == (404, "playable.none")
    job = ann.do({"action": "encode_media", "component_id": component})[0]["job_id"]
    assert server.services is not None
    with working(worker_services(server.services)):
        deadline = time.monotonic() + 30
        while ann.ask(f"select status from Job where id is {job}")[0]["status"] != "done":
            assert time.monotonic() < deadline
            time.sleep(0.05)
    whole = ann.http.get("/component/playable", params={"id": component})
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert 'filename="shot.mp4"' in whole.headers["content-disposition"]
    assert whole.content[4:8] == b"ftyp"
    part = ann.http.get("/component/playable", params={"id": component}, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")


def test_a_movie_that_browsers_play_is_played_itself(
    server: RunningServer, ann: Person, tmp_path: Path
) -> None:
    path = film(tmp_path / "shot.mp4", seconds=0.2)
    component = ann.component(path.read_bytes(), "shot", ".mp4")
    answer = ann.http.get("/component/playable", params={"id": component})
    assert (answer.status_code, answer.content) == (200, path.read_bytes())
