"""Resident memory of a process, as Linux counts it."""

from __future__ import annotations

from pathlib import Path


def memory_mb(pid: int, field: str = "VmRSS") -> float:
    """Return the resident memory of *pid* now (VmRSS), or at its highest (VmHWM), in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise ValueError(field)


def forget_peak(pid: int) -> None:
    """Reset the highest memory of *pid*."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
