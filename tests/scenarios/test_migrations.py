"""Databases of earlier versions are upgraded: all steps or none, by one process, after a backup."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, cast

import apsw
import pytest

from callboard.errors import UnknownReference
from callboard_server import __version__
from callboard_server.records.global_keys import global_key
from callboard_server.records.roles import roles_of_key
from callboard_server.records.web_sessions import session
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_services
from callboard_server.storage.migrations import backup, runner
from callboard_server.storage.migrations.errors import (
    BackupFailed,
    DatabaseNewer,
    HistoryMismatch,
    MigrationFailed,
    MigrationPending,
    UnknownDatabase,
)
from callboard_server.storage.migrations.history import HISTORY
from callboard_server.storage.migrations.runner import Migration
from callboard_server.storage.migrations.schema import Schema
from callboard_server.storage.migrations.shape import shape_of_database
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.storage.transaction import Transaction
from callboard_server.testing import running_server
from tests.conftest import DATABASES
from tests.support import later_steps
from tests.support.later_steps import NOW, VERSION, later, migration, opened, present_tables
from tests.support.places import Contents, Place, Templates, present
from tests.support.postgres import Postgres
from tests.support.release import FIRST, answers

NUMBER = STEPS[-1].number
"""Of the newest step of this version."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Templates:
    """Databases to copy."""
    return Templates(
        tmp_path_factory.mktemp("templates"), lambda: cast("Postgres", request.getfixturevalue("postgres"))
    )


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path, templates: Templates) -> Iterator[Place]:
    """A database without tables."""
    with templates.copied(request.param, "empty", tmp_path / "empty") as place:
        yield place


@pytest.fixture(params=DATABASES)
def released(request: pytest.FixtureRequest, tmp_path: Path, templates: Templates) -> Iterator[Place]:
    """A database of version 0.1.0."""
    with templates.copied(request.param, "released", tmp_path / "released") as place:
        yield place


@pytest.fixture(params=DATABASES)
def old(request: pytest.FixtureRequest, tmp_path: Path, templates: Templates) -> Iterator[Place]:
    """A database of version 0.1.0 that this version upgraded. For later versions, it is an old one."""
    with templates.copied(request.param, "present", tmp_path / "old") as place:
        yield place


def failing(schema: Schema) -> None:
    schema.run("DELETE FROM timelog")
    schema.drop_table("timelog")
    schema.run("UPDATE nothing SET x = 1")


def test_an_upgraded_first_release_returns_the_same_answers(released: Place) -> None:
    before = released.contents()
    with running_server(released.data, database=released.url) as server:
        found = answers(server)
    assert (
        recorded_part(found, recorded := json.loads((FIRST / "answers.json").read_text("utf-8"))) == recorded
    )
    # A request records when its key was last used, and webhook deliveries continue.
    changed = {"api_key", "server_lease", "hub_process", "webhook_delivery", "webhook_attempt", HISTORY.name}
    after = renamed(released.contents())
    assert lost(before, after).keys() <= changed


def renamed(contents: Contents) -> Contents:
    """Return *contents* with the tables and columns that were renamed since, under their first names."""
    automations = [{**row, "created_by_id": row["created_by"]} for row in contents["automation"]]
    first = {"user_id": "resource_id", "name": "identifier", "hash": "_hash", "last_used_at": "last_used"}
    keys = [{**row, **{old: row[new] for old, new in first.items()}} for row in contents["api_key"]]
    sessions = [
        {**row, "hash": row["_hash"], "csrf": row["_csrf"], "expires_at": row["_expires_at"]}
        for row in contents["user_session"]
    ]
    return {
        **contents,
        "webhook_action": contents["action"],
        "automation": automations,
        "api_key": [key for key in keys if key["user_id"] is not None],
        "global_key": [key for key in keys if key["user_id"] is None],
        "global_key_role": contents["api_key_role"],
        "web_session": sessions,
    }


def recorded_part(found: Any, recorded: Any) -> Any:
    """Return *found* without the attributes that answers had not yet when they were *recorded*."""
    if isinstance(found, dict) and isinstance(recorded, dict):
        return {
            name: recorded_part(value, recorded[name]) for name, value in found.items() if name in recorded
        }
    if isinstance(found, list) and isinstance(recorded, list) and len(found) == len(recorded):
        return [recorded_part(*both) for both in zip(found, recorded, strict=True)]
    return found


