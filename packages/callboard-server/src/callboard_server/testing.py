"""A real server for tests: in a temporary folder, on a free port of the loopback interface.

::

    with running_server() as server:
        session = callboard.Session(server.url, server.api_key, server.username)

It is the same server that studios run. `running_server` starts it in a thread, in about a quarter of a
second. `separate_server` starts `callboard serve` with its worker in a separate process, for benchmarks.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from callboard.errors import CallboardError
from callboard_server.server.app import create_app
from callboard_server.server.housekeeping import sweep_at_start
from callboard_server.server.serve import Server, listen
from callboard_server.server.services import Services
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_services

USERNAME = "admin"
PASSWORD = "correct-horse-battery"  # the server exists only during a test
API_KEY = "cb_test-key-of-the-first-administrator"
HOST = "127.0.0.1"
START_SECONDS = 20.0
STOP_SECONDS = 15.0


@frozen
class RunningServer:
    """A server at `url` (without a trailing slash), and its first administrator.

    `services` are only available if the server runs in a thread.
    """

    url: str
    data: Path
    username: str = USERNAME
    password: str = PASSWORD
    api_key: str = API_KEY
    services: Services | None = None
    pid: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The credentials of the first administrator, as headers of API requests."""
        return {"ftrack-user": self.username, "ftrack-api-key": self.api_key}


class NotStarted(CallboardError):
    """A test server did not start."""

    default_code = "testing.not_started"


@contextmanager
def running_server(
    folder: Path | None = None, *, database: str | None = None, **settings: Any
) -> Iterator[RunningServer]:
    """Run a server in a thread.

    Its data is in *folder*, or in a temporary folder that is deleted at the end. *database* is the URL of an
    empty PostgreSQL database. *settings* are further fields of `Settings`.
    """
    with _folder(folder) as data:
        yield from _in_thread(_settings(data, database, settings))


def _in_thread(settings: Settings) -> Iterator[RunningServer]:
    listening = listen(settings.host, settings.port)
    services = open_services(settings).services
    sweep_at_start(services)
    ready = threading.Event()
    server = Server(create_app(services), ready.set)
    thread = threading.Thread(target=server.run, args=([listening],), name="callboard-server", daemon=True)
    thread.start()
    try:
        if not ready.wait(START_SECONDS):
            raise NotStarted("The server did not start.")
        yield RunningServer(f"http://{HOST}:{listening.getsockname()[1]}", settings.data, services=services)
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
        services.database.close()
        listening.close()


@contextmanager
def separate_server(
    folder: Path | None = None, *, database: str | None = None, arguments: tuple[str, ...] = ()
) -> Iterator[RunningServer]:
    """Run `callboard serve` with further *arguments* in a separate process."""
    with _folder(folder) as data:
        listening = listen(HOST, 0)
        port = listening.getsockname()[1]
        listening.close()
        command = [
            sys.executable,
            "-m",
            "callboard_server.cli",
            "serve",
            "--host",
            HOST,
            "--port",
            str(port),
            "--data",
            str(data),
        ]
        command += ["--database", database] if database else []
        with subprocess.Popen(
            [*command, *arguments], env=_environment(), stdout=subprocess.DEVNULL
        ) as process:
            try:
                url = f"http://{HOST}:{port}"
                _wait_for(url, process)
                yield RunningServer(url, data, pid=process.pid)
            finally:
                _end(process)


def _settings(data: Path, database: str | None, more: dict[str, Any]) -> Settings:
    chosen: dict[str, Any] = {
        "data": data,
        "database": database,
        "host": HOST,
        "port": 0,
        "admin_username": USERNAME,
        "admin_password": PASSWORD,
        "admin_api_key": API_KEY,
    }
    return Settings(**{**chosen, **more})


def _environment() -> dict[str, str]:
    package_folder = str(Path(__file__).parents[2])
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")},
        "PYTHONPATH": os.pathsep.join(filter(None, (package_folder, os.environ.get("PYTHONPATH")))),
        "CALLBOARD_ADMIN_USERNAME": USERNAME,
        "CALLBOARD_ADMIN_PASSWORD": PASSWORD,
        "CALLBOARD_ADMIN_API_KEY": API_KEY,
    }


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=1):
                return
        except OSError:
            time.sleep(0.01)
    raise NotStarted(f"The server at {url} did not start.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="callboard-") as made:
        yield Path(made)
