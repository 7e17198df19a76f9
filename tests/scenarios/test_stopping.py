"""A server shuts down in good order."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from callboard_server.testing import separate_server
from tests.support.live import administrator, fresh, md5_of


def test_a_stopping_server_disconnects_listeners_and_finishes_requests(tmp_path: Path) -> None:
    content = os.urandom(2 << 20)
    with separate_server(tmp_path) as server, administrator(server) as person:
        identifier = fresh()
        upload = person.announce(identifier, file_name="x", file_size=len(content), checksum=md5_of(content))
        stopped_at = 0.0

        def slowly() -> Iterator[bytes]:
            nonlocal stopped_at
            yield content[: 1 << 20]
            assert server.pid is not None
            os.kill(server.pid, signal.SIGTERM)
            stopped_at = time.monotonic()
            time.sleep(0.5)
            yield content[1 << 20 :]

        with person.http.stream("GET", "/events") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: hello"
            answer = httpx.put(upload["url"], content=slowly(), headers=upload["headers"], trust_env=False)
            assert answer.status_code == 200
            assert not any(line.startswith("event") for line in lines)
        assert time.monotonic() - stopped_at < 5
    with separate_server(tmp_path) as server, administrator(server) as person:
        person.do(
            {
                "action": "create",
                "entity_type": "FileComponent",
                "entity_data": {"id": identifier, "name": "x"},
            }
        )
        assert person.stored(identifier) == content


def test_processes_receive_each_others_changes(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        first, second = (stack.enter_context(separate_server(tmp_path)) for _ in range(2))
        there, here = (stack.enter_context(administrator(server)) for server in (first, second))
        lines = stack.enter_context(here.http.stream("GET", "/events")).iter_lines()
        assert next(lines) == "event: hello"
        job = there.job()
        assert any(job in line for line in lines)
