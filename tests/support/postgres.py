"""A PostgreSQL server for the test suite, in a temporary folder.

It listens on a socket in that folder, and is removed with it. PostgreSQL refuses to run as root, so a suite
run by root starts it as `postgres` or `nobody`. The server is the child of a shell that waits for the end of
its input: however the suite ends, its end of that pipe closes and the server stops.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

BIN_VARIABLE = "CALLBOARD_TEST_POSTGRES_BIN"
SUPERUSER = "callboard"
START_SECONDS = 30.0
UNTIL_INPUT_ENDS = (
    'exec 3<&0; "$@" </dev/null 3<&- & server=$!; cat <&3 >/dev/null; kill -INT "$server"; wait "$server"'
)
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=32MB",
    "max_connections=60",
)


def find_programs() -> Path:
    """Return the folder with PostgreSQL's programs.

    A suite without PostgreSQL fails, because it would prove only half of what it claims.
    """
    named = os.environ.get(BIN_VARIABLE)
    if named:
        candidates = [Path(named)]
    else:
        debian = sorted(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[-2].zfill(4), reverse=True
        )
        on_path = shutil.which("initdb")
        candidates = [*debian, *([Path(on_path).resolve().parent] if on_path else [])]
    for folder in candidates:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    pytest.fail(
        f"The tests need PostgreSQL. Install it, or set {BIN_VARIABLE} to the folder with initdb.",
        pytrace=False,
    )


class Postgres:
    """A running server: databases are made from `template` and dropped again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def url(self, database: str) -> str:
        return f"host={self.folder} user={SUPERUSER} dbname={database}"

    def create(self, *, template: str = "template0") -> str:
        """Make a database like *template* and return its name."""
        self.made += 1
        name = f"test_{self.made}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self._command(f"DROP DATABASE {database} WITH (FORCE)")

    def _command(self, text: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(text.encode())


@contextlib.contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Run a server until the end of the block."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="callboard-pg-"))
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user["user"], user["group"])
    try:
        _initialise(programs, folder, user)
        with _running(programs, folder, user) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> dict[str, Any]:
    """Return the user of the server as arguments of `subprocess`; empty for the user that runs the suite."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
    pytest.fail("PostgreSQL cannot run as root, and there is no user postgres or nobody.", pytrace=False)


def _initialise(programs: Path, folder: Path, user: dict[str, Any]) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=folder, check=False, **user
    )
    if done.returncode:
        pytest.fail(f"initdb failed: {done.stderr}", pytrace=False)


@contextlib.contextmanager
def _running(programs: Path, folder: Path, user: dict[str, Any]) -> Iterator[Postgres]:
    settings = [part for setting in QUICK for part in ("-c", setting)]
    server: list[str | Path] = [
        programs / "postgres",
        "-D",
        folder / "data",
        "-k",
        folder,
        "-c",
        "listen_addresses=",
        *settings,
    ]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        ["/bin/sh", "-c", UNTIL_INPUT_ENDS, "sh", *server],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        cwd=folder,
        **user,
    )
    log.close()
    try:
        postgres = Postgres(folder)
        _wait_until_ready(postgres, process)
        yield postgres
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=30)


def _wait_until_ready(postgres: Postgres, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(postgres.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (postgres.folder / "log").read_text(errors="replace")
                pytest.fail(f"PostgreSQL did not start ({error}):\n{log[-2000:]}", pytrace=False)
            time.sleep(0.05)
        else:
            return
