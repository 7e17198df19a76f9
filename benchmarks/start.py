"""Time from start to first response, and memory after it: of a first start and of later starts."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.memory import memory_mb
from callboard_server.testing import separate_server

LATER_STARTS = 3


def measure() -> dict[str, float]:
    """Return the seconds of the first start and of later ones (median), and the highest memory in MB."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        first, *later = [start(Path(folder)) for _ in range(1 + LATER_STARTS)]
    return {
        "first_start_seconds": first[0],
        "later_start_seconds": statistics.median(seconds for seconds, _ in later),
        "memory_mb": max(memory for _, memory in (first, *later)),
    }


def start(data: Path) -> tuple[float, float]:
    """Start a server on *data*.

    Return the seconds from the start of its process to its first response, and its memory in MB.
    """
    started = time.perf_counter()
    with separate_server(data) as server:
        seconds = time.perf_counter() - started
        assert server.pid is not None
        return seconds, memory_mb(server.pid)
