"""The jobs of the demo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from callboard_server.demo.farm_work import Work
from callboard_server.demo.people import ARJUN, DELPHINE, JOHAN, MIRA, RIN
from callboard_server.demo.samples import TRACEBACK


@frozen
class DemoFile:
    """A file of a job: its name, and the sample that it contains."""

    name: str
    file_type: str
    sample: str


@frozen
class DemoJob:
    """A job that began *minutes_ago* and took *minutes*, 0 while it has not finished.

    A job without an `owner` belongs to the administrator.
    """

    owner: str | None
    status: str
    minutes_ago: float
    minutes: float
    data: Mapping[str, Any] | str
    files: tuple[DemoFile, ...] = ()

    @property
    def text(self) -> str:
        return self.data if isinstance(self.data, str) else json.dumps(self.data)


HOUR, DAY = 60, 24 * 60


def details(description: str, **more: Any) -> dict[str, Any]:
    """Return the data of a job with *description*."""
    return {"description": description, **more}


def active(text: str, total: int, seconds: float, done: float = 0, **more: Any) -> dict[str, Any]:
    """Return the data of a job that the simulated farm continues; see `farm_work.Work`."""
    return Work(text, total, seconds, done, **more).data()


REVIEW_FILES = (
    DemoFile("Lanternfish_dailies_contact_sheet", ".png", "contact sheet"),
    DemoFile("Lanternfish_dailies_shots", ".csv", "table"),
    DemoFile("Lanternfish_dailies_notes", ".md", "notes"),
)

JOBS = (
    # Running.
    DemoJob(None, "running", 3, 0, active("Transfer components ({done} of {total})", 200, 2.4, 74)),
    DemoJob(
        None, "running", 6, 0, active("Publish SQ20_0040 comp v015: {done} of {total} frames", 96, 9, 31)
    ),
    DemoJob(None, "running", 9, 0, active("Encode review media for SQ30, {percent} %", 100, 8, 62)),
    DemoJob(
        MIRA,
        "running",
        8,
        0,
        active("Bake camera tracks SQ10 to USD", 100, 11, 35, reports_number=True),
    ),
    DemoJob(
        JOHAN,
        "running",
        52,
        0,
        active("Simulate water FX_harbour_wave_v023 (frame {done}/{total})", 240, 20, 118),
    ),
    DemoJob(
        RIN,
        "running",
        44,
        0,
        active("Render lighting SQ20_0070 ({done} of {total} frames)", 1096, 2.6, 1002, reports_number=True),
    ),
    DemoJob(DELPHINE, "running", 2, 0, active("Collect plates for the client drive", 60, 6)),
    # Waiting.
    DemoJob(None, "queued", 1, 0, active("Sync delivery folder with the client, {percent} %", 100, 2)),
    DemoJob(RIN, "queued", 4, 0, active("Render lighting SQ20_0080 v009 ({done} of {total} frames)", 96, 3)),
    DemoJob(ARJUN, "queued", 6, 0, active("Retime plates SQ30_0050 to 48 fps: {done} of {total}", 84, 2.2)),
    # Today.
    DemoJob(
        None,
        "done",
        45,
        6.5,
        details("Export dailies for the client review (click to download)"),
        REVIEW_FILES,
    ),
    DemoJob(
        None,
        "done",
        1.5 * HOUR,
        2.2,
        details("Shot list of Lanternfish, as of this morning"),
        (DemoFile("Lanternfish_shots", ".csv", "table"),),
    ),
    DemoJob(
        None,
        "failed",
        2 * HOUR,
        1.4,
        details("Publish SQ20_0040 comp v014: 3 of 96 frames are missing", traceback=TRACEBACK),
        (DemoFile("SQ20_0040_comp_v014_publish", ".log", "failed log"),),
    ),
    DemoJob(
        MIRA,
        "done",
        2.5 * HOUR,
        14,
        details("Playblast SQ10_0030 animation v021"),
        (DemoFile("SQ10_0030_anim_v021_1001", ".png", "picture"),),
    ),
    DemoJob(
        JOHAN,
        "done",
        3 * HOUR,
        41,
        details("Cache smoke FX_chimney_v011: 180 of 180 frames"),
        (
            DemoFile("FX_chimney_v011_cache", ".json", "manifest"),
            DemoFile("FX_chimney_v011", ".log", "render log"),
        ),
    ),
    DemoJob(
        RIN,
        "done",
        4 * HOUR,
        96,
        details("Render lighting SQ20_0060 v012"),
        (
            DemoFile("SQ20_0060_light_v012_1001", ".png", "picture"),
            DemoFile("SQ20_0060_light_v012_1048", ".png", "picture"),
            DemoFile("SQ20_0060_light_v012", ".log", "render log"),
        ),
    ),
    DemoJob(
        DELPHINE,
        "done",
        5 * HOUR,
        3,
        details("Client report, week 47"),
        (DemoFile("Client report week 47", ".pdf", "page"),),
    ),
    DemoJob(
        ARJUN, "failed", 5.5 * HOUR, 0.3, details("Ingest plates from drive LF_07: the drive was unplugged")
    ),
    DemoJob(
        None,
        "done",
        6 * HOUR,
        12,
        details("Checksums for delivery LF_2026_11_A"),
        (DemoFile("LF_2026_11_A_md5", ".txt", "checksums"),),
    ),
    DemoJob(
        ARJUN,
        "done",
        7 * HOUR,
        18,
        details("Ingest plates SQ30_0010 to SQ30_0060"),
        (DemoFile("Ingest SQ30", ".json", "manifest"), DemoFile("Plates SQ30", ".csv", "table")),
    ),
    # Yesterday.
    DemoJob(
        None, "done", DAY + 2 * HOUR, 28, details("Nightly synchronisation with editorial: 24 of 24 shots")
    ),
    DemoJob(
        None,
        "failed",
        DAY + 3 * HOUR,
        0.1,
        "Farm 'north' did not answer within 60 s. Nothing was submitted.",
    ),
    DemoJob(
        MIRA,
        "done",
        DAY + 4 * HOUR,
        9,
        details("Publish rig CHR_ferryman v034"),
        (
            DemoFile("CHR_ferryman_turntable", ".png", "picture"),
            DemoFile("CHR_ferryman_v034", ".json", "manifest"),
        ),
    ),
    DemoJob(
        JOHAN,
        "failed",
        DAY + 5 * HOUR,
        33,
        details("Simulate water FX_harbour_wave_v022\nOut of memory at frame 131 (peak 251 GB)"),
    ),
    DemoJob(RIN, "done", DAY + 6 * HOUR, 120, details("Render lighting SQ20_0050 v011")),
    DemoJob(
        DELPHINE,
        "done",
        DAY + 7 * HOUR,
        5,
        details("Export dailies for the internal review"),
        REVIEW_FILES,
    ),
    DemoJob(
        DELPHINE,
        "done",
        DAY + 8 * HOUR,
        1,
        details("Import bids from the spreadsheet: 36 shots, 2 of 36 changed"),
        (DemoFile("Bids Lanternfish", ".csv", "table"),),
    ),
    DemoJob(ARJUN, "done", DAY + 9 * HOUR, 44, details("Transcode plates SQ10 to EXR (ACEScg)")),
    # Earlier this week.
    DemoJob(
        None,
        "done",
        2 * DAY + HOUR,
        7,
        details("Export storyboard panels"),
        (
            DemoFile("Storyboard SQ10", ".pdf", "page"),
            DemoFile("Storyboard SQ10 sheet", ".png", "contact sheet"),
        ),
    ),
    DemoJob(
        None,
        "done",
        2 * DAY + 5 * HOUR,
        31,
        details("Nightly synchronisation with editorial: 24 of 24 shots"),
    ),
    DemoJob(
        MIRA,
        "failed",
        2 * DAY + 6 * HOUR,
        2,
        details("Playblast SQ10_0020 animation v018", error="The camera shotCam1 has no keyframes."),
    ),
    DemoJob(JOHAN, "done", 2 * DAY + 7 * HOUR, 210, details("Simulate cloth CHR_ferryman coat, SQ10_0040")),
    DemoJob(
        RIN,
        "done",
        2 * DAY + 9 * HOUR,
        15,
        details("Convert textures to tiled mip-maps: 412 files"),
        (DemoFile("Texture conversion", ".log", "render log"),),
    ),
    DemoJob(
        ARJUN,
        "done",
        3 * DAY + 2 * HOUR,
        22,
        details("Undistort plates SQ20_0040 to SQ20_0090"),
        (DemoFile("Undistort SQ20", ".json", "manifest"),),
    ),
    DemoJob(
        None,
        "done",
        3 * DAY + 5 * HOUR,
        29,
        details("Nightly synchronisation with editorial: 23 of 23 shots"),
    ),
    DemoJob(
        DELPHINE,
        "done",
        3 * DAY + 7 * HOUR,
        4,
        details("Client report, week 46"),
        (DemoFile("Client report week 46", ".pdf", "page"), DemoFile("Review notes week 46", ".md", "notes")),
    ),
    DemoJob(
        JOHAN,
        "done",
        4 * DAY + 3 * HOUR,
        64,
        details("Cache rain FX_rain_heavy_v004"),
        (
            DemoFile("FX_rain_heavy_v004", ".log", "render log"),
            DemoFile("FX_rain_heavy_v004_still", ".png", "picture"),
        ),
    ),
    DemoJob(
        RIN, "failed", 4 * DAY + 6 * HOUR, 11, details("Render lighting SQ10_0090 v003", traceback=TRACEBACK)
    ),
    DemoJob(
        MIRA,
        "done",
        5 * DAY + 4 * HOUR,
        3,
        details("Export skeleton CHR_ferryman for the games team"),
        (DemoFile("CHR_ferryman_skeleton", ".json", "manifest"),),
    ),
    DemoJob(
        None,
        "done",
        6 * DAY + HOUR,
        55,
        details("Archive SQ05 to tape LTO-0117"),
        (DemoFile("LTO-0117_md5", ".txt", "checksums"),),
    ),
)
