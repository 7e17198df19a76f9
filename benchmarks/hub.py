"""The event hub: delay from commit to listener, throughput to 100 listeners, and speed of catching up.

Listeners, writer and server run on one machine, so they share a clock. `delay` writes the current time into
the data of a job at a fixed rate, and each matching listener compares it. `fan_out` publishes client events
to 100 listeners. `catch_up` reads the durable stream from its beginning.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import statistics
import time
import urllib.request
from typing import Any

import urllib3
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.memory import memory_mb
from callboard.wire.packets import event_packet
from callboard_server.testing import RunningServer, separate_server

RATE = 200
SECONDS = 5.0
MATCHING = 10
LISTENERS = (1, 50, 500)
FAN_OUT = 100
FAN_OUT_EVENTS = 1000
CATCH_UP_EVENTS = 20_000
SETTLE_SECONDS = 1.0


def measure(*, short: bool = False) -> dict[str, float]:
    """Return the milliseconds from a commit to its listeners, events sent and events read per second."""
    found: dict[str, float] = {}
    seconds = 0.5 if short else SECONDS
    for count in (2,) if short else LISTENERS:
        with separate_server(arguments=("--no-worker",)) as server:
            delays, rate = asyncio.run(delay(server, count, seconds))
        found |= {
            f"{count}_listeners_p50_ms": statistics.median(delays),
            f"{count}_listeners_p99_ms": sorted(delays)[int(len(delays) * 0.99) - 1],
            f"{count}_listeners_changes_per_second": rate,
        }
    with separate_server(arguments=("--no-worker",)) as server:
        found["kb_per_idle_listener"] = asyncio.run(idle(server, 20 if short else LISTENERS[-1]))
        found["fan_out_per_second"] = asyncio.run(
            fan_out(server, 5 if short else FAN_OUT, 20 if short else FAN_OUT_EVENTS)
        )
        found["catch_up_per_second"] = asyncio.run(catch_up(server, 100 if short else CATCH_UP_EVENTS))
    return found


async def opened(server: RunningServer, expression: str, name: str) -> ClientConnection:
    """Return a connection with a subscription."""
    request = urllib.request.Request(f"{server.url}/socket.io/1/", headers=server.headers)
    ticket = (await asyncio.to_thread(urllib.request.urlopen, request)).read().decode().split(":")[0]
    connection = await connect(
        f"{server.url.replace('http', 'ws', 1)}/socket.io/1/websocket/{ticket}",
        compression=None,
        ping_interval=None,
    )
    data = {"subscriber": {"id": name}, "subscription": expression}
    await connection.send(event_packet({"topic": "ftrack.meta.subscribe", "data": data}))
    return connection


async def delay(server: RunningServer, count: int, seconds: float) -> tuple[list[float], float]:
    """Return the delays in milliseconds, and the actual number of changes per second."""
    delays: list[float] = []
    connections = []
    for number in range(count):
        matches = number < MATCHING
        expression = (
            "topic=ftrack.update" if matches else f"topic=ftrack.update and data.user.name=nobody{number}"
        )
        connections.append(await opened(server, expression, f"listener-{number}"))
    receiving = [asyncio.create_task(receive(connection, delays)) for connection in connections]
    await asyncio.sleep(SETTLE_SECONDS)
    context = multiprocessing.get_context("spawn")
    pipe, other = context.Pipe(duplex=False)
    writer = context.Process(target=write, args=(server.url, server.headers, seconds, other))
    writer.start()
    written = await asyncio.to_thread(pipe.recv)
    await asyncio.sleep(SETTLE_SECONDS)
    writer.join()
    for task in receiving:
        task.cancel()
    for connection in connections:
        await connection.close()
    expected = written * min(count, MATCHING)
    if len(delays) != expected:
        raise RuntimeError(f"expected {expected} events, received {len(delays)}")
    return delays, written / seconds


async def receive(connection: ClientConnection, delays: list[float]) -> None:
    async for frame in connection:
        if frame == "2::":
            await connection.send("2::")
        elif isinstance(frame, str) and frame.startswith("5:::"):
            arrived = time.time()
            for entity in json.loads(frame[4:])["args"][0]["data"]["entities"]:
                change = entity["changes"].get("data")
                if change and entity["action"] == "update":
                    delays.append((arrived - float(change["new"])) * 1000)


def write(url: str, headers: dict[str, str], seconds: float, pipe: Any) -> None:
    """Change a job at `RATE`, or as fast as the server can; send the number of changes to *pipe*."""
    http = urllib3.PoolManager(headers=headers)

    def do(operation: dict[str, Any]) -> Any:
        answer = http.request("POST", f"{url}/api", json=[operation])
        return answer.json()[0]

    job = do({"action": "create", "entity_type": "Job", "entity_data": {"status": "running"}})["data"]["id"]
    begun, count = time.monotonic(), 0
    while (now := time.monotonic()) - begun < seconds:
        do(
            {
                "action": "update",
                "entity_type": "Job",
                "entity_key": [job],
                "entity_data": {"data": repr(time.time())},
            }
        )
        count += 1
        time.sleep(max(0.0, begun + count / RATE - time.monotonic()) if now else 0)
    pipe.send(count)


async def idle(server: RunningServer, count: int) -> float:
    """Return the kilobytes of memory per idle connection with a subscription."""
    assert server.pid is not None
    first = [await opened(server, "topic=bench.none", f"first-{number}") for number in range(10)]
    before = memory_mb(server.pid)
    connections = [
        await opened(server, f"topic=ftrack.update and data.x={number}", f"idle-{number}")
        for number in range(count)
    ]
    await asyncio.sleep(SETTLE_SECONDS)
    grown = memory_mb(server.pid) - before
    for connection in (*first, *connections):
        await connection.close()
    return grown * 1024 / count


async def fan_out(server: RunningServer, listeners: int, events: int) -> float:
    """Return the events per second that *listeners* receive in total, if all of them match."""
    connections = [
        await opened(server, "topic=bench.fan", f"listener-{number}") for number in range(listeners)
    ]
    publisher = await opened(server, "topic=bench.none", "publisher")
    await asyncio.sleep(SETTLE_SECONDS)
    counting = [asyncio.create_task(count_to(connection, events)) for connection in connections]
    begun = time.monotonic()
    for number in range(events):
        await publisher.send(
            event_packet({"topic": "bench.fan", "data": {"number": number, "text": "x" * 200}})
        )
    await asyncio.gather(*counting)
    took = time.monotonic() - begun
    for connection in (*connections, publisher):
        await connection.close()
    return listeners * events / took


async def count_to(connection: ClientConnection, events: int) -> None:
    seen = 0
    async for frame in connection:
        if frame == "2::":
            await connection.send("2::")
        elif isinstance(frame, str) and frame.startswith("5:::"):
            seen += 1
            if seen == events:
                return


async def catch_up(server: RunningServer, events: int) -> float:
    """Return the events per second that a reader receives after missing *events*."""
    publisher = await opened(server, "topic=bench.none", "publisher")
    http = urllib3.PoolManager(headers=server.headers)
    begin = http.request("GET", f"{server.url}/events/next", fields={"seconds": "0"}).json()["cursor"]
    for number in range(events):
        await publisher.send(event_packet({"topic": "bench.late", "data": {"number": number}}))
    await asyncio.to_thread(wait_until_last, http, server, begin + events)
    await publisher.close()
    begun, cursor, seen = time.monotonic(), begin, 0
    while seen < events:
        fields = {"after": str(cursor), "filter": "topic=bench.late", "seconds": "0", "limit": "1000"}
        answer = http.request("GET", f"{server.url}/events/next", fields=fields).json()
        seen, cursor = seen + len(answer["events"]), answer["cursor"]
    return events / (time.monotonic() - begun)


def wait_until_last(http: urllib3.PoolManager, server: RunningServer, sequence: int) -> None:
    while http.request("GET", f"{server.url}/events/consumers").json()["last"] < sequence:
        time.sleep(0.1)
