"""`callboard worker`, and the worker inside `callboard serve`."""

from __future__ import annotations

import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.options import storage_options, telling_errors

if TYPE_CHECKING:
    from callboard_server.server.services import Services
    from callboard_server.worker.loop import Worker
    from callboard_server.worker.services import WorkerServices


@click.command()
@storage_options
@telling_errors
def worker(*, data: Path, database: str | None) -> None:
    """Encode what waits for it, until stopped: beside a server, or on other machines.

    \b `callboard serve` has a worker inside, unless it is told --no-worker. Run more of them to encode more
    at once: each needs the data folder and the database of the server, and any number may work together. Stop
    it with Ctrl+C: what it was doing goes back to the queue.

    \b
    Examples:
      callboard worker --data /srv/callboard
      callboard worker --data /srv/callboard --database postgresql://user:password@host/callboard
    """
    from callboard_server.cli.people import opened
    from callboard_server.server.logs import configure_logs
    from callboard_server.worker.loop import Worker

    configure_logs()
    with opened(data, database) as services:
        made = Worker(worker_services(services))
        for name in stop_signals():
            signal.signal(name, lambda *_: made.stop())
        print(f"A worker waits for tasks in {data.resolve()}  (Ctrl+C stops it)", flush=True)
        made.run()


def stop_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that say stop."""
    return (signal.SIGINT,) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)


def working_for(services: Services) -> AbstractContextManager[Worker]:
    """Return a worker beside a server, in a thread of its process."""
    from callboard_server.worker.loop import working

    return working(worker_services(services))


def worker_services(services: Services) -> WorkerServices:
    """Return what a worker needs of *services*."""
    from callboard_server.worker.services import WorkerServices

    return WorkerServices(
        database=services.database,
        studio=services.studio,
        store=services.store,
        folder=services.settings.data / "encoding",
        clock=services.clock,
        new_id=services.new_id,
        server_url=services.settings.server_url,
    )
