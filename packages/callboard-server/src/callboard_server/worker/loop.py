"""Claiming a task, doing it, settling it; again and again until told to stop."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import structlog
from attrs import define, field

from callboard.errors import CallboardError
from callboard_server.actions.encode_media import KIND
from callboard_server.jobs import queue
from callboard_server.jobs.queue import LeaseLost, Task
from callboard_server.worker import job_updates
from callboard_server.worker.cleanup import clean
from callboard_server.worker.encode import encode, find_source, read_order
from callboard_server.worker.failures import CannotEncode
from callboard_server.worker.ffmpeg_commands import NoEncoder
from callboard_server.worker.job_updates import JobEnded
from callboard_server.worker.services import WorkerServices

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
POLL_SECONDS = 0.5
TOLD_SECONDS = 0.5
CLEAN_SECONDS = 3600.0
AFTER_TROUBLE = timedelta(seconds=10)
STOP_SECONDS = 10.0


class Stopping(CallboardError):
    """The worker was told to stop; somebody else does the task, or this one after it started again."""

    default_code = "task.stopping"


@define(eq=False)
class Attendance:
    """Watches over one task: called again and again with how far it is, it renews the lease, tells people,
    and says when to stop.

    Raises: Stopping, JobEnded, LeaseLost.
    """

    services: WorkerServices
    task: Task
    stop: threading.Event
    lease: timedelta
    told: float = 0.0
    looked_at: float = field(factory=time.monotonic)
    renewed_at: float = field(factory=time.monotonic)

    def __call__(self, share: float) -> None:
        if self.stop.is_set():
            raise Stopping("The worker stops.")
        now = time.monotonic()
        if now - self.looked_at < TOLD_SECONDS:
            return
        self.looked_at = now
        if now - self.renewed_at > self.lease.total_seconds() / 3:
            self.services.database.write(lambda tx: queue.renew(tx, self.task, self.lease))
            self.renewed_at = now
        if round(share, 2) > self.told:
            self.services.database.write(
                lambda tx: job_updates.go_on(self.services, tx, self.task, share, self.lease)
            )
            self.told, self.renewed_at = round(share, 2), now
        else:
            self.services.database.read(lambda tx: job_updates.check_wanted(tx, self.task.job_id))


class Worker:
    """Does one task at a time. `stop` may be called from any thread, and from a signal's handler."""

    def __init__(self, services: WorkerServices, *, lease: timedelta = LEASE) -> None:
        self._services = services
        self._lease = lease
        self._stop = threading.Event()
        self._cleaned_at = float("-inf")

    def stop(self) -> None:
        """Stop as soon as possible: what is under way is put back."""
        self._stop.set()

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stop.is_set():
            try:
                self._clean_now_and_then()
                if not self.do_next():
                    self._stop.wait(POLL_SECONDS)
            except Exception as error:  # noqa: BLE001  # the database may be away for a while; whatever it is, the next turn may go well
                log.warning("worker.trouble", error=str(error), kind=type(error).__name__)
                self._stop.wait(AFTER_TROUBLE.total_seconds())

    def do_next(self) -> bool:
        """Do the next task to its end; return False when there is none."""
        database = self._services.database
        if not database.read(queue.is_any_open):
            return False
        token = secrets.token_hex(16)
        task = database.write(lambda tx: queue.claim(tx, token, self._lease))
        if task is None:
            return False
        started = time.monotonic()
        log.info("task.begun", task=task.id, job=task.job_id, attempt=task.attempts)
        how = self._settled(task)
        log.info(
            "task.ended", task=task.id, job=task.job_id, how=how, seconds=round(time.monotonic() - started, 2)
        )
        return True

    def _settled(self, task: Task) -> str:
        """Do *task* and write down what became of it; return that in a word."""
        database = self._services.database
        try:
            self._do(task)
        except CannotEncode as error:
            with contextlib.suppress(JobEnded, LeaseLost):
                database.write(lambda tx, error=error: job_updates.fail(self._services, tx, task, error))  # type: ignore[misc]  # the error of this turn
            return "failed"
        except JobEnded:
            with contextlib.suppress(LeaseLost):
                database.write(lambda tx: queue.finish(tx, task))
            return "not wanted any more"
        except LeaseLost:
            return "lost"
        except Stopping:
            self._put_back(task, timedelta(0), is_blameless=True)
            return "put back"
        except Exception as error:  # noqa: BLE001  # trouble of ours, not of the file: tried again later, and not for ever
            log.warning("task.trouble", task=task.id, error=str(error), kind=type(error).__name__)
            self._put_back(task, AFTER_TROUBLE * task.attempts, is_blameless=False)
            return "put back after trouble"
        return "done"

    def _do(self, task: Task) -> None:
        """Do *task*.

        Being begun twice is harmless: what is made goes under identifiers of the task, in one commit, for one
        worker.
        """
        if task.kind != KIND:
            raise CannotEncode(f"this worker does not know how to do {task.kind}")
        if task.is_hopeless:
            raise CannotEncode(
                f"it was begun {queue.MOST_ATTEMPTS} times and never came to an end; the server's log may "
                "tell why"
            )
        services, order = self._services, read_order(task.payload)
        services.database.write(lambda tx: job_updates.go_on(services, tx, task, 0.0, self._lease))
        source = services.database.read(lambda tx: find_source(tx, order))
        try:
            products = encode(services, order, source, Attendance(services, task, self._stop, self._lease))
        except NoEncoder as error:
            raise CannotEncode(f"{error.message.rstrip('.')} ({error.hint})") from error
        try:
            freed = services.database.write(
                lambda tx: job_updates.succeed(services, tx, task, order, source, products)
            )
        except BaseException:
            services.free(services.database.read(lambda tx: job_updates.unkept(tx, products)))
            raise
        services.free(freed)

    def _put_back(self, task: Task, wait: timedelta, *, is_blameless: bool) -> None:
        with contextlib.suppress(LeaseLost):
            self._services.database.write(
                lambda tx: queue.put_back(tx, task, wait, is_blameless=is_blameless)
            )

    def _clean_now_and_then(self) -> None:
        if time.monotonic() - self._cleaned_at > CLEAN_SECONDS:
            self._cleaned_at = time.monotonic()
            clean(self._services)


@contextlib.contextmanager
def working(services: WorkerServices, *, lease: timedelta = LEASE) -> Iterator[Worker]:
    """Let a worker work in a thread until the end of the block."""
    worker = Worker(services, lease=lease)
    thread = threading.Thread(target=worker.run, name="callboard-worker", daemon=True)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(STOP_SECONDS)
