"""Backups of a SQLite database before a migration: `callboard.sqlite.before-0003`, in the same folder."""

from __future__ import annotations

import os
import re
from contextlib import closing
from pathlib import Path

import apsw

from callboard_server.storage.migrations.errors import BackupFailed

KEPT = 3
PAGES_AT_ONCE = 4096


def back_up(database: Path, number: int) -> Path:
    """Copy *database*, as it was last committed, to a file named for step *number*; return its path.

    The copy is complete and on disk when it gets its name, and takes the place of an earlier one. Nothing may
    commit meanwhile: the caller holds the write lock.
    Raises: BackupFailed.
    """
    target = database.with_name(f"{database.name}.before-{number:04}")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=database.stat().st_mode & 0o777)  # it contains the same secrets
        _copy(database, unfinished)
        _check(unfinished)
        _flush(unfinished)
        unfinished.replace(target)
        _flush(target.parent)
    except (OSError, apsw.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise BackupFailed(
            f"The backup {target} could not be made: {error}. The database was not changed.",
            hint="Make room in the data folder, then start again.",
        ) from error
    return target


def remove_old_backups(database: Path) -> None:
    """Remove all but the `KEPT` newest backups of *database*."""
    pattern = re.compile(re.escape(database.name) + r"\.before-\d{4,}")
    found = [path for path in database.parent.iterdir() if pattern.fullmatch(path.name)]
    for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)


def _copy(database: Path, target: Path) -> None:
    with (
        closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as source,
        closing(apsw.Connection(str(target))) as copy,
    ):
        source.set_busy_timeout(10_000)
        with copy.backup("main", source, "main") as backup:
            while not backup.done:
                backup.step(PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, which can be copied by itself


def _check(copy: Path) -> None:
    with closing(apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchall()
    if found != [("ok",)]:
        raise apsw.CorruptError(f"the copy can't be read back ({found[0][0]})")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
