"""Webhooks on a live server.

What a receiver gets, how failures are handled, and what administrators see and do.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from callboard_server.access.targets import Targets
from callboard_server.events.filters.parser import parse_filter
from callboard_server.server.serve import listen
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_database
from callboard_server.server.webhooks import delivery_sender, http_client
from callboard_server.testing import HOST, RunningServer, running_server
from tests.conftest import DATABASES
from tests.scenarios.test_crash import server_process, wait_for
from tests.support.live import PASSWORD, Browser, Person, administrator, error_of, fresh, newcomer
from tests.support.operations import create, delete, update
from tests.support.receiver import Received, Receiver, Reply, make_certificate, receiver, wait_until

GUIDE = Path(__file__).parents[2] / "docs" / "howto" / "send-webhooks.md"
LOOPBACK = Targets.of(["127.0.0.1"])


@pytest.fixture(scope="module", params=DATABASES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """A server that may reach receivers on this machine, on each database."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    database = postgres.url(postgres.create()) if postgres else None
    folder = tmp_path_factory.mktemp("server")
    with running_server(
        folder, database=database, webhook_targets=LOOPBACK, public_url="http://callboard.test"
    ) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def _impatient() -> Iterator[None]:
    """Make servers in this process look for due deliveries more often."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delivery_sender, "POLL_SECONDS", 0.1)
        yield


@pytest.fixture
def target() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def hook(admin: Person, target: Receiver) -> Iterator[str]:
    """A webhook for events about jobs, for one test."""
    yield (identifier := hooked(admin, target.url))
    admin.do(delete("Automation", identifier))


def hooked(admin: Person, url: str, text: str = 'entity.entity_type = "Job"', **more: Any) -> str:
    """Make an automation with a webhook of the same identifier."""
    identifier = fresh()
    admin.do(
        create("Automation", id=identifier, name=f"Automation {identifier}"),
        create("Trigger", automation_id=identifier, filter=text),
        create("WebhookAction", id=identifier, automation_id=identifier, webhook_url=url, **more),
    )
    return identifier


def secret_of(admin: Person, hook: str) -> str:
    found: str = admin.http.get(f"/webhooks/{hook}/secret").json()["secret"]
    return found


def logged(admin: Person, hook: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.http.get(
        "/webhooks/deliveries", params={"webhook": hook, **query}
    ).json()["deliveries"]
    return found


def wait_for_state(admin: Person, hook: str, state: str, count: int = 1) -> list[dict[str, Any]]:
    wait_until(lambda: len(logged(admin, hook, state=state)) >= count)
    return logged(admin, hook, state=state)


def wait_for_attempts(admin: Person, hook: str, count: int) -> None:
    """Wait until the only delivery to *hook* has been attempted *count* times."""

    def tries() -> int:
        (row,) = logged(admin, hook)
        return len(admin.http.get(f"/webhooks/deliveries/{row['id']}").json()["tries"])

    wait_until(lambda: tries() == count)


def pass_time(person: Person, hours: float = 24) -> None:
    """Make all deliveries that are due within *hours* due now."""
    services = person.server.services
    assert services is not None
    milliseconds = int(hours * 3_600_000)
    services.database.write(
        lambda tx: tx.change(
            f"UPDATE webhook_delivery SET next_at = next_at - {milliseconds} WHERE state = 'failed'", {}
        )
    )


# -- What is sent
# ------------------------------------------------------------------------------------------------------------


def test_a_change_is_posted_signed_and_logged(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    job = ann.job(status="queued")
    ann.do(update("Job", job, status="running"))
    first, second = target.wait_for(2)
    assert first.is_signed_by(secret_of(admin, hook))
    assert second.is_signed_by(secret_of(admin, hook))
    assert abs(int(first.headers["webhook-timestamp"]) - time.time()) < 60
    assert first.payload["id"] == first.headers["webhook-id"] != second.payload["id"]
    assert first.payload["entity"]["operation"] == "create"
    payload = second.payload
    assert payload["metadata"]["server_url"] == "http://callboard.test/"
    assert payload["metadata"]["resource_id"] == ann.id
    assert (payload["entity"]["id"], payload["entity"]["operation"]) == ([job], "update")
    assert (payload["entity"]["old"]["status"], payload["entity"]["new"]["status"]) == ("queued", "running")
    newest, oldest = wait_for_state(admin, hook, "delivered", 2)
    assert [newest["id"], oldest["id"]] == [second.payload["id"], first.payload["id"]]
    assert (newest["status"], newest["attempts"], newest["error"], newest["next_at"]) == (200, 1, None, None)
    assert (newest["entity_type"], newest["entity_id"], newest["operation"]) == ("Job", [job], "update")


def test_deliveries_of_an_entity_arrive_in_order(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    def slower(got: Received) -> Reply:
        time.sleep(0.02 if got.payload["entity"]["operation"] == "update" else 0.2)
        return Reply()

    target.answer = slower
    job = ann.job(data="0")
    for number in range(1, 10):
        ann.do(update("Job", job, data=str(number)))
    found = target.wait_for(10)
    assert [one.payload["entity"]["new"]["data"] for one in found] == [str(number) for number in range(10)]


def test_configured_headers_are_sent_and_their_values_are_not_revealed(
    admin: Person, ann: Person, target: Receiver
) -> None:
    identifier = hooked(
        admin, f"{target.url}/in?x=1", headers='{"Authorization": "Bearer top-secret", "X-Studio": "ours"}'
    )
    ann.job()
    (got,) = target.wait_for(1)
    assert (got.path, got.headers["authorization"], got.headers["x-studio"]) == (
        "/in?x=1",
        "Bearer top-secret",
        "ours",
    )
    (row,) = wait_for_state(admin, identifier, "delivered")
    answer = admin.http.get(f"/webhooks/deliveries/{row['id']}")
    assert "top-secret" not in answer.text
    whole = answer.json()
    assert whole["headers"] == ["Authorization", "X-Studio"]
    assert whole["webhook_url"] == f"{target.url}/in?x=1"
    assert whole["payload"] == got.payload
    (attempt,) = whole["tries"]
    assert (attempt["number"], attempt["is_delivered"], attempt["status"], attempt["answer"]) == (
        1,
        True,
        200,
        "thanks",
    )
    admin.do(delete("Automation", identifier))


def test_both_secrets_sign_after_a_rotation(admin: Person, ann: Person, target: Receiver, hook: str) -> None:
    former = secret_of(admin, hook)
    answer = admin.http.post(f"/webhooks/{hook}/secret")
    assert answer.status_code == 201
    rotated = answer.json()
    assert rotated["secret"] != former
    assert rotated["former_secret"] == former
    assert rotated["former_until"] > time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    ann.job()
    (got,) = target.wait_for(1)
    assert got.is_signed_by(former)
    assert got.is_signed_by(rotated["secret"])
    services = admin.server.services
    assert services is not None
    services.database.write(lambda tx: tx.change("UPDATE action SET _rotated_at = '2026-01-01T00:00:00'", {}))
    ann.job()
    assert not target.wait_for(2)[1].is_signed_by(former)
    assert admin.http.get(f"/webhooks/{hook}/secret").json() == {
        "secret": rotated["secret"],
        "former_secret": None,
        "former_until": None,
    }


def test_the_code_of_the_guide_verifies_deliveries(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    verifying = next(
        block
        for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        if "def " in block
    )
    names: dict[str, Any] = {}
    exec(verifying, names)
    ann.job()
    (got,) = target.wait_for(1)
    secret = secret_of(admin, hook)
    assert names["is_genuine"](secret, got.headers, got.body)
    assert not names["is_genuine"](secret, got.headers, got.body + b" ")
    assert not names["is_genuine"](secret, {**got.headers, "webhook-timestamp": "1614265330"}, got.body)


def test_the_filters_of_the_guide_are_valid() -> None:
    found = re.findall(r"(?m)^entity\..*$", GUIDE.read_text(encoding="utf-8"))
    assert len(found) == 3
    for text in found:
        parse_filter(text)


# -- What fails
# ------------------------------------------------------------------------------------------------------------


def test_a_failed_delivery_is_retried_with_the_same_id(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    replies = [Reply(503, body=b"closed"), Reply(500, body=b"\x00\xff" + b"x" * 5000), Reply()]
    target.answer = lambda _: replies[len(target.received) - 1]
    ann.job()
    for attempt in (1, 2):
        wait_for_attempts(admin, hook, attempt)
        pass_time(admin)
    found = target.wait_for(3)
    assert len({got.headers["webhook-id"] for got in found}) == 1
    assert len({got.body for got in found}) == 1
    (row,) = wait_for_state(admin, hook, "delivered")
    tries = admin.http.get(f"/webhooks/deliveries/{row['id']}").json()["tries"]
    assert [one["status"] for one in tries] == [503, 500, 200]
    assert tries[0]["answer"] == "closed"
    assert tries[0]["error"] == "The receiver answered with the status 503."
    assert len(tries[1]["answer"]) <= delivery_sender.KEPT_CHARACTERS


def test_retries_follow_the_schedule(admin: Person, ann: Person, target: Receiver, hook: str) -> None:
    services = admin.server.services
    assert services is not None
    target.answer = lambda got: (
        Reply(503, (("Retry-After", "7200"),))
        if got.payload["entity"]["new"]["data"] == "patient"
        else Reply(500)
    )
    ann.job(data="patient")
    ann.job(data="plain")
    wait_for_state(admin, hook, "failed", 2)
    rows = services.database.read(
        lambda tx: tx.fetch(
            f"SELECT payload, next_at - tried_at FROM webhook_delivery WHERE webhook_id = '{hook}'", {}
        )
    )
    waits = {("patient" if "patient" in payload else "plain"): wait for payload, wait in rows}
    assert abs(waits["patient"] - 7_200_000) <= 1000
    assert 8000 <= waits["plain"] <= 12_000
    (status,) = [one for one in admin.http.get("/webhooks/status").json()["webhooks"] if one["id"] == hook]
    assert (status["waiting"], status["enabled"], status["webhook_url"]) == (2, True, target.url)
    assert status["failing_since"]
    assert status["delivered_at"] is None


@pytest.mark.parametrize(("status", "attempts"), [(404, 4), (410, 1)])
def test_a_delivery_that_keeps_failing_is_given_up_and_kept(
    admin: Person, ann: Person, target: Receiver, hook: str, status: int, attempts: int
) -> None:
    target.answer = lambda _: Reply(status, (("Location", target.url),))
    ann.job()
    for attempt in range(1, attempts):
        wait_for_attempts(admin, hook, attempt)
        pass_time(admin)
    (row,) = wait_for_state(admin, hook, "given_up")
    assert (row["attempts"], row["next_at"], row["status"]) == (attempts, None, status)
    assert len(target.received) == attempts
    assert admin.ask(f"select enabled from Automation where id is {hook}")[0]["enabled"] is True


def test_a_delivery_that_was_given_up_can_be_resent(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    target.answer = lambda _: Reply(410)
    ann.job()
    (row,) = wait_for_state(admin, hook, "given_up")
    target.answer = lambda _: Reply()
    answer = admin.http.post(f"/webhooks/deliveries/{row['id']}/redeliver")
    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["attempts"]) == ("waiting", 0)
    first, second = target.wait_for(2)
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    (row,) = wait_for_state(admin, hook, "delivered")
    assert [one["number"] for one in admin.http.get(f"/webhooks/deliveries/{row['id']}").json()["tries"]] == [
        1,
        2,
    ]


def test_a_hanging_receiver_does_not_delay_others(
    admin: Person, ann: Person, target: Receiver, hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "TIMEOUT_SECONDS", 3.0)

    def hang(_: Received) -> Reply:
        time.sleep(4)
        return Reply()

    target.answer = hang
    with receiver() as quick:
        other = hooked(admin, quick.url)
        for _ in range(12):
            ann.job()
        started = time.monotonic()
        quick.wait_for(12)
        assert time.monotonic() - started < 2
        assert len(target.received) == delivery_sender.AT_ONCE
        (row, *_) = wait_for_state(admin, hook, "failed")
        assert row["error"] == "There was no answer within 3 seconds."
        admin.do(delete("Automation", other))


def test_an_unreachable_receiver_is_reported(admin: Person, ann: Person) -> None:
    with receiver() as gone:
        url = gone.url
    identifier = hooked(admin, url)
    ann.job()
    (row,) = wait_for_state(admin, identifier, "failed")
    assert row["status"] is None
    assert "There was no connection" in row["error"]
    admin.do(delete("Automation", identifier))
    (row,) = wait_for_state(admin, identifier, "given_up")
    assert row["error"] == "The webhook was deleted."


def test_a_target_that_is_no_longer_allowed_is_not_connected_to(
    admin: Person, ann: Person, target: Receiver, hook: str
) -> None:
    services = admin.server.services
    assert services is not None
    services.database.write(lambda tx: tx.change("UPDATE action SET webhook_url = 'http://127.0.0.2:9/'", {}))
    ann.job()
    (row,) = wait_for_state(admin, hook, "failed")
    assert row["error"] == "127.0.0.2 resolves to 127.0.0.2, where webhooks must not be sent."
    assert target.received == []


# -- Administration
# ------------------------------------------------------------------------------------------------------------


def test_a_disabled_automation_sends_pings(admin: Person, ann: Person, target: Receiver, hook: str) -> None:
    admin.do(update("Automation", hook, enabled=False))
    ann.job()
    answer = admin.http.post(f"/webhooks/{hook}/ping")
    assert answer.status_code == 202
    (got,) = target.wait_for(1)
    assert got.payload["id"] == answer.json()["delivery_id"]
    assert got.payload["fez_id"] == "callboard_ping_v1"
    assert "entity" not in got.payload
    assert got.is_signed_by(secret_of(admin, hook))
    (row,) = wait_for_state(admin, hook, "delivered")
    assert (row["operation"], row["entity_type"], row["entity_id"]) == ("ping", None, None)


ROUTES = [
    ("GET", "/webhooks/status"),
    ("GET", "/webhooks/deliveries"),
    ("GET", "/webhooks/deliveries/x"),
    ("POST", "/webhooks/deliveries/x/redeliver"),
    ("POST", "/webhooks/x/ping"),
    ("GET", "/webhooks/x/secret"),
    ("POST", "/webhooks/x/secret"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_administrators_read_the_log(
    server: RunningServer, admin: Person, ann: Person, method: str, path: str
) -> None:
    assert "Only administrators may" in error_of(ann.http.request(method, path), 403)["content"]
    error_of(admin.http.request(method, path, headers={"ftrack-api-key": "wrong"}), 401)
    if "x" in path.split("/"):
        assert error_of(admin.http.request(method, path), 404)["error_code"].startswith("webhook.")


def test_a_signed_in_administrator_needs_the_second_secret(
    server: RunningServer, admin: Person, hook: str
) -> None:
    with Browser(server, server.username, server.password) as browser:
        assert browser.http.get(f"/webhooks/{hook}/secret").status_code == 200
        assert browser.http.post(f"/webhooks/{hook}/ping").status_code == 202
        del browser.http.headers["X-Callboard-CSRF"]
        error_of(browser.http.post(f"/webhooks/{hook}/ping"), 403)
        error_of(browser.http.get("/webhooks/status", headers={"Origin": "https://evil.example"}), 401)


def test_a_signed_in_user_cannot_read_the_log(server: RunningServer) -> None:
    with newcomer(server, "eve") as eve, Browser(server, eve.username, PASSWORD) as browser:
        error_of(browser.http.get("/webhooks/status"), 403)


def test_the_log_has_pages(admin: Person, ann: Person, target: Receiver, hook: str) -> None:
    for _ in range(5):
        ann.job()
    target.wait_for(5)
    whole = [row["id"] for row in wait_for_state(admin, hook, "delivered", 5)]
    pages: list[str] = []
    query: dict[str, Any] = {"webhook": hook, "limit": 2}
    while True:
        page = admin.http.get("/webhooks/deliveries", params=query).json()
        pages += [row["id"] for row in page["deliveries"]]
        if not page["before"]:
            break
        query["before"] = page["before"]
    assert pages == whole
    assert logged(admin, hook, automation=hook, state="waiting") == []
    for name, value in (("state", "nonsense"), ("limit", "x"), ("limit", "0")):
        error_of(admin.http.get("/webhooks/deliveries", params={name: value}), 422)
    error_of(admin.http.get("/webhooks/deliveries", params={"before": "nothing"}), 404)


# -- Certificates, crashes, several servers
# --------------------------------------------------------------------------------------------


def test_a_receiver_may_have_a_certificate_of_a_private_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "only-certificate.pem"))
    with (
        receiver(certificate=certificate) as secure,
        running_server(webhook_targets=LOOPBACK) as running,
        administrator(running) as admin,
    ):
        identifier = hooked(admin, secure.url)
        admin.job()
        (got,) = secure.wait_for(1)
        assert got.is_signed_by(secret_of(admin, identifier))
        assert got.payload["metadata"]["server_url"] == f"{running.url}/"


@pytest.mark.parametrize("kind", DATABASES)
def test_a_killed_server_loses_no_delivery(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is killed right after its answers: every committed change is delivered at least once."""
    postgres = request.getfixturevalue("postgres") if kind == "postgresql" else None
    database = postgres.url(postgres.create()) if postgres else None
    monkeypatch.setenv("CALLBOARD_ALLOW_WEBHOOK_TARGET", "127.0.0.1")
    with closing(listen(HOST, 0)) as listening:
        port = listening.getsockname()[1]
    running, made = RunningServer(f"http://{HOST}:{port}", tmp_path), list[str]()
    with receiver() as target:
        for number in range(2):
            with server_process(tmp_path, port, database) as process:
                wait_for(running.url, time.monotonic() + 20)
                with administrator(running) as admin:
                    if not number:
                        hooked(admin, target.url)
                    made += [admin.job() for _ in range(3)]
                    process.kill()
                process.wait()
        release(database, tmp_path)
        with server_process(tmp_path, port, database):
            wait_for(running.url, time.monotonic() + 20)
            wait_until(lambda: {got.payload["entity"]["id"][0] for got in target.received} >= set(made))
    assert len({got.headers["webhook-id"] for got in target.received}) == len(made), (
        "what is sent twice has the same id"
    )


