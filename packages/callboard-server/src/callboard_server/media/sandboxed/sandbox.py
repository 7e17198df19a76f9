"""A program that sets limits on itself and then executes another one.

It is run by its path, with a bare interpreter::

    python -I -S sandbox.py '{"memory_bytes": ..., ...}' ffmpeg -i ...

Setting limits between fork and exec would be unsafe in a process with threads.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
NICENESS = 10


def main(limits: dict[str, int], command: list[str]) -> None:
    """Replace this process by *command*, within *limits*."""
    if sys.platform != "win32":
        limit(limits)
        os.nice(NICENESS)
    if sys.platform == "linux":
        isolate(limits["parent"])
    os.execv(command[0], command)


def limit(limits: dict[str, int]) -> None:
    """Set hard limits on memory, CPU time and the size of files. They cannot be raised again."""
    import resource  # noqa: PLC0415  # not available on Windows

    limits_ = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: 256,
    }
    if sys.platform == "linux":  # other systems count address space in a way that makes the limit useless
        limits_[resource.RLIMIT_AS] = limits["memory_bytes"]
    for name, value in limits_.items():
        _, hard = resource.getrlimit(name)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (most, most))


def isolate(parent: int) -> None:
    """End with the process *parent*, gain no privileges, and drop the network where possible."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.unshare(CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
