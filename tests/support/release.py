"""Databases of released versions: small ones, as SQL text, one for each engine.

`python -m tests.support.release` writes those of this version to `tests/databases/<version>` when the version
is released. They never change afterwards: later versions are tested to upgrade from them. The same folder has
the server's answers at that time (`answers.json`).
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from callboard_server import __version__
from callboard_server.storage.database import open_sqlite
from callboard_server.testing import RunningServer, running_server
from tests.support.live import Person, administrator, newcomer
from tests.support.operations import create, update
from tests.support.postgres import Postgres, find_programs, postgres_server

FOLDER = Path(__file__).parents[1] / "databases"
FIRST = FOLDER / "0.1.0"
CONTENT = b"a picture of a lighthouse"
FILE_ID = "file"
IDENTIFIER = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")

QUESTIONS = (
    "select username, first_name, is_active from User order by username",
    "select name, full_name, status, project_schema.name from Project",
    "select name, parent.name, project.name, status.name, custom_attributes from Shot order by name",
    "select name, type.name, status.name, priority.name, bid, time_logged, assignments.resource.username "
    "from Task order by parent.name, name",
    "select version, comment, asset.name, asset.parent.name, status.name, is_latest_version "
    "from AssetVersion order by version",
    "select name, file_type, size, component_locations.location.name from FileComponent order by name",
    "select content, author.username, parent_type, replies.content from Note where in_reply_to_id is none",
    "select type, status, user.username, job_components.component.name from Job order by id",
    "select key, label, entity_type, default, type.name from CustomAttributeConfiguration where key is lamps",
    "select name, items.id from AssetVersionList",
    "select name, enabled, triggers.filter, webhook_actions.webhook_url from Automation",
    "select name from ObjectType where name is Puppet",
    "select key, value from Metadata order by key",
    "select action, parent_type from Event order by action, parent_type limit 5",
)


def fill(server: RunningServer) -> None:
    """Create a small production on *server*."""
    with administrator(server) as admin, newcomer(server, "ann") as ann:
        admin.do(
            update("User", admin.id, first_name="Ada"),
            update("User", ann.id, username="ann", first_name="Ann"),
        )
        make_production(admin, ann)
        with Person(server, ann.id, "ann", ann.key) as renamed:
            discuss(admin, renamed)


def make_production(admin: Person, ann: Person) -> None:
    """Create a project with shots, tasks, custom attributes and an object type."""
    schema = admin.ask('ProjectSchema where name is "VFX Scheme"')[0]["id"]
    number = admin.ask('CustomAttributeType where name is "number"')[0]["id"]
    animation = admin.ask('Type where name is "Animation"')[0]["id"]
    shot_type = admin.ask('ObjectType where name is "Shot"')[0]["id"]
    admin.do(
        create(
            "CustomAttributeConfiguration",
            id="lamps",
            key="lamps",
            label="Lamps",
            type_id=number,
            default=2,
            entity_type="task",
            object_type_id=shot_type,
        ),
        create("ObjectType", id="puppet", name="Puppet", is_typeable=True),
    )
    admin.do(
        create("Project", id="p", name="ferry", full_name="The Last Ferry", project_schema_id=schema),
        create("Sequence", id="sq", name="sq010", parent_id="p"),
        create("Shot", id="sh1", name="sh010", parent_id="sq"),
        create("Shot", id="sh2", name="sh020", parent_id="sq"),
        *(
            create("Task", id=f"t{number}", name=name, parent_id=shot, type_id=animation, bid=3600 * number)
            for number, (name, shot) in enumerate((("block", "sh1"), ("polish", "sh1"), ("block", "sh2")))
        ),
        create("Appointment", id="a", context_id="t0", resource_id=ann.id, type="assignment"),
        create("Metadata", parent_id="sh1", parent_type="Shot", key="weather", value="Regen, 5 °C"),
    )
    admin.do(update("ContextCustomAttributeValue", ["lamps", "sh1"], value=7))
    admin.do(
        create("Automation", id="auto", name="Post to chat"),
        create("Trigger", automation_id="auto", filter='entity.entity_type = "Job"'),
        create("WebhookAction", id="hook", automation_id="auto", webhook_url="https://chat.example/hook"),
    )


def discuss(admin: Person, ann: Person) -> None:
    """Publish a version with a stored file, write notes on it, log time and run jobs."""
    assert ann.put(FILE_ID, CONTENT, "lighthouse.txt").status_code == 200
    asset_type = admin.ask("AssetType where short is img")[0]["id"]
    ann.do(
        create("Asset", id="asset", name="comp", context_id="sh1", type_id=asset_type),
        create("AssetVersion", id="v1", asset_id="asset", task_id="t0", comment="First pass"),
    )
    ann.do(
        create("AssetVersion", id="v2", asset_id="asset", task_id="t0", comment="Warmer"),
        create(
            "FileComponent",
            id=FILE_ID,
            name="lighthouse",
            file_type=".txt",
            size=len(CONTENT),
            version_id="v2",
        ),
        create("Timelog", id="log", context_id="t0", user_id=ann.id, duration=5400),
    )
    category = admin.ask("select id from ListCategory order by name")[0]["id"]
    admin.do(
        create("AssetVersionList", id="list", name="Dailies", project_id="p", category_id=category),
        create("ListObject", id="entry", list_id="list", entity_id="v2"),
        create("Note", id="n", content="A little warmer?", parent_id="v1", parent_type="asset_version"),
    )
    ann.do(create("Note", id="n2", content="Done in v2.", in_reply_to_id="n"))
    ann.do(create("Job", id="j", status="running", data='{"description": "Render"}'))
    ann.do(
        create("JobComponent", job_id="j", component_id=FILE_ID),
        update("Job", "j", status="done"),
    )


def answers(server: RunningServer) -> dict[str, Any]:
    """Return the answers of *server* to the queries."""
    with administrator(server) as admin:
        return {text: without_identifiers(admin.ask(text)) for text in QUESTIONS}


def without_identifiers(value: Any) -> Any:
    """Return *value* without the identifiers that the server generated, which differ each time."""
    match value:
        case dict():
            return {
                key: without_identifiers(one)
                for key, one in value.items()
                if not (isinstance(one, str) and IDENTIFIER.search(one))
            }
        case list():
            return [without_identifiers(one) for one in value]
        case _:
            return value


def restore_sqlite(text: str, path: Path) -> None:
    """Create a SQLite database from *text*."""
    with closing(open_sqlite(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF").fetchall()
        connection.execute(text).fetchall()


def restore_postgres(text: str, url: str) -> None:
    """Fill an empty PostgreSQL database from *text*."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text.encode())