def release(database: str | None, folder: Path) -> None:
    """Expire the leases of the killed server."""
    with closing(open_database(Settings(data=folder, database=database))) as opened:
        opened.write(
            lambda tx: tx.change("UPDATE webhook_delivery SET next_at = 1 WHERE next_at IS NOT NULL", {})
        )


@pytest.mark.postgres
def test_two_servers_on_one_database_deliver_once(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    postgres = request.getfixturevalue("postgres")
    database = postgres.url(postgres.create())

    def slow(_: Received) -> Reply:
        time.sleep(0.01)
        return Reply()

    with (
        receiver(slow) as target,
        running_server(tmp_path / "a", database=database, webhook_targets=LOOPBACK) as first,
        running_server(tmp_path / "b", database=database, webhook_targets=LOOPBACK) as second,
        administrator(first) as one,
        administrator(second) as other,
    ):
        identifier = hooked(one, target.url)
        jobs = [person.job() for _ in range(40) for person in (one, other)]
        target.wait_for(len(jobs))
        wait_for_state(one, identifier, "delivered", 50)
        time.sleep(1.5)
        assert sorted(got.payload["entity"]["id"][0] for got in target.received) == sorted(jobs)


def test_a_stopping_server_releases_deliveries_in_progress(tmp_path: Path) -> None:
    def hang(_: Received) -> Reply:
        time.sleep(3)
        return Reply()

    with receiver(hang) as target:
        with running_server(tmp_path, webhook_targets=LOOPBACK) as running, administrator(running) as admin:
            hooked(admin, target.url)
            admin.job()
            target.wait_for(1)
        target.answer = lambda _: Reply()
        with running_server(tmp_path, webhook_targets=LOOPBACK):
            first, second = target.wait_for(2, seconds=5)
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
