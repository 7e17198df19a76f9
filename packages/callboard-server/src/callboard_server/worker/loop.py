"""The loop of a worker: claim a task, run it, record the result."""

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
from callboard_server.media.failures import CannotEncode
from callboard_server.media.ffmpeg_commands import NoEncoder
from callboard_server.worker import job_updates
from callboard_server.worker.cleanup import clean
from callboard_server.worker.encode import encode
from callboard_server.worker.job_updates import JobEnded
from callboard_server.worker.services import WorkerServices
from callboard_server.worker.source import find_source, read_order

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
POLL_SECONDS = 0.5
REPORT_SECONDS = 0.5
CLEAN_SECONDS = 3600.0
RETRY_AFTER = timedelta(seconds=10)
STOP_SECONDS = 10.0


class Stopping(CallboardError):
    """The worker is stopping. The task returns to the queue."""

    default_code = "task.stopping"


@define(eq=False)
class ProgressReporter:
    """Called repeatedly with the progress of a task, from 0 to 1.

    It renews the lease and reports the progress.

    Raises: Stopping, JobEnded, LeaseLost; each of them ends the task.
    """

    services: WorkerServices
    task: Task
    stop: threading.Event
    lease: timedelta
    reported: float = 0.0
    checked_at: float = field(factory=time.monotonic)
    renewed_at: float = field(factory=time.monotonic)

    def __call__(self, share: float) -> None:
        if self.stop.is_set():
            raise Stopping("The worker stops.")
        now = time.monotonic()
        if now - self.checked_at < REPORT_SECONDS:
            return
        self.checked_at = now
        if now - self.renewed_at > self.lease.total_seconds() / 3:
            self.services.database.write(lambda tx: queue.renew(tx, self.task, self.lease))
            self.renewed_at = now
        if round(share, 2) > self.reported:
            self.services.database.write(
                lambda tx: job_updates.report_progress(self.services, tx, self.task, share, self.lease)
            )
            self.reported, self.renewed_at = round(share, 2), now
        else:
            self.services.database.read(lambda tx: job_updates.check_active(tx, self.task.job_id))


class Worker:
    """Runs one task at a time. `stop` may be called from any thread, and from a signal handler."""

    def __init__(self, services: WorkerServices, *, lease: timedelta = LEASE) -> None:
        self._services = services
        self._lease = lease
        self._stop = threading.Event()
        self._cleaned_at = float("-inf")

    def stop(self) -> None:
        """Stop as soon as possible. The current task returns to the queue."""
        self._stop.set()

    def run(self) -> None:
        """Run tasks until `stop` is called."""
        while not self._stop.is_set():
            try:
                self._clean_periodically()
                if not self.do_next():
                    self._stop.wait(POLL_SECONDS)
            except Exception as error:  # noqa: BLE001  # such as a database that is unavailable for a while; the next attempt may succeed
                log.warning("worker.failed", error=str(error), kind=type(error).__name__)
                self._stop.wait(RETRY_AFTER.total_seconds())

    def do_next(self) -> bool:
        """Run the next task. Return False when there is none."""
        database = self._services.database
        if not database.read(queue.is_any_open):
            return False
        token = secrets.token_hex(16)
        task = database.write(lambda tx: queue.claim(tx, token, self._lease))
        if task is None:
            return False
        started = time.monotonic()
        log.info("task.started", task=task.id, job=task.job_id, attempt=task.attempts)
        result = self._run(task)
        log.info(
            "task.ended",
            task=task.id,
            job=task.job_id,
            result=result,
            seconds=round(time.monotonic() - started, 2),
        )
        return True

    def _run(self, task: Task) -> str:
        """Run *task*, record its result and return it in a word."""
        try:
            self._perform(task)
        except CannotEncode as error:
            return self._fail(task, error)
        except JobEnded:
            return self._cancel(task)
        except LeaseLost:
            return "lease lost"
        except Stopping:
            self._return(task, timedelta(0), is_blameless=True)
            return "returned"
        except Exception as error:  # noqa: BLE001  # an error of the server, not of the file: the task is retried, a limited number of times
            log.warning("task.error", task=task.id, error=str(error), kind=type(error).__name__)
            self._return(task, RETRY_AFTER * task.attempts, is_blameless=False)
            return "retried later"
        return "done"

    def _perform(self, task: Task) -> None:
        """Perform *task*.

        Starting it twice is harmless: its outputs have identifiers from the task, and are written in one
        commit, by one worker.
        """
        if task.kind != KIND:
            raise CannotEncode(f"this worker does not support tasks of the kind {task.kind}")
        if task.is_hopeless:
            raise CannotEncode(
                f"it was started {queue.MOST_ATTEMPTS} times without a result; see the log of the server"
            )
        services, order = self._services, read_order(task.payload)
        services.database.write(lambda tx: job_updates.report_progress(services, tx, task, 0.0, self._lease))
        source = services.database.read(lambda tx: find_source(tx, order))
        try:
            encoding = encode(
                services, order, source, ProgressReporter(services, task, self._stop, self._lease)
            )
        except NoEncoder as error:
            raise CannotEncode(f"{error.message.rstrip('.')} ({error.hint})") from error
        try:
            freed = services.database.write(
                lambda tx: job_updates.succeed(services, tx, task, order, source, encoding)
            )
        except BaseException:
            services.free(services.database.read(lambda tx: job_updates.unused_keys(tx, encoding.products)))
            raise
        services.free(freed)

    def _fail(self, task: Task, error: CannotEncode) -> str:
        try:
            self._services.database.write(lambda tx: job_updates.fail(self._services, tx, task, error))
        except JobEnded:
            return self._cancel(task)
        except LeaseLost:
            return "lease lost"
        return "failed"

    def _cancel(self, task: Task) -> str:
        with contextlib.suppress(LeaseLost):
            self._services.database.write(lambda tx: job_updates.cancel(self._services, tx, task))
        return "cancelled"

    def _return(self, task: Task, wait: timedelta, *, is_blameless: bool) -> None:
        with contextlib.suppress(LeaseLost):
            self._services.database.write(
                lambda tx: queue.put_back(tx, task, wait, is_blameless=is_blameless)
            )

    def _clean_periodically(self) -> None:
        if time.monotonic() - self._cleaned_at > CLEAN_SECONDS:
            self._cleaned_at = time.monotonic()
            clean(self._services)


@contextlib.contextmanager
def working(services: WorkerServices, *, lease: timedelta = LEASE) -> Iterator[Worker]:
    """Run a worker in a thread until the end of the block."""
    worker = Worker(services, lease=lease)
    thread = threading.Thread(target=worker.run, name="callboard-worker", daemon=True)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(STOP_SECONDS)