RENAMED = {"_project_id": "project_id"}
"""Columns that a step has renamed."""


def lost(before: Contents, after: Contents) -> Contents:
    """Return the rows of *before* that *after* lacks, apart from columns that are new."""
    missing = {}
    for table, rows in before.items():
        kept = [
            {name: row.get(name, row.get(RENAMED.get(name, name))) for name in old}
            for old, row in zip(rows, after.get(table, []), strict=False)
        ]
        if kept != rows:
            missing[table] = [row for row in rows if row not in kept]
    return missing


def test_an_upgrade_makes_the_jobs_that_exist_searchable_and_finds_their_projects(released: Place) -> None:
    database = released.database()
    ((task, project),) = database.read(
        lambda tx: tx.fetch("SELECT id, project_id FROM context WHERE context_type = 'task' LIMIT 1", {})
    )

    def add_jobs(tx: Transaction) -> None:
        for number in range(600):  # more than a page of the step
            data = json.dumps({"description": f"Copy {number}", "task_id": task if number == 599 else None})
            values = f"'j{number:03}', 'api_job', 'done', '{data}'"
            tx.change(f"INSERT INTO job (id, type, status, data) VALUES ({values})", {})

    database.write(add_jobs)
    present().run(database)
    texts: dict[str, str] = dict(database.read(lambda tx: tx.fetch("SELECT id, _search FROM job", {})))
    assert texts["j"] == "render"
    assert [texts[f"j{number:03}"] for number in range(600)] == [f"copy {number}" for number in range(600)]
    found = database.read(lambda tx: tx.fetch("SELECT job_id, project_id FROM job_project", {}))
    assert ("j599", project) in {tuple(row) for row in found}


def test_an_upgraded_database_has_the_schema_of_a_new_one(
    released: Place, templates: Templates, tmp_path: Path
) -> None:
    present().run(released.database())
    reached = released.database().read(shape_of_database)
    with templates.copied(released.kind, "empty", tmp_path / "new") as new:
        present().run(new.database())
        declared = new.database().read(shape_of_database)
    assert reached.lines() == declared.lines()
    assert reached.digest == declared.digest


OLD_CREDENTIALS = (
    "INSERT INTO global_key (id, name, hash, created_at) "
    "VALUES ('g', 'farm', 'digest', '2026-11-01T00:00:00')",
    "INSERT INTO global_key_role (key_id, role_id) SELECT 'g', id FROM security_role WHERE name = 'API'",
    "INSERT INTO web_session (hash, user_id, csrf, created_at, expires_at) "
    "SELECT 'token', id, 'csrf', '2026-11-01T00:00:00', '2099-01-01T00:00:00' FROM resource "
    "WHERE username = 'ann'",
)


def test_keys_and_sessions_of_the_first_release_stay_valid(released: Place) -> None:
    database = released.database()
    database.write(lambda tx: [tx.change(text, {}) for text in OLD_CREDENTIALS])
    present().run(database)
    key = database.read(lambda tx: global_key(tx, "digest"))
    assert key is not None
    assert (key.id, key.name) == ("g", "farm")
    assert [role.name for role in database.read(lambda tx: roles_of_key(tx, "g"))] == ["API"]
    signed_in = database.read(lambda tx: session(tx, "token", NOW))
    assert signed_in is not None
    assert (signed_in.person.username, signed_in.csrf) == ("ann", "csrf")


def test_later_steps_add_rename_fill_drop_and_rebuild(released: Place) -> None:
    before = released.contents()
    done = migration().run(released.database())
    assert done.applied == later_steps.later_steps()[1:]
    after = renamed(released.contents())

    assert before.keys() - after.keys() == {"webhook_attempt"}
    assert lost(before, after).keys() == {"webhook_attempt", "timelog"}
    assert after["overlay"] == [
        {"id": f"burn-{version}", "version_id": version, "is_on": False} for version in ("v1", "v2")
    ]
    assert [(row["id"], row["tint"], row["approved_by_id"]) for row in after["note"]] == [
        ("n", "none", before["note"][0]["user_id"]),
        ("n2", "done", None),
    ]
    assert after["timelog"] == [
        {name: value for name, value in row.items() if name not in ("name", "user_id")}
        for row in before["timelog"]
    ]
    recorded = [(row["number"], row["version"], row["applied_at"]) for row in after[HISTORY.name]]
    assert sorted(recorded)[1:] == [(step.number, VERSION, NOW) for step in done.applied]
    assert not migration().run(released.database()).applied


