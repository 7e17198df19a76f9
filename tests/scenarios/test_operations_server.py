"""Effects of operations on a running server.

Mail, global keys, and pages for other applications.
"""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from callboard.errors import ValidationError
from callboard_server.access.keys import create_global_key
from callboard_server.cli.commands import callboard
from callboard_server.server.mail_sender import smtp_server
from callboard_server.testing import RunningServer, running_server
from tests.support.live import Person, administrator, error_of, newcomer
from tests.support.operations import create, update

PATIENCE_SECONDS = 20.0


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server that accepts mail, except for the user called nobody."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.reply("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.reply("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.received.append(b"".join(lines).decode())
                self.reply("250 taken")
            elif verb == "QUIT":
                self.reply("221 bye")
                return
            else:
                self.reply("550 no such user" if verb == "RCPT" and "nobody" in line else "250 fine")

    def reply(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as box:
        thread = threading.Thread(target=box.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()


def outbox(person: Person) -> list[dict[str, Any]]:
    answer = person.http.get("/web/outbox.json")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def until_attempted(person: Person, count: int) -> list[dict[str, Any]]:
    """Return the outbox once *count* mails have been attempted."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        tried = [row for row in outbox(person) if row["sent_at"] or row["failure"]]
        if len(tried) >= count:
            return tried
        time.sleep(0.1)
    raise AssertionError(f"mail was not sent: {outbox(person)}")


def test_mail_is_sent_after_the_commit_and_its_outcome_is_recorded() -> None:
    with (
        mailbox() as box,
        running_server(smtp_url=box.url, mail_from="office@example.com") as server,
        administrator(server) as admin,
    ):
        with newcomer(server, "ann") as ann, newcomer(server, "nobody") as unreachable:
            for person in (ann, unreachable):
                admin.do(update("User", person.id, email=f"{person.username}@example.com"))
            admin.do(*({"action": "send_user_invite", "user_id": person.id} for person in (ann, unreachable)))
            refused = admin.refused(
                404,
                {"action": "send_user_invite", "user_id": ann.id},
                {"action": "send_user_invite", "user_id": "x"},
            )
            assert refused["exception"] == "NotFoundError"
        tried = {row["to"].split("-")[0]: row for row in until_attempted(admin, 2)}
        assert tried["ann"]["sent_at"]
        assert not tried["ann"]["failure"]
        assert "550" in tried["nobody"]["failure"]
        (text,) = box.received
        assert "From: office@example.com" in text
        assert server.url in text
        assert len(outbox(admin)) == 2


def test_mail_is_queued_without_an_smtp_server(server: RunningServer, admin: Person, ann: Person) -> None:
    admin.do(
        update("User", ann.id, email="ann@example.com"), {"action": "send_user_invite", "user_id": ann.id}
    )
    (mail,) = (row for row in outbox(admin) if ann.username in row["body"])
    assert (mail["to"], mail["sent_at"], mail["failure"]) == ("ann@example.com", None, None)
    assert server.url in mail["body"]
    error_of(ann.http.get("/web/outbox.json"), 403)
    error_of(
        httpx.get(f"{server.url}/web/outbox.json", trust_env=False, headers={"ftrack-strict-api": "true"}),
        401,
    )


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://host:none", "host:25"])
def test_an_invalid_smtp_address_is_reported(url: str) -> None:
    with pytest.raises(ValidationError, match="must be a URL such as"):
        smtp_server(url)


def test_smtp_addresses_are_parsed() -> None:
    found = smtp_server("smtps://ann%40example.com:p%2Fw@mail.example.com")
    assert (found.host, found.port, found.username, found.password, found.is_wrapped) == (
        "mail.example.com",
        465,
        "ann@example.com",
        "p/w",
        True,
    )


# -- Global keys
# ------------------------------------------------------------------------------------------------------------


def test_a_global_key_cannot_change_credentials_of_users(server: RunningServer, admin: Person) -> None:
    """With those of an administrator, it would gain rights that it wasn't given."""
    services = server.services
    assert services is not None
    role = admin.ask('SecurityRole where name is "API"')[0]["id"]
    key = services.database.write(
        lambda tx: create_global_key(tx, "farm", [role], key_id=services.new_id(), now=services.clock())
    )
    headers = {"ftrack-user": admin.username, "ftrack-api-key": key.text, "ftrack-strict-api": "true"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as http:
        assert http.post("/api", json=[{"action": "query", "expression": "User"}]).status_code == 200
        error_of(http.post("/api", json=[create("Status", name="x")]), 403)
        reset = {
            "action": "reset_remote",
            "reset_type": "api_key",
            "entity_type": "User",
            "entity_key": admin.id,
        }
        error_of(http.post("/api", json=[reset]), 403)
        error_of(http.post("/web/keys", json={"name": "mine"}), 403)
        error_of(http.get("/web/keys"), 403)


def test_commands_create_and_revoke_global_keys(tmp_path: Any) -> None:
    with running_server(tmp_path) as server, administrator(server) as admin:
        data = ["--data", str(tmp_path)]
        made = CliRunner().invoke(callboard, ["key", "create", "farm", "--global", "--role", "API", *data])
        assert made.exit_code == 0, made.output
        headers = {
            "ftrack-user": admin.username,
            "ftrack-api-key": made.output.strip(),
            "ftrack-strict-api": "true",
        }

        def ask() -> int:
            return httpx.post(f"{server.url}/api", json=[], headers=headers, trust_env=False).status_code

        assert ask() == 200
        listed = CliRunner().invoke(callboard, ["key", "globals", *data])
        assert "farm" in listed.output
        assert made.output.strip() not in listed.output
        ended = CliRunner().invoke(callboard, ["key", "end", listed.output.split()[0], *data])
        assert ended.exit_code == 0, ended.output
        assert ask() == 401
        for wrong in (["--role", "API"], ["--global"], ["--global", "--role", "nonsense"]):
            assert CliRunner().invoke(callboard, ["key", "create", "farm", *wrong, *data]).exit_code != 0


def test_a_command_lists_mail(tmp_path: Any) -> None:
    with running_server(tmp_path) as server, administrator(server) as admin:
        admin.do(
            update("User", admin.id, email="admin@example.com"),
            {"action": "send_user_invite", "user_id": admin.id},
        )
        result = CliRunner().invoke(callboard, ["mail", "--data", str(tmp_path)])
        assert result.exit_code == 0, result.output
        assert "admin@example.com" in result.output
        assert "(queued)" in result.output


# -- Addresses
# ------------------------------------------------------------------------------------------------------------


def test_widget_addresses_open_the_interface_until_they_expire(server: RunningServer, ann: Person) -> None:
    (answer,) = ann.do({"action": "get_widget_url", "name": "tasks", "theme": "dark"})
    url = answer["widget_url"]
    assert url.startswith(f"{server.url}/widget?")
    answer = httpx.get(f"{url}&entityType=tempdata&entityId=x", trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (
        307,
        "/?view=tasks&theme=dark&entityType=tempdata&entityId=x",
    )
    error_of(
        httpx.get(url.replace("token=", "token=x"), trust_env=False, headers={"ftrack-strict-api": "true"}),
        403,
    )


def test_signed_addresses_need_no_other_credentials(ann: Person) -> None:
    component = ann.component(b"content")
    (answer,) = ann.do({"action": "generate_signed_url", "component_id": component})
    assert httpx.get(answer["signed_url"], trust_env=False).content == b"content"
