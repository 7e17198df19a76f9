"""The command line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from callboard_server.cli.commands import callboard
from callboard_server.cli.migrate import counted
from callboard_server.storage.database import SqliteDatabase
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.testing import running_server
from tests.support.live import Browser, Person, error_of
from tests.support.postgres import Postgres
from tests.support.release import FIRST, restore_sqlite


def run(*arguments: str, typed: str | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(callboard, arguments, input=typed, env=env)


@pytest.fixture
def data(tmp_path: Path) -> str:
    """The folder of a server that has been started once."""
    with running_server(tmp_path / "data"):
        pass
    return str(tmp_path / "data")


def every_command(command: click.Command = callboard, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    return [
        path,
        *(found for name, below in command.commands.items() for found in every_command(below, (*path, name))),
    ]


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.output


def test_the_help_of_serve_names_a_variable_for_every_option() -> None:
    text = run("serve", "--help").output.replace("\n", "")
    for parameter in callboard.commands["serve"].params:
        assert isinstance(parameter, click.Option)
        if parameter.name != "help":
            assert parameter.envvar == f"CALLBOARD_{str(parameter.name).upper()}"
            assert parameter.envvar in text.replace(" ", "")


def test_users_are_added_and_deactivated(data: str) -> None:
    assert (
        run(
            "user",
            "add",
            "ana",
            "--first-name",
            "Ana",
            "--password",
            "--data",
            data,
            typed="a-good-password\n",
        ).exit_code
        == 0
    )
    assert run("user", "add", "root", "--administrator", "--data", data).exit_code == 0
    listed = run("user", "list", "--data", data).output
    assert "root" in listed
    assert listed.count("administrator") == 2
    with running_server(Path(data)) as server:
        with Browser(server, "ana", "a-good-password") as browser:
            run("user", "password", "ana", "--data", data, typed="another-password\n")
            error_of(browser.http.get("/web/session"), 401)
        with Browser(server, "ana", "another-password") as browser:
            run("user", "deactivate", "ana", "--data", data)
            error_of(browser.http.get("/web/session"), 401)
    assert "deactivated" in run("user", "list", "--data", data).output


def test_keys_are_created_listed_and_revoked(data: str) -> None:
    key = run("key", "new", "admin", "farm", "--data", data).output.strip()
    with running_server(Path(data)) as server, Person(server, "", "admin", key) as script:
        assert script.ask("select id from Job") == []
        listed = run("key", "list", "admin", "--data", data).output
        line = next(line for line in listed.splitlines() if line.endswith("farm"))
        assert run("key", "revoke", "admin", line.split()[0], "--data", data).exit_code == 0
        error_of(script.http.post("/api", json=[]), 401)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("user", "add", "admin"), "already exists"),
        (("user", "add", "ana", "--password"), "characters"),
        (("user", "password", "nobody"), "no user named 'nobody'"),
        (("key", "new", "nobody", "farm"), "no user named 'nobody'"),
        (("key", "revoke", "admin", "x"), "no such key"),
    ],
)
def test_errors_are_one_sentence(data: str, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, "--data", data, typed="short\n")
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_only_serve_creates_a_server(tmp_path: Path) -> None:
    result = run("user", "list", "--data", str(tmp_path / "none"))
    assert "contains no server data" in result.output
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "settings",
    [("--database", "mysql://x"), ("--public-url", "callboard.example"), ("--allow-webhook-target", "a b")],
)
def test_wrong_settings_are_reported(tmp_path: Path, settings: tuple[str, ...]) -> None:
    result = run("serve", "--port", "0", "--data", str(tmp_path), *settings)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        result = run("serve", "--port", server.url.rpartition(":")[2], "--data", str(tmp_path / "other"))
    assert "Cannot listen on 127.0.0.1" in result.output


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_query_is_explained(dialect: str) -> None:
    output = run(
        "check", "query", "select user.username from Job where status is running", "--dialect", dialect
    ).output
    for title in ("Tree", "Plan", "SQL"):
        assert title in output
    assert "SELECT" in output


def test_an_error_in_a_query_is_underlined() -> None:
    result = run("check", "query", "select stats from Job")
    assert result.exit_code == 1
    assert "         ^^^^^\n" in result.output


@pytest.mark.postgres
def test_the_first_command_prints_the_credentials_of_the_administrator(
    tmp_path: Path, postgres: Postgres
) -> None:
    name = postgres.create()
    result = run("user", "list", "--data", str(tmp_path), "--database", postgres.url(name))
    assert "Password" in result.stderr
    assert "admin" in result.stdout
    assert (
        "Password"
        not in run("user", "list", "--data", str(tmp_path), "--database", postgres.url(name)).output
    )
    postgres.drop(name)


def test_a_worker_requires_a_server_that_was_started(tmp_path: Path) -> None:
    result = run("worker", "--data", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "contains no server data" in result.output


def released(folder: Path) -> Path:
    """Make the data folder of a server of version 0.1.0, without the record of its step."""
    folder.mkdir()
    path = folder / "callboard.sqlite"
    restore_sqlite((FIRST / "sqlite.sql").read_text(encoding="utf-8"), path)
    with closing(SqliteDatabase(path)) as database:
        database.write(lambda tx: tx.change("DROP TABLE schema_step", {}))
    return path


def test_check_lists_a_pending_migration(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = released(data)
    before = path.read_bytes()
    checked = run("migrate", "--check", "--data", str(data))
    assert checked.exit_code == 1
    assert "pending:" in checked.output
    assert "0001 baseline: The tables of version 0.1.0." in checked.output
    assert path.read_bytes() == before
    done = run("migrate", "--data", str(data))
    assert done.exit_code == 0, done.output
    assert f"up to date: {counted(len(STEPS))} applied" in done.output
    assert run("migrate", "--data", str(data)).output == "The database is up to date.\n"
    current = run("migrate", "--check", "--data", str(data))
    assert current.exit_code == 0
    assert f"Last step: {STEPS[-1].title}" in current.output


def test_a_database_is_created_by_a_migration(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    checked = run("migrate", "--check", "--data", data)
    assert checked.exit_code == 1
    assert "There is no database" in checked.output
    assert not (tmp_path / "data").exists()
    assert run("migrate", "--data", data).output == "Created the database.\n"
    assert run("migrate", "--check", "--data", data).exit_code == 0


@pytest.mark.postgres
def test_an_empty_postgresql_database_is_pending(tmp_path: Path, postgres: Postgres) -> None:
    where = ("--data", str(tmp_path), "--database", postgres.url(postgres.create()))
    checked = run("migrate", "--check", *where)
    assert checked.exit_code == 1
    assert "The database is empty" in checked.output
    assert run("migrate", *where).output == "Created the database.\n"
    assert run("migrate", "--check", *where).exit_code == 0


def test_a_database_that_cannot_be_migrated_exits_with_status_2(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with closing(SqliteDatabase(released(data))) as database:
        database.write(lambda tx: tx.change("ALTER TABLE note ADD COLUMN more TEXT", {}))
    for arguments in (("--check",), ()):
        result = run("migrate", *arguments, "--data", str(data))
        assert result.exit_code == 2
        assert "not those of a released version" in result.output


def test_other_commands_do_not_migrate(tmp_path: Path) -> None:
    data = tmp_path / "data"
    released(data)
    for arguments in (("user", "list"), ("serve", "--port", "0", "--no-migrate")):
        result = run(*arguments, "--data", str(data))
        assert result.exit_code == 1
        assert "Run `callboard migrate`" in result.output
    assert run("migrate", "--data", str(data)).exit_code == 0
    assert run("user", "list", "--data", str(data)).exit_code == 0
