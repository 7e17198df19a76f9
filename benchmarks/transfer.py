"""Upload and download of 1 GB, compared with a plain copy through loopback, and the memory of the server.

The plain copy is the minimum of a transfer: one thread reads a file and sends it, the other receives it into
a file (for the upload) or discards it (for the download).
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.memory import forget_peak, memory_mb
from callboard_server.testing import RunningServer, separate_server

SIZE = 1_000_000_000
BLOCK = 1 << 20
ROUNDS = 3


def measure(size: int = SIZE) -> dict[str, float]:
    """Return the MB/s of both directions and of plain copies, and the growth of the server's memory in MB.

    Each rate is the best of a few rounds.
    """
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder, separate_server() as server:
        assert server.pid is not None
        source = Path(folder) / "source.bin"
        checksum = make_file(source, size)
        rested = memory_mb(server.pid)
        forget_peak(server.pid)
        components: list[str] = []
        upload = best(size, lambda: components.append(upload_file(server, source, size, checksum)))
        download = best(size, lambda: download_file(server, components[-1], size))
        peak = memory_mb(server.pid, "VmHWM")
        copy_in = best(size, lambda: plain_copy(source, Path(folder) / "copy.bin"))
        copy_out = best(size, lambda: plain_copy(source, Path(os.devnull)))
    return {
        "upload_mb_s": upload,
        "plain_copy_to_file_mb_s": copy_in,
        "download_mb_s": download,
        "plain_copy_to_nothing_mb_s": copy_out,
        "memory_growth_mb": peak - rested,
    }


def best(size: int, transfer: Callable[[], object]) -> float:
    """Return MB/s of the fastest of a few rounds of *transfer*."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        transfer()
        seconds.append(time.perf_counter() - started)
    return size / 1e6 / min(seconds)


def make_file(path: Path, size: int) -> str:
    """Write *size* bytes to *path* and return their MD5 in base64."""
    digest, block = hashlib.md5(usedforsecurity=False), os.urandom(BLOCK)
    with path.open("wb") as file:
        for start in range(0, size, BLOCK):
            piece = block[: min(BLOCK, size - start)]
            file.write(piece)
            digest.update(piece)
    return base64.b64encode(digest.digest()).decode()


def upload_file(server: RunningServer, source: Path, size: int, checksum: str) -> str:
    """Upload *source* as a new component in the server location and return its identifier."""
    component = str(uuid.uuid4())
    (metadata,) = call(
        server,
        {
            "action": "get_upload_metadata",
            "component_id": component,
            "file_name": "source.bin",
            "file_size": size,
            "checksum": checksum,
        },
    )
    parts = urlsplit(metadata["url"])
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120, blocksize=BLOCK)
    with source.open("rb") as file:
        connection.request("PUT", f"{parts.path}?{parts.query}", body=file, headers=metadata["headers"])
        answer = connection.getresponse()
        body = answer.read()
    connection.close()
    if answer.status >= 300:
        raise RuntimeError(body)
    location = "3a372bde-05bc-11e4-8908-20c9d081909b"
    call(
        server,
        create("FileComponent", id=component, name="source", file_type=".bin", size=size),
        create(
            "ComponentLocation", component_id=component, location_id=location, resource_identifier=component
        ),
    )
    return component


def create(entity_type: str, **data: object) -> dict[str, object]:
    return {"action": "create", "entity_type": entity_type, "entity_data": data}


def call(server: RunningServer, *operations: dict[str, object]) -> list[dict[str, Any]]:
    """Send *operations* as one batch and return their results."""
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    connection.request(
        "POST", "/api", body=json.dumps(operations), headers=server.headers | {"ftrack-strict-api": "true"}
    )
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    if answer.status != 200:
        raise RuntimeError(body)
    results: list[dict[str, Any]] = body
    return results


def download_file(server: RunningServer, component: str, size: int) -> None:
    """Download *component*, and discard it."""
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120, blocksize=BLOCK)
    connection.request("GET", f"/component/get?id={component}", headers=server.headers)
    answer = connection.getresponse()
    buffer, received = bytearray(BLOCK), 0
    while count := answer.readinto(buffer):
        received += count
    connection.close()
    if received != size:
        raise RuntimeError(f"received {received} of {size} bytes")


def plain_copy(source: Path, target: Path) -> None:
    """Send *source* through loopback to a thread that writes it to *target*, and wait for it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        receiver = threading.Thread(target=_receive, args=(listener, target))
        receiver.start()
        with socket.create_connection(listener.getsockname()) as sender, source.open("rb") as file:
            while block := file.read(BLOCK):
                sender.sendall(block)
        receiver.join(timeout=120)


def _receive(listener: socket.socket, target: Path) -> None:
    connection, _ = listener.accept()
    buffer = memoryview(bytearray(BLOCK))
    with connection, target.open("wb", buffering=0) as file:
        while count := connection.recv_into(buffer):
            file.write(buffer[:count])
