"""A server with several processes: events reach all of them, and a failed process is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from callboard_server.cli.serve import serve
from callboard_server.records.mail import MailRow, add_mail
from callboard_server.server.mail_sender import send_waiting
from callboard_server.server.services import Services
from callboard_server.testing import RunningServer, running_server, separate_server
from tests.support.hub import Socket, open_socket
from tests.support.live import administrator
from tests.support.postgres import Postgres
from tests.support.processes import children, is_running, sockets_of

COUNT = 2
AT_ONCE = 8


@pytest.fixture
def crew(tmp_path: Path, postgres: Postgres) -> Iterator[RunningServer]:
    database = postgres.url(postgres.create())
    with separate_server(
        tmp_path, database=database, arguments=("--workers", str(COUNT), "--no-worker")
    ) as server:
        yield server


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_events_reach_all_processes_in_the_same_order(crew: RunningServer) -> None:
    assert len(children(crew.pid)) == COUNT
    with administrator(crew) as admin:
        before = {pid: sockets_of(pid) for pid in children(crew.pid)}
        listeners: list[Socket] = []

        def all_have_connections() -> bool:
            with ThreadPoolExecutor(AT_ONCE) as together:
                listeners.extend(together.map(lambda _: open_socket(admin.http), range(AT_ONCE)))
            return all(sockets_of(pid) > count for pid, count in before.items())

        until(all_have_connections)
        for listener in listeners:
            listener.subscribe("topic=test.*")
        for number in range(20):
            assert listeners[number % AT_ONCE].publish("test.order", number) == {"success": True}
        for listener in listeners:
            listener.until(lambda: len(listener.events) == 20)  # noqa: B023  # called at once
            assert listener.data_of("test.order") == list(range(20))
            listener.close()


def test_a_dead_process_is_replaced(crew: RunningServer) -> None:
    first, *others = children(crew.pid)
    os.kill(first, signal.SIGKILL)
    until(lambda: len(set(children(crew.pid)) - {first, *others}) == 1)
    with httpx.Client(base_url=crew.url, trust_env=False) as http:
        for _ in range(20):
            assert http.get("/health", headers={"connection": "close"}).status_code == 200
    assert set(others) <= set(children(crew.pid))


def test_all_processes_stop_together_and_announce_the_disconnect(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    with separate_server(
        tmp_path, database=database, arguments=("--workers", str(COUNT), "--no-worker")
    ) as server:
        pids = children(server.pid)
        with administrator(server) as admin:
            listeners = [open_socket(admin.http) for _ in range(4)]
    assert not any(is_running(pid) for pid in pids)
    for listener in listeners:
        listener.drain(0.5)
        assert listener.frames[-1] == "0::"
        listener.close()


def test_no_process_outlives_the_first(crew: RunningServer) -> None:
    pids = children(crew.pid)
    assert crew.pid is not None
    os.kill(crew.pid, signal.SIGKILL)
    until(lambda: not any(is_running(pid) for pid in pids))


def test_sqlite_allows_one_process(tmp_path: Path) -> None:
    answer = CliRunner().invoke(serve, ["--data", str(tmp_path), "--workers", "2"])
    assert answer.exit_code != 0
    assert "PostgreSQL" in answer.output
    assert "--database" in answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_mail_is_sent_once(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    sent: list[str] = []

    def send(mail: MailRow) -> None:
        time.sleep(0.02)
        sent.append(mail.id)

    async def both(*services: Services) -> None:
        for _ in range(3):  # as in a round: a process that finds a mail being sent by another one skips it
            await asyncio.gather(*(send_waiting(each, send) for each in services))

    with (
        running_server(tmp_path, database=database) as one,
        running_server(tmp_path, database=database) as other,
    ):
        assert one.services is not None
        assert other.services is not None
        mails = [
            MailRow(f"mail-{number:02}", "ann@example.test", "Hello", "", "2026-01-01T00:00:00")
            for number in range(10)
        ]
        for mail in mails:
            one.services.database.write(partial(add_mail, mail=mail))
        asyncio.run(both(one.services, other.services))
        assert sent == [mail.id for mail in mails]


def test_exclusive_work_moves_on_when_its_process_stops(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    with running_server(tmp_path, database=database) as stays:
        assert stays.services is not None
        with running_server(tmp_path, database=database) as leaves:
            assert leaves.services is not None
            assert asyncio.run(leaves.services.acquire_lease("mail", 60))
            assert asyncio.run(leaves.services.acquire_lease("mail", 60))
            assert not asyncio.run(stays.services.acquire_lease("mail", 60))
            assert asyncio.run(stays.services.acquire_lease("something else", 60))
        assert asyncio.run(stays.services.acquire_lease("mail", 60))


def test_exclusive_work_moves_on_when_its_lease_expires(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.url(postgres.create())
    with (
        running_server(tmp_path, database=database) as one,
        running_server(tmp_path, database=database) as other,
    ):
        assert one.services is not None
        assert other.services is not None
        assert asyncio.run(one.services.acquire_lease("mail", 0.2))
        assert not asyncio.run(other.services.acquire_lease("mail", 60))
        time.sleep(0.25)
        assert asyncio.run(other.services.acquire_lease("mail", 60))
        assert not asyncio.run(one.services.acquire_lease("mail", 60))
