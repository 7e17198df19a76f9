"""What workers that were killed left behind, and tasks that are long over."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from io import FileIO
from pathlib import Path

import structlog

from callboard_server.files.disk import lock
from callboard_server.jobs import queue
from callboard_server.worker.services import IN_USE, WorkerServices

log = structlog.get_logger()

TASKS_KEPT = timedelta(days=30)
"""So long a failed job can be queued again."""

OLD_SECONDS = 3600.0


def clean(services: WorkerServices) -> None:
    """Sweep the folder for work in progress, and forget old tasks."""
    swept = sweep(services)
    forgotten = services.database.write(lambda tx: queue.forget(tx, TASKS_KEPT))
    if swept or forgotten:
        log.info("worker.cleaned", folders=swept, tasks=forgotten)


def sweep(services: WorkerServices) -> int:
    """Remove the folders of workers that are no more.

    Return how many. The lock of a folder that is in use is held.
    """
    swept = 0
    for path in list(services.folder.iterdir()) if services.folder.is_dir() else ():
        try:
            with FileIO(path / IN_USE, "r+b") as mark:
                lock(mark)
        except FileNotFoundError:
            if not is_old(path):  # it is being made, or removed, at this moment
                continue
        except OSError:
            continue
        shutil.rmtree(path, ignore_errors=True)
        swept += 1
    return swept


def is_old(path: Path) -> bool:
    """Tell whether the folder *path* was made more than an hour ago; it may be gone by now."""
    try:
        return path.stat().st_mtime < time.time() - OLD_SECONDS
    except FileNotFoundError:
        return False
