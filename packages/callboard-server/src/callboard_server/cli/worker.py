"""`callboard worker`, and the worker that runs inside `callboard serve`."""

from __future__ import annotations

import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import server_data
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.server.services import Services
    from callboard_server.worker.loop import Worker
    from callboard_server.worker.services import WorkerServices


@click.command()
@storage_options
@plain_errors()
def worker(*, data: Path, database: str | None) -> None:
    """Run an encoding worker, on the server's machine or another one.

    `callboard serve` runs a worker too, unless it is started with --no-worker. Run more workers to encode
    more files at once. Each requires access to the data folder and the database of the server. Stop a worker
    with Ctrl+C; its current task returns to the queue.

    \b
    Examples:
      callboard worker --data /srv/callboard
      callboard worker --data /srv/callboard --database postgresql://user:password@host/callboard
    """
    from callboard_server.server.logs import configure_logs
    from callboard_server.worker.loop import Worker

    configure_logs()
    with server_data(data, database) as services:
        encoder = Worker(worker_services(services))
        for name in stop_signals():
            signal.signal(name, lambda *_: encoder.stop())
        print(f"The worker is ready  (data in {data.resolve()}; press Ctrl+C to stop)", flush=True)
        encoder.run()


def stop_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that stop the worker."""
    return (signal.SIGINT,) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)


def working_for(services: Services) -> AbstractContextManager[Worker]:
    """Return a worker that runs in a thread of the server's process."""
    from callboard_server.worker.loop import working

    return working(worker_services(services))


def worker_services(services: Services) -> WorkerServices:
    """Return the parts of *services* that a worker requires."""
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
