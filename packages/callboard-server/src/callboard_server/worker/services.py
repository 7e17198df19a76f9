"""The parts of a worker, created once at startup."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import FileIO
from pathlib import Path

from attrs import frozen

from callboard_server.access.actor import Actor
from callboard_server.actions.call import Call
from callboard_server.files.disk import DiskStore, lock
from callboard_server.files.store import BLOCK_BYTES, Key, Store
from callboard_server.model.model import Model
from callboard_server.records.studio import Studio
from callboard_server.storage.database import Database
from callboard_server.storage.transaction import Transaction

WORKER = Actor(user_id="", username="worker", name="Worker", is_administrator=True)
"""The actor that updates jobs. What it creates for a user belongs to the user."""

IN_USE = "in-use"


class NoLinks:
    """Placeholder for links, because a worker returns no URLs."""

    def component_url(self, component_id: str) -> str:
        raise AssertionError(component_id)

    thumbnail_url = component_url

    def placeholder_url(self) -> str:
        raise AssertionError

    page_url = component_url
    widget_url = component_url

    def upload_url(self, upload_id: str, part_number: int | None = None) -> str:
        raise AssertionError(upload_id)


@frozen(eq=False)
class WorkerServices:
    """The parts that a worker uses. `folder` is for work in progress; several workers may share it."""

    database: Database
    studio: Studio
    store: Store
    folder: Path
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    server_url: str | None = None

    @property
    def model(self) -> Model:
        """The standard model. The model of a call also contains the studio's own types."""
        return self.studio.standard.model

    def call(self, tx: Transaction) -> Call:
        """Return the `Call` of the worker in *tx*."""
        shape = self.studio.current(tx)
        return Call(
            tx=tx,
            actor=WORKER,
            model=shape.model,
            tables=shape.tables,
            reader=shape.reader,
            links=NoLinks(),
            clock=self.clock,
            new_id=self.new_id,
            automations=shape.automations,
            status_rules=shape.status_rules,
            server_url=self.server_url,
        )

    def free(self, keys: Iterable[str]) -> None:
        """Delete obsolete stored files. Call it after the commit, never before."""
        for key in keys:
            self.store.delete(Key(key))

    @contextlib.contextmanager
    def working_folder(self) -> Iterator[Path]:
        """Provide a new folder for one task.

        It is deleted at the end, or swept after the worker was killed.
        """
        path = (self.folder / secrets.token_hex(8)).resolve()
        path.mkdir(parents=True, mode=0o700)
        with FileIO(path / IN_USE, "xb") as mark:
            lock(mark)
            try:
                yield path
            finally:
                shutil.rmtree(path, ignore_errors=True)

    def provide(self, key: Key, path: Path) -> None:
        """Make the file *key* readable at *path*, without a copy when the store is a folder."""
        if isinstance(self.store, DiskStore):
            self.store.stat(key)
            path.symlink_to(self.store.path(key).resolve())
            return
        with self.store.open(key) as source, path.open("xb") as target:
            shutil.copyfileobj(source, target, BLOCK_BYTES)
