"""The command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from callboard_server.cli.commands import callboard
from callboard_server.testing import running_server
from tests.support.live import Browser, Person, error_of
from tests.support.postgres import Postgres


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
        (("user", "add", "admin"), "exists already"),
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
