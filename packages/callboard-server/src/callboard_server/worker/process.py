"""Running a program that reads what strangers wrote.

With limits, watched all the time, and never left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from io import FileIO
from pathlib import Path

from attrs import frozen

SANDBOX = Path(__file__).with_name("sandbox.py")
WATCH_SECONDS = 0.25
LOG_BYTES = 16_384
GIB = 1 << 30

KILLED = -9
"""The status of a program that was killed."""

Progress = dict[str, str]
"""What ffmpeg reports of itself with `-progress`, by key."""


@frozen(kw_only=True)
class Limits:
    """What a program may use. `threads` multiplies the time into computing time."""

    seconds: float
    memory_bytes: int = 4 * GIB
    file_bytes: int = 8 * GIB
    threads: int = 2

    def for_child(self) -> str:
        """Return the limits that the program has from the system."""
        return json.dumps(
            {
                "cpu_seconds": int(self.seconds * self.threads) + 1,
                "memory_bytes": self.memory_bytes,
                "file_bytes": self.file_bytes,
                "parent": os.getpid(),
            }
        )


@frozen
class Ended:
    """How a program ended.

    Its status as of `subprocess`, the end of its log, what it reported last, and whether its time was up.
    """

    status: int
    log: str
    progress: Mapping[str, str]
    is_late: bool

    @property
    def is_success(self) -> bool:
        return self.status == 0 and not self.is_late


def run(
    command: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    watch: Callable[[Progress], None],
    source: FileIO | None = None,
) -> Ended:
    """Run *command* in *folder*, reading *source*; *watch* is called a few times a second and may raise,
    which kills the program.

    The program is alone in its process group, and the group is gone when this returns.
    """
    with subprocess.Popen(
        confined(command, limits),
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={"LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath},
        start_new_session=True,
    ) as process:
        try:
            return attended(process, time.monotonic() + limits.seconds, watch)
        finally:
            kill(process)


def confined(command: Sequence[str], limits: Limits) -> list[str]:
    """Return *command* behind the program that sets *limits*; Windows has none to set."""
    if sys.platform == "win32":
        return list(command)
    return [sys.executable, "-I", "-S", str(SANDBOX), limits.for_child(), *command]


def attended(process: subprocess.Popen[bytes], deadline: float, watch: Callable[[Progress], None]) -> Ended:
    """Read what *process* says until it ends, or until *deadline*."""
    assert process.stdout is not None
    assert process.stderr is not None
    progress: Progress = {}
    log, partial, is_late = b"", b"", False
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stderr, selectors.EVENT_READ)
        watched = 0.0
        while waiting.get_map():
            for key, _ in waiting.select(WATCH_SECONDS):
                block = os.read(key.fd, 65_536)
                if not block:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    *lines, partial = (partial + block[-65_536:]).split(b"\n")
                    progress.update(reported(lines))
                    partial = partial[-LOG_BYTES:]
                else:
                    log = (log + block)[-LOG_BYTES:]
            is_late = time.monotonic() > deadline
            if is_late:
                break
            if time.monotonic() - watched > WATCH_SECONDS:
                watch(progress)
                watched = time.monotonic()
    status = ended(process, deadline)
    return Ended(
        KILLED if status is None else status,
        log.decode(errors="replace"),
        progress,
        is_late or status is None,
    )


def ended(process: subprocess.Popen[bytes], deadline: float) -> int | None:
    """Return the status of *process*, which has nothing more to say; None when it does not end in time."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(max(0.0, min(deadline - time.monotonic(), 30.0)))
    return None


def reported(lines: Sequence[bytes]) -> Progress:
    """Return the keys and values in *lines*."""
    pairs = (line.decode(errors="replace").split("=", 1) for line in lines)
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


def kill(process: subprocess.Popen[bytes]) -> None:
    """End *process*, when it has not ended, and all that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
