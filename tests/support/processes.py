"""The processes of a multi-process server, as Linux lists them."""

from __future__ import annotations

import contextlib
from pathlib import Path


def children(pid: int | None) -> list[int]:
    """Return the server processes that *pid* started.

    The resource tracker of `multiprocessing` is left out.
    """
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return []


def sockets_of(pid: int) -> int:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return sum("socket:" in str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def is_running(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
