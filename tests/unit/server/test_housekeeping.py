"""What the server deletes when it cleans up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from attrs import evolve

from callboard_server.actions.cleanup import DELIVERIES_FOR, UNCLAIMED_FILES_FOR, UNFINISHED_UPLOADS_FOR
from callboard_server.server.housekeeping import clean_up
from callboard_server.testing import RunningServer, running_server
from tests.support.live import PASSWORD, Browser, administrator, files_in, fresh, newcomer
from tests.support.operations import create


def sweep_later(server: RunningServer, later: timedelta) -> None:
    assert server.services is not None
    services = evolve(server.services, clock=lambda: datetime.now(UTC) + later)
    asyncio.run(clean_up(services))


def rows(server: RunningServer, table: str) -> int:
    assert server.services is not None
    return len(server.services.database.read(lambda tx: tx.fetch(f"SELECT * FROM {table}", {})))


def test_unclaimed_files_are_deleted_and_others_are_kept() -> None:
    with running_server() as server, administrator(server) as person:
        kept, unclaimed = person.component(b"kept"), fresh()
        person.put(unclaimed, b"unclaimed")
        sweep_later(server, UNCLAIMED_FILES_FOR - timedelta(hours=1))
        assert files_in(server)["content"] == 2
        sweep_later(server, UNCLAIMED_FILES_FOR + timedelta(hours=1))
        assert files_in(server)["content"] == 1
        assert person.stored(kept) == b"kept"


def test_unfinished_uploads_are_deleted() -> None:
    with running_server() as server, administrator(server) as person:
        announced = person.announce(fresh(), file_name="x", file_size=4, parts=2)
        person.http.put(announced["urls"][0]["signed_url"], content=b"aa")
        sweep_later(server, UNFINISHED_UPLOADS_FOR + timedelta(hours=1))
        assert files_in(server)["content"] == 0
        assert rows(server, "upload") == rows(server, "upload_part") == 0


def test_expired_sessions_and_sign_in_failures_are_deleted() -> None:
    with (
        running_server() as server,
        newcomer(server) as person,
        Browser(server, person.username, PASSWORD) as browser,
    ):
        browser.http.post("/web/sign-in", json={"username": "x", "password": "y"})
        sweep_later(server, timedelta(days=30))
        assert rows(server, "user_session") == rows(server, "sign_in_failure") == 0


def test_webhook_deliveries_are_deleted_after_a_month() -> None:
    with running_server() as server, administrator(server) as person:
        person.do(
            create("Automation", id="a", name="a"),
            create("Trigger", automation_id="a", filter="entity.entity_type = Job"),
            create("WebhookAction", id="hook", automation_id="a", webhook_url="https://hooks.invalid/"),
        )
        person.job()
        assert server.services is not None
        database = server.services.database
        sweep_later(server, timedelta(0))
        assert rows(server, "webhook_delivery") == 1
        aged = DELIVERIES_FOR // timedelta(milliseconds=1) + 60_000
        database.write(
            lambda tx: tx.change(f"UPDATE webhook_delivery SET created_at = created_at - {aged}", {})
        )
        sweep_later(server, timedelta(0))
        assert rows(server, "webhook_delivery") == rows(server, "webhook_attempt") == 0
