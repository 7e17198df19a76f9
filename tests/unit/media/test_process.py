"""Running programs with limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from callboard_server.media.process import Ended, Limits, Progress, run

MIB = 1 << 20
PYTHON = [sys.executable, "-I", "-S", "-c"]


def ran(folder: Path, code: str, **limits: float) -> Ended:
    """Run Python *code* within *limits*, as ffmpeg is run."""
    chosen = {"seconds": 20.0, "memory_bytes": 1024 * MIB, "file_bytes": MIB, **limits}
    return run([*PYTHON, code], folder=folder, limits=Limits(**chosen), watch=lambda _: None)  # type: ignore[arg-type]  # all values are numbers


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_log_progress_and_status_are_returned(tmp_path: Path) -> None:
    ended = ran(
        tmp_path,
        "import sys; print('frame=1'); print('frame = 2'); print('x'); sys.stderr.write('loud'); sys.exit(3)",
    )
    assert (ended.status, ended.log, ended.progress, ended.is_late) == (3, "loud", {"frame": "2"}, False)
    assert not ended.is_success
    assert ran(tmp_path, "pass").is_success


def test_it_runs_in_the_folder_with_a_minimal_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_SECRET", "secret")
    ended = ran(
        tmp_path,
        "import os, sys; sys.stderr.write(os.getcwd() + repr(sorted(os.environ)) + sys.stdin.read())",
    )
    assert ended.log == f"{tmp_path.resolve()}['HOME', 'LC_ALL', 'PATH', 'TMPDIR']"


def test_memory_is_limited(tmp_path: Path) -> None:
    ended = ran(tmp_path, f"x = bytearray({2048 * MIB})")
    assert "MemoryError" in ended.log
    assert ended.status == 1


def test_the_size_of_files_is_limited(tmp_path: Path) -> None:
    ended = ran(tmp_path, f"open('big', 'wb').write(bytes({8 * MIB}))")
    assert not ended.is_success
    assert (tmp_path / "big").stat().st_size <= MIB


def test_limits_cannot_be_raised(tmp_path: Path) -> None:
    ended = ran(tmp_path, "import resource; print(f'hard={resource.getrlimit(resource.RLIMIT_FSIZE)[1]}')")
    assert ended.progress == {"hard": str(MIB)}


def test_a_hanging_program_is_stopped_at_its_time_limit(tmp_path: Path) -> None:
    begun = time.monotonic()
    ended = ran(tmp_path, "import time; time.sleep(60)", seconds=0.5)
    assert ended.is_late
    assert time.monotonic() - begun < 5


def test_computing_time_is_limited(tmp_path: Path) -> None:
    ended = run(
        [*PYTHON, "while True: pass"],
        folder=tmp_path,
        limits=Limits(seconds=30, threads=0),
        watch=lambda _: None,
    )
    assert not ended.is_late
    assert ended.status in (-signal.SIGKILL, -signal.SIGXCPU)


def test_only_the_end_of_a_long_log_is_kept(tmp_path: Path) -> None:
    ended = ran(
        tmp_path,
        "import sys\n"
        "for _ in range(3000): sys.stderr.write('x' * 1000); sys.stdout.write('y' * 1000)\n"
        "sys.stderr.write('end')",
    )
    assert ended.log.endswith("xend")
    assert len(ended.log) < 20_000


def test_a_watch_that_raises_kills_the_program_and_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(f'child={child.pid}', flush=True)\ntime.sleep(60)"
    )
    seen: list[int] = []

    def watch(progress: Progress) -> None:
        if "child" in progress:
            seen.append(int(progress["child"]))
            raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        run([*PYTHON, code], folder=tmp_path, limits=Limits(seconds=20), watch=watch)
    assert_ends(seen[0])


STARTER = """
import sys
from pathlib import Path
from callboard_server.media.process import Limits, run

code = "import os, time; print(f'pid={os.getpid()}', flush=True); time.sleep(60)"
command = [sys.executable, "-I", "-S", "-c", code]
report = lambda progress: "pid" in progress and print(progress["pid"], flush=True)
run(command, folder=Path(sys.argv[1]), limits=Limits(seconds=60), watch=report)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a signal for the death of a parent")
def test_the_program_ends_with_its_parent(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        assert is_running(pid)
        starter.kill()
    assert_ends(pid)


def assert_ends(pid: int) -> None:
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)
