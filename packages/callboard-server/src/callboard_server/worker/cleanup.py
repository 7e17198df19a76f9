"""Delete the folders of workers that were killed, and old tasks."""

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
"""How long a failed job can be queued again."""

OLD_SECONDS = 3600.0


def clean(services: WorkerServices) -> None:
    """Delete abandoned working folders and old tasks."""
    swept = sweep(services)
    forgotten = services.database.write(lambda tx: queue.forget(tx, TASKS_KEPT))
    if swept or forgotten:
        log.info("worker.cleaned", folders=swept, tasks=forgotten)


def sweep(services: WorkerServices) -> int:
    """Delete the folders of ended workers, and return their number. A folder in use is locked."""
    swept = 0
    for path in list(services.folder.iterdir()) if services.folder.is_dir() else ():
        try:
            with FileIO(path / IN_USE, "r+b") as mark:
                lock(mark)
        except FileNotFoundError:
            if not is_old(path):  # it is being created or deleted at this moment
                continue
        except OSError:
            continue
        shutil.rmtree(path, ignore_errors=True)
        swept += 1
    return swept


def is_old(path: Path) -> bool:
    """Return whether the folder *path* is older than an hour. It may have been deleted in the meantime."""
    try:
        return path.stat().st_mtime < time.time() - OLD_SECONDS
    except FileNotFoundError:
        return False
