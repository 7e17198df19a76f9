"""When a process reports its connections: on changes, as a heartbeat, and more often for slow ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from callboard_server.server.hub import presence as module
from callboard_server.server.hub.listeners import Listener
from callboard_server.server.hub.presence import Presence


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DELAY_SECONDS", 0.0)
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.02)
    monkeypatch.setattr(module, "MANY_WAITING", 2)


def reports(step: Callable[[Listener], None]) -> int:
    """Return how often a process reports again after *step* has changed its connection."""
    written: list[object] = []
    first = asyncio.Event()

    async def write(work: object) -> None:
        written.append(work)
        first.set()

    admission = SimpleNamespace(actor=SimpleNamespace(username="ann"))
    listener = Listener(cast("Any", admission))
    services = SimpleNamespace(write=write, process="p", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))

    async def run() -> int:
        presence = Presence(cast("Any", services), lambda: [listener])
        reporting = asyncio.create_task(presence.run())
        presence.changed()
        await first.wait()
        step(listener)
        await asyncio.sleep(0.3)
        reporting.cancel()
        return len(written) - 1

    return asyncio.run(run())


def fall_behind(listener: Listener) -> None:
    listener.behind = True


def wait_with(frames: int) -> Callable[[Listener], None]:
    def step(listener: Listener) -> None:
        for _ in range(frames):
            listener.send("5:::{}")

    return step


def test_a_process_whose_connections_stay_the_same_reports_rarely() -> None:
    assert reports(wait_with(1)) == 0


@pytest.mark.parametrize("step", [fall_behind, wait_with(2)])
def test_a_connection_that_cannot_keep_up_is_reported_again(step: Callable[[Listener], None]) -> None:
    assert reports(step) >= 2


def test_a_heartbeat_is_written_even_if_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPORT_SECONDS", 0.1)
    assert reports(wait_with(0)) >= 1
