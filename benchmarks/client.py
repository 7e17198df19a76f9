"""The Python client: the size of its wheel, and the time that an application spends on importing it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

DISTRIBUTION = Path(__file__).parent.parent / "packages" / "callboard"
ROUNDS = 21

STATEMENTS = {
    "import_ms": "import callboard",
    "import_session_ms": "import callboard; callboard.Session",
    "import_ftrack_api_ms": "import ftrack_api",
}


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Return the size of the wheel in kB, and the time of each import in milliseconds.

    The import of the ftrack client is measured for comparison. The fastest of *rounds* counts, because other
    load on the machine only adds to the time.
    """
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            times[name].append(import_milliseconds(statement))
    best = {name: min(each) for name, each in times.items()}
    share = best["import_session_ms"] / best["import_ftrack_api_ms"]
    return {"wheel_kb": wheel_kb(), **best, "share_of_ftrack_api": share}


def import_milliseconds(statement: str) -> float:
    """Return the time that *statement* takes in a new interpreter."""
    code = (
        "import time, warnings; warnings.simplefilter('ignore'); start = time.perf_counter()\n"
        f"{statement}\n"
        "print(1000 * (time.perf_counter() - start))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def wheel_kb() -> float:
    """Build the wheel, and return its size in kB."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        subprocess.run(build, cwd=DISTRIBUTION, capture_output=True, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size / 1000