def test_constraints_still_hold_after_later_steps(old: Place) -> None:
    database = old.database()
    migration().run(database)
    columns = database.read(shape_of_database).columns
    assert "tint" in columns["note"]
    assert {"name", "user_id"}.isdisjoint(columns["timelog"])
    indexes = database.read(shape_of_database).indexes
    assert "ix_note_tint" in indexes
    assert "ix_note_parent_id" in indexes
    assert "ix_timelog_user_id" not in indexes
    for column in ("in_reply_to_id", "approved_by_id"):
        with pytest.raises(UnknownReference):
            database.write(lambda tx, name=column: tx.change(f"UPDATE note SET {name} = 'nobody'", {}))  # type: ignore[misc]  # bound early
    with pytest.raises(Exception, match="tint_is_something"):
        database.write(lambda tx: tx.change("UPDATE note SET tint = ''", {}))
    database.write(lambda tx: tx.change("UPDATE note SET category_id = 'anything'", {}))


def test_a_killed_migration_leaves_the_database_unchanged(old: Place) -> None:
    before = old.contents()
    with start(old, 60.0) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.kill()
    assert old.contents() == before
    assert migration().run(old.database()).applied
    assert old.sql("SELECT count(*) FROM overlay") == [(2,)]


@pytest.mark.slow
def test_one_of_many_processes_migrates_and_the_others_wait(old: Place) -> None:
    assert applied_by_each_of_three(old) == [0, 0, 6]


@pytest.mark.slow
def test_one_of_many_processes_creates_a_database(empty: Place) -> None:
    assert applied_by_each_of_three(empty) == [0, 0, NUMBER + 6]


