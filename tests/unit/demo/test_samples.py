"""Sample files of the demo."""

from __future__ import annotations

import csv
import io
import json

import pytest
from PIL import Image

from callboard_server.demo.samples import MAKERS

SEED = "SQ10_0010_comp_v003"


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_seed_makes_the_same_bytes(name: str) -> None:
    assert MAKERS[name](SEED) == MAKERS[name](SEED)
    assert len(MAKERS[name](SEED)) > 100


def test_samples_have_their_format() -> None:
    with Image.open(io.BytesIO(MAKERS["picture"](SEED))) as image:
        assert image.format == "PNG"
    assert len(list(csv.reader(io.StringIO(MAKERS["table"](SEED).decode())))) == 37
    assert json.loads(MAKERS["manifest"](SEED))["source"] == SEED
    assert MAKERS["page"](SEED).startswith(b"%PDF-1.4")
    assert b"Traceback" in MAKERS["failed log"](SEED)
