"""The work of the demo's simulated farm: names and lengths of its jobs, and what they leave behind."""

from __future__ import annotations

import json
import random
from typing import Any

from attrs import evolve, frozen

from callboard_server.demo.people import ARJUN, DELPHINE, JOHAN, MIRA, RIN

MARK = "simulated"
"""The key in the data of a job that belongs to the farm. While the job is active, it holds its `Work`."""


@frozen
class Work:
    """A simulated job: its description, and how far it is.

    `text` may contain {done}, {total} and {percent}; `seconds` is the time of one step. With
    `reports_number`, the job reports the number `progress` besides its description.
    """

    text: str
    total: int
    seconds: float
    done: float = 0.0
    reports_number: bool = False

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total

    @property
    def description(self) -> str:
        done = min(self.total, int(self.done))
        return self.text.format(done=done, total=self.total, percent=100 * done // self.total)

    def advanced(self, seconds: float) -> Work:
        """Return the work after *seconds* more."""
        return evolve(self, done=min(float(self.total), self.done + seconds / self.seconds))

    def data(self) -> dict[str, Any]:
        """Return the data of the job."""
        progress = {"progress": round(self.done / self.total, 4)} if self.reports_number else {}
        state = [self.text, self.total, self.seconds, round(self.done, 2), self.reports_number]
        return {"description": self.description, **progress, MARK: state}


def read_work(data: str | None) -> Work | None:
    """Return the work in the data of a job; None when it is not a job of the farm."""
    try:
        text, total, seconds, done, reports_number = json.loads(data or "null")[MARK]
        return Work(
            str(text), max(1, int(total)), max(0.01, float(seconds)), float(done), bool(reports_number)
        )
    except (ValueError, TypeError, KeyError):
        return None


@frozen
class Template:
    """A kind of work. A job without an `owner` belongs to the administrator.

    {shot} and {version} in its text become a random shot and version. `files` are names, extensions and
    samples of the files that the job attaches when it is done.
    """

    owner: str | None
    text: str
    totals: tuple[int, int]
    seconds: float
    files: tuple[tuple[str, str, str], ...] = ()
    reports_number: bool = False

    def work(self, chance: random.Random) -> Work:
        """Return new work of this kind."""
        shot = f"SQ{chance.randrange(1, 25)}0_{chance.randrange(1, 20):03}0"
        text = self.text.replace("{shot}", shot).replace("{version}", f"v{chance.randrange(2, 40):03}")
        pace = self.seconds * chance.uniform(0.8, 1.3)
        return Work(text, chance.randint(*self.totals), round(pace, 2), reports_number=self.reports_number)


STILL = ("{name}_still", ".png", "picture")
LOG = ("{name}", ".log", "render log")
TEMPLATES = (
    Template(None, "Transfer components ({done} of {total})", (120, 240), 1.4),
    Template(None, "Publish {shot} comp {version}: {done} of {total} frames", (72, 140), 2.2, (LOG,)),
    Template(None, "Encode review media for {shot}, {percent} %", (100, 100), 1.6),
    Template(
        RIN, "Render lighting {shot} {version} ({done} of {total} frames)", (48, 120), 3.1, (STILL, LOG)
    ),
    Template(RIN, "Convert textures to tiled mip-maps: {done}/{total} files", (150, 400), 0.9, (LOG,)),
    Template(MIRA, "Playblast {shot} animation {version}", (80, 160), 1.3, (STILL,), reports_number=True),
    Template(MIRA, "Bake camera tracks {shot} to USD", (40, 90), 2.5, (), reports_number=True),
    Template(JOHAN, "Simulate water {shot} {version} (frame {done}/{total})", (96, 240), 1.9, (LOG,)),
    Template(JOHAN, "Cache smoke {shot} {version}: {done} of {total} frames", (60, 180), 2.0),
    Template(DELPHINE, "Collect plates for the client drive: {done} of {total}", (24, 60), 4.5, (LOG,)),
    Template(ARJUN, "Ingest plates {shot}, {percent} %", (100, 100), 1.8),
    Template(ARJUN, "Undistort plates {shot} ({done} of {total})", (48, 96), 2.4),
)

FAILURES = (
    (
        "RuntimeError",
        "the renderer ran out of memory at frame {done} (peak 251 GB)",
        '  File "/studio/farm/render.py", line 212, in render\n    frame = renderer.run(scene, number)\n',
    ),
    (
        "farm.MissingTexture",
        "plate_clean_v004.1041.exr does not exist",
        '  File "/studio/farm/scene.py", line 88, in load\n    raise MissingTexture(path)\n',
    ),
    (
        "TimeoutError",
        "the licence server did not answer within 60 s",
        '  File "/studio/farm/licence.py", line 31, in acquire\n    reply = connection.recv(timeout=60)\n',
    ),
)


def failed_data(work: Work, chance: random.Random) -> dict[str, Any]:
    """Return the data of a job that fails, with a traceback."""
    kind, message, place = chance.choice(FAILURES)
    text = message.format(done=int(work.done))
    traceback = f"Traceback (most recent call last):\n{place}{kind}: {text}\n"
    return {"description": work.description, "traceback": traceback, MARK: True}