def dumped_sqlite(path: Path) -> str:
    """Return the SQLite database at *path* as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def dumped_postgres(url: str) -> str:
    """Return a PostgreSQL database as SQL, without comments and owners."""
    command = [
        str(find_programs() / "pg_dump"),
        "--no-owner",
        "--no-privileges",
        "--inserts",
        "--rows-per-insert=50",
    ]
    found = subprocess.run([*command, url], capture_output=True, text=True, timeout=60, check=True).stdout
    lines = [line for line in found.splitlines() if line and not line.startswith(("--", "\\"))]
    return re.sub(r"ALTER TABLE ONLY (\S+)\n    ADD", r"ALTER TABLE ONLY \1 ADD", "\n".join(lines)) + "\n"


def main() -> None:
    """Write the databases of this version."""
    folder = FOLDER / __version__
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary, "sqlite")
        with running_server(data) as server:
            fill(server)
            found = answers(server)
        (folder / "sqlite.sql").write_text(dumped_sqlite(data / "callboard.sqlite"), encoding="utf-8")
        with postgres_server() as postgres:
            write_postgres(postgres, Path(temporary, "postgresql"), folder, found)
    (folder / "answers.json").write_text(
        json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


def write_postgres(postgres: Postgres, data: Path, folder: Path, expected: dict[str, Any]) -> None:
    """Write the PostgreSQL database. Its server must answer like the one with SQLite."""
    url = postgres.url(postgres.create())
    with running_server(data, database=url) as server:
        fill(server)
        assert answers(server) == expected
    (folder / "postgresql.sql").write_text(dumped_postgres(url), encoding="utf-8")


if __name__ == "__main__":
    main()
