"""Many processes that answer on one address: each a whole server, with one database between them.

The first process listens, brings the data folder up to date and watches the others, which take connections
from its socket. Nothing else is shared: what one of them publishes reaches the listeners of all through the
database. One that dies is replaced; when the first process is gone, however it went, the others stop by
themselves.
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
from callboard_server.server.serve import GRACE_SECONDS, Beside, Ready, Server, Station, alone, set_up
from callboard_server.server.serve import serve as serve_alone
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_services

log = structlog.get_logger()

READY = "ready"
START_SECONDS = 60.0
STOP_SECONDS = GRACE_SECONDS + 5.0
WATCH_SECONDS = 0.5
MOST_FAILED_STARTS = 5
_spawning = multiprocessing.get_context("spawn")


class WorkersEnded(CallboardError):
    """Processes that were to answer kept ending before they did."""

    default_code = "workers.ended"


def serve(settings: Settings, count: int, tell: Callable[[Ready], None], beside: Beside = alone) -> None:
    """Serve with *count* processes until a signal says stop. *tell* is called once all of them answer;
    *beside* works in the first.

    Raises: ValidationError, for more than one without PostgreSQL; WorkersEnded.
    """
    if count == 1:
        serve_alone(settings, tell, beside)
        return
    if settings.database is None:
        raise ValidationError(
            f"{count} processes need PostgreSQL: only one at a time can write to a database that is a file.",
            code="settings.workers",
            hint="Name a database with --database postgresql://..., or leave --workers out.",
        )
    with set_up(settings, beside) as station, stopping() as stop:
        Crew(station, count).serve(lambda: tell(station.ready), stop)
    log.info("server.stopped")


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Return what is set when a signal says stop."""
    stop = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    names = (signal.SIGINT,) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, note) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@define(eq=False)
class Worker:
    """One process that answers. It says `READY` through `line`, and stops when the other end is closed."""

    line: Connection
    process: multiprocessing.process.BaseProcess
    began: float = field(factory=time.monotonic)
    is_ready: bool = False

    @classmethod
    def begin(cls, station: Station) -> Worker:
        """Start a process that answers what comes to the socket of *station*."""
        ours, theirs = _spawning.Pipe()
        process = _spawning.Process(
            target=work, args=(station.services.settings, station.listening, theirs), name="callboard-worker"
        )
        process.start()
        theirs.close()
        return cls(ours, process)

    def look(self) -> None:
        """Note whether it answers by now; end it when that takes too long."""
        if self.is_ready:
            return
        with contextlib.suppress(EOFError, OSError):
            self.is_ready = self.line.poll() and self.line.recv() == READY
        if not self.is_ready and time.monotonic() > self.began + START_SECONDS:
            self.process.kill()
            self.process.join()

    def end(self, deadline: float) -> None:
        """Let it finish what it does until *deadline*, then end it."""
        self.line.close()
        self.process.join(max(0.0, deadline - time.monotonic()))
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


@define(eq=False)
class Crew:
    """All processes that answer for *station*."""

    station: Station
    count: int
    _workers: list[Worker] = field(factory=list)
    _failed_starts: int = 0

    def serve(self, when_ready: Callable[[], None], stop: threading.Event) -> None:
        """Run them until *stop* is set. Raises: WorkersEnded, when they cannot run."""
        try:
            self._workers = [Worker.begin(self.station) for _ in range(self.count)]
            is_told = False
            while not stop.is_set():
                self._watch()
                if not is_told and all(worker.is_ready for worker in self._workers):
                    when_ready()
                    is_told = True
        finally:
            deadline = time.monotonic() + STOP_SECONDS
            for worker in self._workers:
                worker.line.close()
            for worker in self._workers:
                worker.end(deadline)

    def _watch(self) -> None:
        """Wait a moment, and replace those that ended."""
        starting = [worker.line for worker in self._workers if not worker.is_ready]
        wait([*(worker.process.sentinel for worker in self._workers), *starting], WATCH_SECONDS)
        for index, worker in enumerate(self._workers):
            worker.look()
            if worker.process.exitcode is None:
                continue
            log.warning("worker.ended", pid=worker.process.pid, status=worker.process.exitcode)
            self._failed_starts = 0 if worker.is_ready else self._failed_starts + 1
            if self._failed_starts >= MOST_FAILED_STARTS:
                raise WorkersEnded(
                    f"{MOST_FAILED_STARTS} processes in a row ended before they could answer.",
                    hint="Their log is above.",
                )
            worker.line.close()
            self._workers[index] = Worker.begin(self.station)


def work(settings: Settings, listening: socket.socket, line: Connection) -> None:
    """Answer what comes to *listening*, in a process of its own, until the other end of *line* is closed."""
    if sys.platform != "win32":
        os.setsid()  # Ctrl+C at a terminal is for the first process, which lets the others finish
    configure_logs()
    opened = open_services(settings)
    try:
        server = Server(create_app(opened.services), lambda: say_ready(line))
        threading.Thread(target=stop_with, args=(line, server), name="callboard-line", daemon=True).start()
        server.run(sockets=[listening])
    finally:
        opened.services.database.close()


def say_ready(line: Connection) -> None:
    """Tell the first process that this one answers.

    When nobody listens any more, `stop_with` will stop it.
    """
    with contextlib.suppress(OSError):
        line.send(READY)


def stop_with(line: Connection, server: Server) -> None:
    """Stop *server* when the other end of *line* is closed, or its process is gone."""
    with contextlib.suppress(EOFError, OSError):
        line.recv()
    server.should_exit = True
