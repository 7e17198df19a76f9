"""Encode a component: a movie for web browsers, and a picture as its thumbnail."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen

from callboard_server.actions.encode_media import MOVIE, PICTURE
from callboard_server.files.store import BLOCK_BYTES, Key
from callboard_server.records import components, stored_files
from callboard_server.records.components import ComponentName
from callboard_server.records.stored_files import StoredFile
from callboard_server.storage.transaction import Transaction
from callboard_server.worker import ffmpeg_commands
from callboard_server.worker.failures import INCOMPLETE, INCOMPLETE_MESSAGE, TOO_LARGE, CannotEncode, failure
from callboard_server.worker.ffmpeg_commands import FRAME_TYPES, MOST_PIXELS
from callboard_server.worker.media_info import DEFAULT_RATE, MediaInfo, exact_rate, read_media
from callboard_server.worker.process import Ended, Limits, Progress, run
from callboard_server.worker.services import WorkerServices

PROBE = Limits(seconds=60, file_bytes=1 << 20)
STILL = Limits(seconds=180, file_bytes=256 << 20)
MOST_FRAMES = 50_000
SOURCE_FILE, MOVIE_FILE, PICTURE_FILE, FRAMES_FILE = "source", "movie.mp4", "picture.jpg", "frame-%06d"
SHARE_OF_MOVIE = 0.95
"""The progress when the movie is encoded. Its picture, and writing both to the store, are the rest."""

Report = Callable[[float], None]
"""Called a few times a second with the progress, from 0 to 1. An error that it raises ends the encoding."""


@frozen
class EncodeOrder:
    """What to encode, from the payload of the task. `outputs` maps formats to reserved components."""

    source_id: str
    outputs: Mapping[str, str]
    keep_original: bool
    version_id: str | None
    user_id: str
    description: str


@frozen
class Source:
    """The component to encode, with its file, or its frames in order. `rate` is from its metadata."""

    component: ComponentName
    file: StoredFile | None
    frames: tuple[StoredFile, ...] = ()
    frame_type: str = ""
    rate: Fraction | None = None


@frozen
class Product:
    """An encoded file in the store. `about` is its metadata for web players."""

    format: str
    component_id: str
    key: Key
    size: int
    md5: str
    about: Mapping[str, Any]


def read_order(payload: Mapping[str, Any]) -> EncodeOrder:
    """Return the order in the *payload* of a task."""
    return EncodeOrder(
        source_id=payload["source_component_id"],
        outputs={output["format"]: output["component_id"] for output in payload["output"]},
        keep_original=payload["keep_original"],
        version_id=payload.get("version_id"),
        user_id=payload["user_id"],
        description=payload["description"],
    )


def find_source(tx: Transaction, order: EncodeOrder) -> Source:
    """Return the source of *order*. Raises: CannotEncode, when it no longer exists."""
    component = components.component_name(tx, order.source_id)
    if component is None:
        raise CannotEncode("the component was deleted")
    if component.system_type == "sequence":
        return find_frames(tx, component)
    file = stored_files.stored_file(tx, component.id)
    if file is None:
        raise CannotEncode("the file of the component is no longer on the server")
    return Source(component, file)


def find_frames(tx: Transaction, component: ComponentName) -> Source:
    """Return the frames of a sequence in order. Their names are numbers."""
    found = stored_files.members(tx, component.id)
    missing = [member.name for member, file in found if file is None]
    if missing:
        raise CannotEncode(
            f"{len(missing)} of {len(found)} frames are not on the server, such as {missing[0][:40]}"
        )
    types = {(member.file_type or component.file_type or "").lower() for member, _ in found}
    if not 0 < len(found) <= MOST_FRAMES or len(types) != 1 or not types <= FRAME_TYPES:
        raise CannotEncode(
            f"a sequence must have 1 to {MOST_FRAMES} frames of one type, such as .exr or .png"
        )
    if not all(member.name.isascii() and member.name.isdigit() for member, _ in found):
        raise CannotEncode("the names of the frames must be numbers")
    ordered = sorted(found, key=lambda pair: int(pair[0].name))
    return Source(
        component,
        None,
        tuple(file for _, file in ordered if file),
        types.pop(),
        metadata_rate(tx, component.id),
    )


def metadata_rate(tx: Transaction, component_id: str) -> Fraction | None:
    """Return the frame rate in the metadata `ftr_meta` of a component, if it is a number or text."""
    text = components.metadata_value(tx, component_id, "ftr_meta")
    try:
        rate = float(json.loads(text or "{}")["frameRate"])
    except (ValueError, TypeError, KeyError):
        return None
    return exact_rate(rate) if math.isfinite(rate) and 1 <= rate <= 240 else None


def encode(services: WorkerServices, order: EncodeOrder, source: Source, report: Report) -> list[Product]:
    """Encode the outputs of *order* and write them to the store.

    Raises: CannotEncode; what *report* raises. Then nothing remains in the store.
    """
    with services.working_folder() as folder:
        encoded = (
            encode_frames(services, source, folder, report)
            if source.frames
            else encode_file(services, source, folder, report)
        )
        products: list[Product] = []
        try:
            for format_, (path, about) in encoded.items():
                if format_ in order.outputs:
                    products.append(store(services, path, format_, order.outputs[format_], about, report))
        except BaseException:
            services.free(product.key for product in products)
            raise
        return products


Encoded = dict[str, tuple[Path, dict[str, Any]]]
"""The encoded files by format, each with its metadata for web players."""


def encode_file(services: WorkerServices, source: Source, folder: Path, report: Report) -> Encoded:
    """Encode the one file of *source*."""
    assert source.file is not None
    program = ffmpeg_commands.ffmpeg()
    services.provide(Key(source.file.key), folder / SOURCE_FILE)
    with (folder / SOURCE_FILE).open(
        "rb", buffering=0
    ) as bytes_:  # a buffer would read ahead of the program that shares the position
        if bytes_.read(5) == b"%PDF-":
            raise CannotEncode("PDF documents are not encoded, because browsers display them")
        media = probe(ffmpeg_commands.probing(program), folder, report, bytes_)
        if media.is_still:
            check_complete(
                run_successfully(
                    ffmpeg_commands.picture(program, media, PICTURE_FILE),
                    folder,
                    STILL,
                    progress_watch(report),
                    bytes_,
                ),
                media,
            )
            return {PICTURE: (folder / PICTURE_FILE, about_picture(program, folder, report))}
        limits = Limits(seconds=ffmpeg_commands.seconds_for(media))
        watch = progress_watch(report, media.duration)
        ended = run_successfully(
            ffmpeg_commands.movie(program, media, MOVIE_FILE), folder, limits, watch, bytes_
        )
    check_complete(ended, media)
    return with_picture(program, folder, ended, report)


def encode_frames(services: WorkerServices, source: Source, folder: Path, report: Report) -> Encoded:
    """Encode the frames of *source*. ffmpeg gets them under generated names."""
    program = ffmpeg_commands.ffmpeg()
    pattern = f"{FRAMES_FILE}{source.frame_type}"
    for number, file in enumerate(source.frames, 1):
        services.provide(Key(file.key), folder / (pattern % number))
        report(0.0)
    media = probe(ffmpeg_commands.probing_frame(program, pattern), folder, report)
    count = len(source.frames)
    command = ffmpeg_commands.movie(
        program, media, MOVIE_FILE, sequence=pattern, rate=source.rate or DEFAULT_RATE
    )
    ended = run_successfully(
        command,
        folder,
        Limits(seconds=ffmpeg_commands.seconds_for(media, count)),
        progress_watch(report, frames=count),
    )
    if int(ended.progress.get("frame", "0")) < count:
        raise CannotEncode("some of its frames are damaged", ended.log)
    return with_picture(program, folder, ended, report)


def with_picture(program: str, folder: Path, ended: Ended, report: Report) -> Encoded:
    """Return the encoded movie, and a picture of the frame at a third of it."""
    media = probe(ffmpeg_commands.probing_own(program, MOVIE_FILE), folder, report)
    frames = max(1, int(ended.progress.get("frame", "1")))
    rate = media.rate or DEFAULT_RATE
    second = float((frames // 3) / rate)
    run_successfully(
        ffmpeg_commands.still(program, MOVIE_FILE, second, PICTURE_FILE),
        folder,
        STILL,
        progress_watch(report),
    )
    about = {
        "frameIn": 0,
        "frameOut": frames - 1,
        "frameRate": plain(rate),
        "height": media.height,
        "width": media.width,
    }
    return {
        MOVIE: (folder / MOVIE_FILE, about),
        PICTURE: (folder / PICTURE_FILE, about_picture(program, folder, report)),
    }


def about_picture(program: str, folder: Path, report: Report) -> dict[str, Any]:
    """Return the metadata of the picture in *folder* for web players."""
    media = probe(ffmpeg_commands.probing_own(program, PICTURE_FILE), folder, report)
    return {"format": "image", "height": media.height, "width": media.width}


def plain(rate: Fraction) -> int | float:
    """Return *rate* as a JSON number."""
    return rate.numerator if rate.denominator == 1 else round(float(rate), 3)


def probe(command: list[str], folder: Path, report: Report, source: FileIO | None = None) -> MediaInfo:
    """Return the properties of the input of *command*. Raises: CannotEncode, when it has no pictures."""
    if source:
        source.seek(0)
    ended = run(command, folder=folder, limits=PROBE, watch=lambda _: report(0.0), source=source)
    media = read_media(ended.log)
    if media is None and not ended.is_late and "Audio:" in ended.log:
        raise CannotEncode("it contains sound but no pictures", ended.log)
    if media is None or ended.is_late or ended.status < 0:
        raise failure(ended)
    if media.width * media.height > MOST_PIXELS:
        raise CannotEncode(TOO_LARGE, ended.log)
    return media


def run_successfully(
    command: list[str],
    folder: Path,
    limits: Limits,
    watch: Callable[[Progress], None],
    source: FileIO | None = None,
) -> Ended:
    """Run *command*. Raises: CannotEncode, when it fails; what *watch* raises."""
    if source:
        source.seek(0)
    ended = run(command, folder=folder, limits=limits, watch=watch, source=source)
    target = folder / command[-1]
    if not ended.is_success or not target.is_file() or target.stat().st_size == 0:
        raise failure(ended)
    return ended


def progress_watch(
    report: Report, duration: float | None = None, frames: int = 0
) -> Callable[[Progress], None]:
    """Return a function that passes the progress of a movie with the given seconds or frames to *report*."""
    return lambda progress: report(SHARE_OF_MOVIE * fraction(progress, duration, frames))


def fraction(progress: Progress, duration: float | None, frames: int) -> float:
    """Return the progress of ffmpeg, from 0 to 1: by frames if their number is known, else by time."""
    done, whole = (
        (progress.get("frame"), float(frames))
        if frames
        else (progress.get("out_time_us"), (duration or 0.0) * 1e6)
    )
    if done is None or not done.lstrip("-").isdigit() or whole <= 0:
        return 0.0
    return min(1.0, max(0.0, int(done) / whole))


def check_complete(ended: Ended, media: MediaInfo) -> None:
    """Raise CannotEncode when the encoded movie is shorter than its source."""
    if not int(ended.progress.get("frame", "0")):
        raise failure(ended)
    encoded = fraction(dict(ended.progress), media.duration, 0)
    missing = (1.0 - encoded) * (media.duration or 0.0)
    if INCOMPLETE_MESSAGE.search(ended.log) or (media.duration and encoded < 0.8 and missing > 1.0):
        raise CannotEncode(INCOMPLETE, ended.log)


def store(
    services: WorkerServices,
    path: Path,
    format_: str,
    component_id: str,
    about: Mapping[str, Any],
    report: Report,
) -> Product:
    """Write the file at *path* to the store."""
    digest, size = hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as source, services.store.put() as incoming:
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            incoming.write(block)
            size += len(block)
            report(SHARE_OF_MOVIE)
        key = incoming.keep()
    return Product(format_, component_id, key, size, digest.hexdigest(), about)


def file_type(format_: str) -> str:
    """Return the extension of files of *format_*."""
    return {MOVIE: ".mp4", PICTURE: ".jpg"}[format_]


def base_name(component: ComponentName) -> str:
    """Return the name of *component*, without its file type if it ends with that."""
    path = PurePosixPath(component.name)
    return (
        path.stem
        if component.file_type and path.suffix.lower() == component.file_type.lower()
        else component.name
    )
