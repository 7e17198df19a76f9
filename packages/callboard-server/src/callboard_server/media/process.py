"""Run a program that reads uploaded files: with limits, monitored, and in any case killed at the end."""

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

SANDBOX = Path(__file__).parent / "sandboxed" / "sandbox.py"
WATCH_SECONDS = 0.25
LOG_BYTES = 16_384
GIB = 1 << 30

KILLED = -9
"""The exit status of a program that was killed."""

Progress = dict[str, str]
"""What ffmpeg reports with `-progress`, by key."""


@frozen(kw_only=True)
class Limits:
    """The limits of a program. CPU time is limited to `seconds` times `threads`."""

    seconds: float
    memory_bytes: int = 4 * GIB
    file_bytes: int = 8 * GIB
    threads: int = 2

    def for_child(self) -> str:
        """Return the limits that the operating system enforces."""
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
    """How a program ended: its exit status, the end of its log, its progress, and whether it timed out."""

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
    """Run *command* in *folder*, with *source* as its standard input.

    *watch* is called a few times a second. When it raises, the program is killed. The program has its own
    process group, which has ended when this function returns.
    """
    with subprocess.Popen(
        sandboxed(command, limits),
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={"LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath},
        start_new_session=True,
    ) as process:
        try:
            return monitor(process, time.monotonic() + limits.seconds, watch)
        finally:
            kill(process)


def sandboxed(command: Sequence[str], limits: Limits) -> list[str]:
    """Return *command*, run by the program that sets *limits*. Windows has no such limits."""
    if sys.platform == "win32":
        return list(command)
    return [sys.executable, "-I", "-S", str(SANDBOX), limits.for_child(), *command]


def monitor(process: subprocess.Popen[bytes], deadline: float, watch: Callable[[Progress], None]) -> Ended:
    """Read the output of *process* until it ends, or until *deadline*."""
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
                    progress.update(progress_in(lines))
                    partial = partial[-LOG_BYTES:]
                else:
                    log = (log + block)[-LOG_BYTES:]
            is_late = time.monotonic() > deadline
            if is_late:
                break
            if time.monotonic() - watched > WATCH_SECONDS:
                watch(progress)
                watched = time.monotonic()
    status = exit_status(process, deadline)
    return Ended(
        KILLED if status is None else status,
        log.decode(errors="replace"),
        progress,
        is_late or status is None,
    )


def exit_status(process: subprocess.Popen[bytes], deadline: float) -> int | None:
    """Return the exit status of *process*, which has closed its output; None when it does not end in time."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(max(0.0, min(deadline - time.monotonic(), 30.0)))
    return None


def progress_in(lines: Sequence[bytes]) -> Progress:
    """Return the keys and values in *lines*."""
    pairs = (line.decode(errors="replace").split("=", 1) for line in lines)
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill *process*, unless it has ended, and everything that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
