"""Pictures and movies of the demo."""

from __future__ import annotations

import io

import pytest
from attrs import evolve
from PIL import Image

from callboard_server.demo import slates
from callboard_server.demo.slates import MOVIE, PICTURE, Slate, gif, movie, painted, picture, portrait

SLATE = Slate("Lanternfish", "SQ20", "SQ20_0040", "Compositing", 15, "Rin Tanaka", (1001, 1096))


def test_each_slate_has_a_different_picture() -> None:
    others = (
        SLATE,
        evolve(SLATE, version=16),
        evolve(SLATE, step="Animation"),
        evolve(SLATE, shot="SQ20_0050"),
        evolve(SLATE, sequence="SQ30"),
    )
    pictures = [picture(slate) for slate in others]
    assert len(set(pictures)) == len(others)
    assert picture(SLATE) == pictures[0]
    with Image.open(io.BytesIO(pictures[0])) as image:
        assert (image.format, image.size) == ("JPEG", PICTURE)


def test_a_movie_is_small_and_always_the_same() -> None:
    made = movie(SLATE)
    assert made == movie(SLATE)
    assert 1_000 < len(made.content) < 60_000
    assert made.content[4:8] == b"ftyp" if made.extension == ".mp4" else made.content[:3] == b"GIF"


def test_without_an_encoder_a_movie_is_a_gif(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slates, "ffmpeg", lambda: None)
    made = movie(SLATE)
    assert made.extension == ".gif"
    with Image.open(io.BytesIO(made.content)) as image:
        assert (image.size, getattr(image, "n_frames", 1)) == (MOVIE, 8)


def test_the_frames_of_a_movie_differ() -> None:
    frames = [painted(SLATE, MOVIE, moment).tobytes() for moment in (0.0, 0.5)]
    assert frames[0] != frames[1]
    assert gif([painted(SLATE, MOVIE, frame / 24) for frame in range(24)]).startswith(b"GIF89a")


def test_a_portrait_is_a_square_picture() -> None:
    with Image.open(io.BytesIO(portrait("Mira Okafor"))) as image:
        assert image.size == (256, 256)
    assert portrait("Mira Okafor") != portrait("Rin Tanaka")
