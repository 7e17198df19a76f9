"""Working folders: links to stored files, fresh folders, and the cleanup after killed workers."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from callboard.errors import NotFound
from callboard_server.files.disk import DiskStore
from callboard_server.files.store import Key
from callboard_server.jobs import queue
from callboard_server.media.ffmpeg_commands import NoEncoder, ffmpeg
from callboard_server.worker.cleanup import TASKS_KEPT, clean, sweep
from callboard_server.worker.services import WorkerServices
from tests.support.operations import create
from tests.support.world import World


def put(services: WorkerServices, content: bytes) -> Key:
    with services.store.put() as incoming:
        incoming.write(content)
        return incoming.keep()


def test_lent_files_stay_in_the_store(services: WorkerServices) -> None:
    key = put(services, b"content")
    with services.working_folder() as folder:
        services.provide(key, folder / "lent")
        assert (folder / "lent").read_bytes() == b"content"
        with pytest.raises(NotFound):
            services.provide(Key("0" * 32), folder / "missing")
    assert not folder.exists()
    with services.store.open(key) as file:
        assert file.read() == b"content"


def test_a_data_folder_may_be_a_relative_path(
    services: WorkerServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = evolve(services, store=DiskStore(Path("data/files")), folder=Path("data/encoding"))
    key = put(relative, b"content")
    with relative.working_folder() as folder:
        relative.provide(key, folder / "lent")
        assert (folder / "lent").read_bytes() == b"content"


def test_a_folder_is_deleted_when_the_work_fails(services: WorkerServices) -> None:
    def work() -> None:
        with services.working_folder() as folder:
            (folder / "some.mp4").write_bytes(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert list(services.folder.iterdir()) == []


def test_folders_of_dead_workers_are_deleted_and_folders_in_use_are_kept(services: WorkerServices) -> None:
    assert sweep(services) == 0
    dead, fresh, old = (services.folder / name for name in ("dead", "fresh", "old"))
    for path in (dead, fresh, old):
        path.mkdir(parents=True)
    (dead / "in-use").touch()
    (dead / "half.mp4").write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    with services.working_folder() as used:
        assert sweep(services) == 2
        assert set(services.folder.iterdir()) == {used, fresh}


def test_old_finished_tasks_are_deleted(services: WorkerServices) -> None:
    world = World(services.database)
    world.do(world.ann, create("Job", id="job"))
    world.database.write(lambda tx: queue.enqueue(tx, task_id="task", kind="x", job_id="job", payload={}))
    task = world.database.write(lambda tx: queue.claim(tx, "token", timedelta(minutes=1)))
    assert task is not None
    world.database.write(lambda tx: queue.finish(tx, task))
    clean(services)
    assert world.sql("SELECT count(*) FROM queued_task") == [(1,)]
    past = queue.milliseconds(TASKS_KEPT + timedelta(days=1))
    world.database.write(
        lambda tx: tx.change(f"UPDATE queued_task SET lease_until = lease_until - {past}", {})
    )
    clean(services)
    assert world.sql("SELECT count(*) FROM queued_task") == [(0,)]


def test_a_missing_encoder_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/nowhere/ffmpeg")
    with pytest.raises(NoEncoder, match="no ffmpeg"):
        ffmpeg()
