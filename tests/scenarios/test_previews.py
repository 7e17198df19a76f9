"""Thumbnails of files that browsers cannot display: a movie, the picture of a renderer, a document."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from callboard_server.testing import RunningServer
from tests.support.films import film, layered_exr, picture
from tests.support.live import Person


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