def applied_by_each_of_three(place: Place) -> list[int]:
    """Return the number of steps that each of three concurrent processes applied, sorted."""
    processes = [start(place, 3.0) for _ in range(3)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    numbers = [number for (number,) in place.sql(f"SELECT number FROM {HISTORY.name} ORDER BY number")]
    assert numbers == list(range(1, NUMBER + 7))
    return sorted(int(output.split()[-1]) for output in outputs)


def start(place: Place, seconds: float) -> subprocess.Popen[str]:
    """Start a process that migrates the database at *place*, slowly."""
    command = [sys.executable, "-m", later_steps.__name__, place.address, str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_a_failed_step_changes_nothing_and_is_named(old: Place) -> None:
    before = old.contents()
    with pytest.raises(MigrationFailed) as caught:
        migration(*later_steps.later_steps(), later(6, "break_everything", failing)).run(old.database())
    assert f"Step {NUMBER + 6:04} break_everything failed" in caught.value.message
    assert "nothing" in caught.value.message  # the missing table
    assert caught.value.code == "storage.migration_failed"
    assert old.contents() == before
    if old.kind == "sqlite":
        (name,) = old.backups()
        assert str(old.data / name) in caught.value.message
    assert migration().run(old.database()).applied


def test_a_step_that_breaks_references_fails(old: Place) -> None:
    before = old.contents()
    with pytest.raises(MigrationFailed, match=r"forget_statuses failed: .*status"):
        migration(
            *STEPS, later(1, "forget_statuses", lambda schema: void(schema.run("DELETE FROM status")))
        ).run(old.database())
    assert old.contents() == before


def test_a_migration_that_cannot_be_committed_is_reported(
    released: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = released.contents()

    def refuse(tx: object) -> None:
        raise apsw.FullError("database or disk is full")

    monkeypatch.setattr(runner, "create_history", refuse)
    database = released.database()
    database.write(lambda tx: tx.change(f"DROP TABLE {HISTORY.name}", {}))
    before.pop(HISTORY.name)
    with pytest.raises(MigrationFailed, match="disk is full"):
        Migration(present_tables(), STEPS[:1], __version__, lambda: NOW).run(database)
    assert released.contents() == before


def void(value: object) -> None:
    """Forget *value*."""


def test_a_usable_backup_is_made_before_a_migration(old: Place) -> None:
    before = old.contents()
    if old.kind == "sqlite":
        Path(old.address).chmod(0o600)
    done = migration().run(old.database())
    if old.kind == "postgresql":
        assert done.backup is None
        assert old.backups() == []
        return
    assert done.backup == old.data / f"callboard.sqlite.before-{NUMBER + 1:04}"
    assert old.backups() == [done.backup.name]
    assert done.backup.stat().st_mode == Path(old.address).stat().st_mode == 0o100600
    restored = Place(old.data, str(done.backup))
    assert restored.contents() == before
    with closing(opened(str(done.backup))) as database:
        assert migration().standing(database).pending


def test_a_new_database_needs_no_backup(empty: Place) -> None:
    done = present().run(empty.database())
    assert done.is_new
    assert done.applied == STEPS
    assert empty.backups() == []
    assert not present().run(empty.database()).applied
    recorded = empty.sql(f"SELECT number, name, applied_at, version FROM {HISTORY.name} ORDER BY number")
    assert recorded == [(step.number, step.name, NOW, __version__) for step in STEPS]


def test_the_newest_backups_are_kept(old: Place) -> None:
    if old.kind == "postgresql":
        return
    database = old.database()
    steps = later_steps.later_steps()
    for count in range(NUMBER + 1, len(steps) + 1):
        migration(*steps[:count]).run(database)
    kept = [f"callboard.sqlite.before-{NUMBER + more:04}" for more in (3, 4, 5)]
    assert old.backups() == kept
    assert len(kept) == backup.KEPT


def test_a_migration_requires_a_backup(old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    if old.kind == "postgresql":
        return

    def refuse(path: Path) -> None:
        raise OSError(f"no space left for {path.name}")

    before = old.contents()
    monkeypatch.setattr(backup, "_check", refuse)
    with pytest.raises(BackupFailed, match="no space left"):
        migration().run(old.database())
    assert old.contents() == before
    assert old.backups() == []


def test_a_newer_database_is_refused(old: Place) -> None:
    migration().run(old.database())
    with pytest.raises(DatabaseNewer) as caught:
        present().run(old.database())
    assert caught.value.code == "storage.database_newer"
    assert f"version {VERSION} applied step {NUMBER + 5:04} require_tints" in caught.value.message
    assert f"Run Callboard {VERSION} or newer" in str(caught.value.hint)
    assert f"before step {NUMBER + 1:04}" in str(caught.value.hint)
    with pytest.raises(DatabaseNewer):
        open_services(Settings(data=old.data, database=old.url))


@pytest.mark.parametrize(
    "damage",
    [
        f"DELETE FROM {HISTORY.name} WHERE number = {NUMBER + 2}",
        f"DELETE FROM {HISTORY.name}",
        f"UPDATE {HISTORY.name} SET name = 'another' WHERE number = {NUMBER + 3}",
    ],
    ids=["gap", "nothing", "unknown"],
)
def test_an_inconsistent_migration_record_is_refused(old: Place, damage: str) -> None:
    database = old.database()
    migration().run(database)
    database.write(lambda tx: tx.change(damage, {}))
    for attempt in (migration().run, migration().create_or_refuse):
        with pytest.raises(HistoryMismatch) as caught:
            attempt(database)
        assert caught.value.code == "storage.history_mismatch"


def test_a_database_without_a_record_is_identified_by_its_schema(released: Place) -> None:
    database = released.database()
    database.write(lambda tx: tx.change(f"DROP TABLE {HISTORY.name}", {}))
    before = released.contents()
    row = "('schema.fingerprint', 'a digest of earlier days')"
    database.write(lambda tx: tx.change(f"INSERT INTO server_state (name, value) VALUES {row}", {}))
    only_first = Migration(present_tables(), STEPS[:1], __version__, lambda: NOW)
    assert only_first.standing(database).is_unrecorded
    only_first.run(database)
    after = released.contents()
    (recorded,) = after.pop(HISTORY.name)
    assert (recorded["number"], recorded["name"]) == (STEPS[0].number, STEPS[0].name)
    assert after == before
    assert released.backups() == []  # only the record was added
    assert migration().run(database).applied == later_steps.later_steps()[1:]


def test_a_database_with_an_unknown_schema_is_refused(released: Place) -> None:
    database = released.database()
    database.write(lambda tx: tx.change(f"DROP TABLE {HISTORY.name}", {}))
    database.write(lambda tx: tx.change("ALTER TABLE note ADD COLUMN of_a_development_version TEXT", {}))
    with pytest.raises(UnknownDatabase) as caught:
        present().run(database)
    assert caught.value.code == "storage.database_unknown"


def test_automatic_migration_can_be_disabled(old: Place) -> None:
    database = old.database()
    with pytest.raises(MigrationPending) as caught:
        migration().create_or_refuse(database)
    assert caught.value.code == "storage.migration_pending"
    assert f"{NUMBER + 1:04} add_burn_ins" in caught.value.message
    migration().run(database)
    assert not migration().create_or_refuse(database).applied


def test_a_new_database_is_created_with_migration_disabled(empty: Place) -> None:
    assert migration().create_or_refuse(empty.database()).is_new


def test_progress_is_reported(old: Place) -> None:
    reported: list[str] = []

    def report(event: str, **context: Any) -> None:
        reported.append(f"{event} {next(iter(context.values()), '')}")

    later_migration = migration()
    later_migration.report = report
    later_migration.run(old.database())
    first = f"{NUMBER + 1:04} add_burn_ins"
    backups = [f"migration.backed_up {old.data}/callboard.sqlite.before-{NUMBER + 1:04}"]
    assert reported[: -5 * 2] == (backups if old.kind == "sqlite" else [])
    assert reported[-10:-8] == [f"migration.started {first}", f"migration.applied {first}"]


OLD_ROWS = (
    "INSERT INTO component (id, name, system_type, version_id, _project_id) "
    "VALUES ('box', 'box', 'container', 'v1', 'p')",
    "INSERT INTO component (id, name, system_type, container_id, _project_id) "
    "VALUES ('inner', 'inner', 'container', 'box', 'p'), ('member', 'member', 'file', 'inner', 'p')",
    "INSERT INTO component (id, name, system_type, _project_id) VALUES ('picture', 'picture', 'file', 'p')",
    "INSERT INTO custom_configuration_base (id, key, entity_type, _kind) "
    "VALUES ('lead', 'lead', 'task', 'link')",
    "INSERT INTO custom_attribute_link "
    "(id, configuration_id, from_id, to_id, from_entity_type, to_entity_type) VALUES "
    "('l1', 'lead', 'sh1', 'n', 'Context', 'User'), "
    "('l2', 'lead', 'p', 'v1', 'Context', 'AssetVersion')",
    "INSERT INTO typed_context_link (id, from_id, to_id) VALUES ('tl', 'sh1', 'sh2')",
    "UPDATE resource SET email = 'Ann@Example.com' WHERE username = 'ann'",
    "INSERT INTO review_session (id, name, project_id) VALUES ('r', 'r', 'p')",
    "INSERT INTO review_session_invitee (id, name, email, review_session_id) "
    "VALUES ('i1', 'a', 'ann@example.com', 'r'), ('i2', 'b', 'nobody@example.com', 'r')",
    "INSERT INTO review_session_object (id, review_session_id, version_id) VALUES ('o', 'r', 'v1')",
    "INSERT INTO review_session_object_status (id, review_session_object_id, review_session_invitee_id) "
    "VALUES ('s', 'o', 'i1')",
)


def test_new_attributes_of_old_rows_are_derived(released: Place) -> None:
    database = released.database()
    for text in OLD_ROWS:
        database.write(partial(lambda tx, one: tx.change(one, {}), one=text))
    present().run(database)
    after = released.contents()
    ann = next(row["id"] for row in after["resource"] if row["username"] == "ann")

    def column(table: str, name: str) -> dict[str, Any]:
        return {row["id"]: row[name] for row in after[table]}

    assert column("asset", "project_id") == {"asset": "p"}
    assert column("asset_version", "project_id") == {"v1": "p", "v2": "p"}
    assert column("note", "project_id") == {"n": "p", "n2": "p"}
    assert column("component", "project_id") == {
        "file": "p",
        "box": "p",
        "inner": "p",
        "member": "p",
        "picture": None,
    }
    assert column("custom_attribute_link", "from_entity_type") == {"l1": "TypedContext", "l2": "Project"}
    assert column("custom_attribute_link", "to_entity_type") == {"l1": "User", "l2": "AssetVersion"}
    assert {bool(flag) for flag in column("object_type", "is_prioritizable").values()} == {True}
    assert column("typed_context_link", "type") == {"tl": "end_to_start"}
    assert column("review_session_invitee", "resource_id") == {"i1": ann, "i2": None}
    assert column("review_session_object_status", "resource_id") == {"s": ann}
