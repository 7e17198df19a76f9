"""Programs with limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from callboard_server.worker.process import Ended, Limits, Progress, run

MIB = 1 << 20
PYTHON = [sys.executable, "-I", "-S", "-c"]


def ran(folder: Path, code: str, **limits: float) -> Ended:
    """Run Python *code* within *limits*, as ffmpeg is run."""
    chosen = {"seconds": 20.0, "memory_bytes": 1024 * MIB, "file_bytes": MIB, **limits}
    return run([*PYTHON, code], folder=folder, limits=Limits(**chosen), watch=lambda _: None)  # type: ignore[arg-type]  # numbers all


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_what_it_says_is_heard(tmp_path: Path) -> None:
    ended = ran(
        tmp_path,
        "import sys; print('frame=1'); print('frame = 2'); print('x'); sys.stderr.write('loud'); sys.exit(3)",
    )
    assert (ended.status, ended.log, ended.progress, ended.is_late) == (3, "loud", {"frame": "2"}, False)
    assert not ended.is_success
    assert ran(tmp_path, "pass").is_success


def test_it_has_a_folder_and_nothing_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_SECRET", "secret")
    ended = ran(
        tmp_path,
        "import os, sys; sys.stderr.write(os.getcwd() + repr(sorted(os.environ)) + sys.stdin.read())",
    )
    assert ended.log == f"{tmp_path.resolve()}['HOME', 'LC_ALL', 'PATH', 'TMPDIR']"


def test_it_cannot_have_more_memory(tmp_path: Path) -> None:
    ended = ran(tmp_path, f"x = bytearray({2048 * MIB})")
    assert "MemoryError" in ended.log
    assert ended.status == 1


def test_it_cannot_write_more(tmp_path: Path) -> None:
    ended = ran(tmp_path, f"open('big', 'wb').write(bytes({8 * MIB}))")
    assert not ended.is_success
    assert (tmp_path / "big").stat().st_size <= MIB


def test_it_cannot_raise_its_limits(tmp_path: Path) -> None:
    ended = ran(tmp_path, "import resource; print(f'hard={resource.getrlimit(resource.RLIMIT_FSIZE)[1]}')")
    assert ended.progress == {"hard": str(MIB)}


def test_its_time_is_up_even_when_it_hangs(tmp_path: Path) -> None:
    begun = time.monotonic()
    ended = ran(tmp_path, "import time; time.sleep(60)", seconds=0.5)
    assert ended.is_late
    assert time.monotonic() - begun < 5


def test_its_computing_time_is_up(tmp_path: Path) -> None:
    ended = run(
        [*PYTHON, "while True: pass"],
        folder=tmp_path,
        limits=Limits(seconds=30, threads=0),
        watch=lambda _: None,
    )
    assert not ended.is_late
    assert ended.status in (-signal.SIGKILL, -signal.SIGXCPU)


def test_a_flood_of_words_is_kept_short(tmp_path: Path) -> None:
    ended = ran(
        tmp_path,
        (
            "import sys\nfor _ in range(3000): sys.stderr.write('x' * 1000); sys.stdout.write('y' * "
            "1000)\nsys.stderr.write('end')"
        ),
    )
    assert ended.log.endswith("xend")
    assert len(ended.log) < 20_000


def test_it_is_killed_with_all_that_it_started_when_watching_raises(tmp_path: Path) -> None:
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
from callboard_server.worker.process import Limits, run

code = "import os, time; print(f'pid={os.getpid()}', flush=True); time.sleep(60)"
command = [sys.executable, "-I", "-S", "-c", code]
tell = lambda progress: "pid" in progress and print(progress["pid"], flush=True)
run(command, folder=Path(sys.argv[1]), limits=Limits(seconds=60), watch=tell)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a signal for the death of a parent")
def test_it_dies_with_whoever_started_it(tmp_path: Path) -> None:
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
