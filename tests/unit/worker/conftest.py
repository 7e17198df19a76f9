"""Fixtures of the tests of workers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callboard_server.files.disk import DiskStore
from callboard_server.model.types import studio_model
from callboard_server.records.studio import Shape, Studio
from callboard_server.storage.database import SqliteDatabase
from callboard_server.worker.services import WorkerServices
from tests.support.world import Clock, Counter, model, reader, tables


@pytest.fixture
def services(new_sqlite: Callable[[], SqliteDatabase], tmp_path: Path) -> Iterator[WorkerServices]:
    with contextlib.closing(new_sqlite()) as database:
        yield WorkerServices(
            database=database,
            studio=Studio(Shape(model(), tables(), reader()), studio_model),
            store=DiskStore(tmp_path / "files"),
            folder=tmp_path / "encoding",
            clock=Clock(),
            new_id=Counter(),
        )
