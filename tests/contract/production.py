"""A small production, created by either client under unique names."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from PIL import Image

from tests.support.clients import Client

JOB_SECONDS = 30


@frozen
class Production:
    """A project with a sequence, a shot and a task, and the session that made them."""

    client: Client
    session: Any
    name: str
    project: Any
    sequence: Any
    shot: Any
    task: Any

    def again(self, entity: Any, *, session: Any = None) -> Any:
        """Return *entity*, fetched by a new session or by *session*."""
        return (session or self.client.session()).get(entity.entity_type, entity["id"])

    def version(self, name: str = "main") -> Any:
        """Make and commit a version of an asset called *name* of the shot."""
        kind = self.session.query('AssetType where short is "upload"').one()
        asset = self.session.create("Asset", {"name": name, "type": kind, "parent": self.shot})
        version = self.session.create("AssetVersion", {"asset": asset, "task": self.task})
        self.session.commit()
        return version


def make_production(client: Client, name: str) -> Production:
    session = client.session()
    schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
    project = session.create(
        "Project", {"name": name, "full_name": f"{name} in full", "project_schema": schema}
    )
    sequence = session.create("Sequence", {"name": f"{name}_sq010", "parent": project})
    shot = session.create("Shot", {"name": f"{name}_sh010", "parent": sequence})
    kind = session.query('Type where name is "Compositing"').one()
    task = session.create("Task", {"name": f"{name}_comp", "parent": shot, "type": kind})
    session.commit()
    return Production(client, session, name, project, sequence, shot, task)


def server_location(session: Any) -> Any:
    return session.query('Location where name is "ftrack.server"').one()


def current_user(session: Any) -> Any:
    return session.query(f'User where username is "{session.api_user}"').one()


def write_picture(path: Path, width: int = 640, height: int = 480) -> Path:
    """Write a grey picture in the format of the extension of *path*."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (128, 128, 128)).save(made, "PNG" if path.suffix == ".png" else "JPEG")
    path.write_bytes(made.getvalue())
    return path


def finished(client: Client, job: Any) -> Any:
    """Return *job* once it is done or failed."""
    session = client.session()
    for _ in range(JOB_SECONDS * 10):
        current = session.query(f'select status, data from Job where id is "{job["id"]}"').one()
        if current["status"] in ("done", "failed"):
            return current
        time.sleep(0.1)
    pytest.fail(f"The job {job['id']} has not ended after {JOB_SECONDS} seconds.")
