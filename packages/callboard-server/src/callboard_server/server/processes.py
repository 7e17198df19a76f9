"""Several server processes on one address, with one database.

The first process listens, upgrades the database and supervises the others, which accept connections from its
socket. They share nothing else; events reach the listeners of all processes through the database. A process
that ends is replaced. When the first process ends for any reason, the others stop.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from types import FrameType

import structlog
from attrs import define, field

from callboard.errors import CallboardError, ValidationError
from callboard_server.server.app import create_app
from callboard_server.server.logs import configure_logs
from callboard_server.server.serve import (
    GRACE_SECONDS,
    Background,
    PreparedServer,
    Ready,
    Server,
    no_background,
    prepared_server,
)
from callboard_server.server.serve import serve as serve_in_one_process
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_services

log = structlog.get_logger()

READY = "ready"
START_SECONDS = 60.0
STOP_SECONDS = GRACE_SECONDS + 5.0
CHECK_SECONDS = 0.5
MOST_FAILED_STARTS = 5
_spawning = multiprocessing.get_context("spawn")


class WorkersEnded(CallboardError):
    """Server processes repeatedly ended before they were ready."""

    default_code = "workers.ended"


def serve(
    settings: Settings,
    count: int,
    when_ready: Callable[[Ready], None],
    background: Background = no_background,
) -> None:
    """Run *count* server processes until a signal stops them.

    *when_ready* is called as soon as all accept requests. *background* runs in the first process. Raises:
    ValidationError, for several processes without PostgreSQL; WorkersEnded.
    """
    if count == 1:
        serve_in_one_process(settings, when_ready, background)
        return
    if settings.database is None:
        raise ValidationError(
            f"{count} server processes require PostgreSQL: only one process can write to a SQLite database.",
            code="settings.workers",
            hint="Pass a database with --database postgresql://..., or omit --workers.",
        )
    with prepared_server(settings, background) as prepared, stop_signal() as stop:
        ProcessGroup(prepared, count).run(lambda: when_ready(prepared.ready), stop)
    log.info("server.stopped")


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """Return an event that is set when the process receives a signal to stop."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    names = (signal.SIGINT,) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, on_signal) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@define(eq=False)
class ServerProcess:
    """One server process. It sends `READY` through `pipe`, and stops when the other end is closed."""

    pipe: Connection
    process: multiprocessing.process.BaseProcess
    started_at: float = field(factory=time.monotonic)
    is_ready: bool = False

    @classmethod
    def start(cls, prepared: PreparedServer) -> ServerProcess:
        """Start a process that accepts connections from the socket of *prepared*."""
        ours, theirs = _spawning.Pipe()
        process = _spawning.Process(
            target=run_server,
            args=(prepared.services.settings, prepared.listening, theirs),
            name="callboard-worker",
        )
        process.start()
        theirs.close()
        return cls(ours, process)

    def check(self) -> None:
        """Update `is_ready`. A process that is not ready in time is killed."""
        if self.is_ready:
            return
        with contextlib.suppress(EOFError, OSError):
            self.is_ready = self.pipe.poll() and self.pipe.recv() == READY
        if not self.is_ready and time.monotonic() > self.started_at + START_SECONDS:
            self.process.kill()
            self.process.join()

    def stop(self, deadline: float) -> None:
        """Ask the process to stop, and kill it at *deadline*."""
        self.pipe.close()
        self.process.join(max(0.0, deadline - time.monotonic()))
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


@define(eq=False)
class ProcessGroup:
    """All server processes of *prepared*."""

    prepared: PreparedServer
    count: int
    _workers: list[ServerProcess] = field(factory=list)
    _failed_starts: int = 0

    def run(self, when_ready: Callable[[], None], stop: threading.Event) -> None:
        """Run the processes until *stop* is set. Raises: WorkersEnded."""
        try:
            self._workers = [ServerProcess.start(self.prepared) for _ in range(self.count)]
            is_announced = False
            while not stop.is_set():
                self._replace_ended()
                if not is_announced and all(worker.is_ready for worker in self._workers):
                    when_ready()
                    is_announced = True
        finally:
            deadline = time.monotonic() + STOP_SECONDS
            for worker in self._workers:
                worker.pipe.close()
            for worker in self._workers:
                worker.stop(deadline)

    def _replace_ended(self) -> None:
        """Wait briefly, then replace processes that have ended."""
        starting = [worker.pipe for worker in self._workers if not worker.is_ready]
        wait([*(worker.process.sentinel for worker in self._workers), *starting], CHECK_SECONDS)
        for index, worker in enumerate(self._workers):
            worker.check()
            if worker.process.exitcode is None:
                continue
            log.warning("worker.ended", pid=worker.process.pid, status=worker.process.exitcode)
            self._failed_starts = 0 if worker.is_ready else self._failed_starts + 1
            if self._failed_starts >= MOST_FAILED_STARTS:
                raise WorkersEnded(
                    f"{MOST_FAILED_STARTS} server processes in a row ended before they were ready.",
                    hint="See their log above.",
                )
            worker.pipe.close()
            self._workers[index] = ServerProcess.start(self.prepared)


def run_server(settings: Settings, listening: socket.socket, pipe: Connection) -> None:
    """Run a server on *listening*, in a process of its own, until the other end of *pipe* is closed."""
    if sys.platform != "win32":
        os.setsid()  # Ctrl+C at a terminal goes to the first process only, which stops the others
    configure_logs()
    opened = open_services(settings)
    try:
        server = Server(create_app(opened.services), lambda: send_ready(pipe))
        threading.Thread(
            target=stop_with_parent, args=(pipe, server), name="callboard-parent", daemon=True
        ).start()
        server.run(sockets=[listening])
    finally:
        opened.services.database.close()


def send_ready(pipe: Connection) -> None:
    """Report to the first process that this one is ready.

    When the first process has ended, `stop_with_parent` stops this one.
    """
    with contextlib.suppress(OSError):
        pipe.send(READY)


def stop_with_parent(pipe: Connection, server: Server) -> None:
    """Stop *server* when the other end of *pipe* is closed, or its process has ended."""
    with contextlib.suppress(EOFError, OSError):
        pipe.recv()
    server.should_exit = True
