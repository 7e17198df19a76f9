"""Small movies and pictures for tests, made by ffmpeg from nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

from callboard_server.worker.ffmpeg_commands import ffmpeg


def film(
    path: Path,
    *,
    seconds: float = 1.0,
    size: str = "64x48",
    rate: str = "24",
    has_sound: bool = False,
    codec: tuple[str, ...] = (),
) -> Path:
    """Make a movie at *path*, in the format of its extension."""
    picture = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")
    sound = ("-f", "lavfi", "-i", f"sine=duration={seconds}", "-shortest") if has_sound else ()
    return _made(path, *picture, *sound, *codec)


def picture(path: Path, *, size: str = "64x48") -> Path:
    """Make a picture at *path*, in the format of its extension."""
    return _made(path, "-f", "lavfi", "-i", f"testsrc2=size={size}", "-frames:v", "1", "-update", "1")


def sound(path: Path) -> Path:
    """Make a file with sound and nothing to look at."""
    return _made(path, "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac")


def _made(path: Path, *arguments: str) -> Path:
    subprocess.run([ffmpeg(), "-v", "error", "-nostdin", *arguments, "-y", str(path)], check=True, timeout=60)
    return path


def what_ffmpeg_says(path: Path) -> str:
    """Return what ffmpeg says of the file at *path*."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-i", str(path)]
    return subprocess.run(command, check=False, timeout=60, capture_output=True, text=True).stderr
