"""Encode a component: a movie for web browsers, and a picture as its thumbnail."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import FileIO
from pathlib import Path
from typing import Any

from attrs import field, frozen

from callboard_server.actions.encode_media import MOVIE, PICTURE
from callboard_server.files.store import BLOCK_BYTES, Key
from callboard_server.media import colours, ffmpeg_commands
from callboard_server.media.failures import CannotEncode, failure
from callboard_server.media.inspection import inspect
from callboard_server.media.media_info import DEFAULT_RATE, MediaInfo
from callboard_server.media.pictures import STILL, convert, copy_part, draw, size_of
from callboard_server.media.process import Ended, Limits, Progress
from callboard_server.media.timing import choose_rate
from callboard_server.worker.damage import movie_notes, sequence_notes
from callboard_server.worker.services import WorkerServices
from callboard_server.worker.source import EncodeOrder, Source

SOURCE_FILE, MOVIE_FILE, PICTURE_FILE, FRAMES_FILE = "source", "movie.mp4", "picture.jpg", "frame-%06d"
SHARE_OF_MOVIE = 0.95
"""The progress when the movie is encoded. Its picture, and writing both to the store, are the rest."""

FRAMES_TRIED = 5
"""How many frames of a sequence may be damaged before the first one that describes it."""

Report = Callable[[float], None]
"""Called a few times a second with the progress, from 0 to 1. An error that it raises ends the encoding."""


@frozen
class Product:
    """An encoded file in the store. `about` is its metadata for web players."""

    format: str
    component_id: str
    key: Key
    size: int
    md5: str
    about: Mapping[str, Any]


@frozen
class Encoding:
    """The encoded files. `notes` are phrases about faults of the source, and `log` is what ffmpeg wrote.

    `about_original` is the metadata of a source that web players display itself.
    """

    products: Sequence[Product]
    notes: Sequence[str] = ()
    log: str = ""
    about_original: Mapping[str, Any] | None = None


@frozen
class Encoded:
    """The encoded files by format, each with its metadata; the rest is as in `Encoding`."""

    files: Mapping[str, tuple[Path, Mapping[str, Any]]]
    notes: Sequence[str] = field(factory=tuple)
    log: str = ""
    about_original: Mapping[str, Any] | None = None


def encode(services: WorkerServices, order: EncodeOrder, source: Source, report: Report) -> Encoding:
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
            for format_, (path, about) in encoded.files.items():
                if format_ in order.outputs:
                    products.append(store(services, path, format_, order.outputs[format_], about, report))
        except BaseException:
            services.free(product.key for product in products)
            raise
        return Encoding(products, encoded.notes, encoded.log, encoded.about_original)


def encode_file(services: WorkerServices, source: Source, folder: Path, report: Report) -> Encoded:
    """Encode the one file of *source*."""
    assert source.file is not None
    services.provide(Key(source.file.key), folder / SOURCE_FILE)
    # a buffer would read ahead of the programs that share the position
    with FileIO(folder / SOURCE_FILE) as file:
        media = inspect(file, source.name, folder, progress_watch(report), with_times=True)
        if media.is_document:
            return encode_document(media, file, folder, report)
        if media.is_still:
            return encode_picture(media, file, folder, report)
        return encode_movie(media, file, folder, report)


def encode_document(media: MediaInfo, file: FileIO, folder: Path, report: Report) -> Encoded:
    """Draw the first page of a document, which browsers display themselves."""
    about = {"format": media.format}
    try:
        drawn = encode_picture(media, file, folder, report)
    except CannotEncode as error:
        return Encoded({}, ("its first page cannot be drawn",), error.log, about)
    return Encoded(drawn.files, drawn.notes, drawn.log, about)


def encode_picture(media: MediaInfo, file: FileIO, folder: Path, report: Report) -> Encoded:
    """Make a JPEG of a picture."""
    ended = draw(ffmpeg_commands.ffmpeg(), media, file, folder, PICTURE_FILE, progress_watch(report))
    if not int(ended.progress.get("frame", "0")):
        raise failure(ended)
    notes = movie_notes(media, ended, set())
    return Encoded({PICTURE: (folder / PICTURE_FILE, about_picture(folder))}, notes, ended.log)


def encode_movie(media: MediaInfo, file: FileIO, folder: Path, report: Report) -> Encoded:
    """Encode a movie, as far as it can be decoded."""
    program, rate = ffmpeg_commands.ffmpeg(), choose_rate(media)
    ended = convert(
        ffmpeg_commands.movie(program, media, ffmpeg_commands.uploaded(media), rate, MOVIE_FILE),
        folder,
        Limits(seconds=ffmpeg_commands.seconds_for(media)),
        progress_watch(report, media.duration),
        file,
    )
    decoded = {number for _, number in decoded_pictures(folder)}
    notes = movie_notes(media, ended, decoded)
    return with_picture(program, folder, ended, rate, notes, report)


def encode_frames(services: WorkerServices, source: Source, folder: Path, report: Report) -> Encoded:
    """Encode the frames of *source*. ffmpeg gets them under generated names."""
    program, pattern = ffmpeg_commands.ffmpeg(), f"{FRAMES_FILE}{source.frame_type}"
    count = 0
    for count, frame in enumerate(source.held_frames(), 1):
        services.provide(Key(frame.key), folder / (pattern % count))
        report(0.0)
    media = inspect_frames(source, folder, pattern, report)
    if media.shown.names:
        pattern = named_frames(media, folder, pattern, count, report)
    rate = source.rate or DEFAULT_RATE
    frames = ffmpeg_commands.frames(pattern, rate, media)
    ended = convert(
        ffmpeg_commands.movie(program, media, frames, rate, MOVIE_FILE, frames=count),
        folder,
        Limits(seconds=ffmpeg_commands.seconds_for(media, count)),
        progress_watch(report, frames=count),
    )
    decoded = {place for place, _ in decoded_pictures(folder)}
    notes = sequence_notes(source, decoded, ended)
    return with_picture(program, folder, ended, rate, notes, report)


def inspect_frames(source: Source, folder: Path, pattern: str, report: Report) -> MediaInfo:
    """Return the properties of the first frame that is not damaged."""
    watch, most = progress_watch(report), min(FRAMES_TRIED, len(list(source.held_frames())))
    for number in range(1, most + 1):
        name = pattern % number
        with FileIO(folder / name) as frame:
            try:
                return inspect(frame, name, folder, watch, with_times=False)
            except CannotEncode:
                if number == most:
                    raise
    raise AssertionError("a sequence has frames")


def named_frames(media: MediaInfo, folder: Path, pattern: str, count: int, report: Report) -> str:
    """Copy the shown parts of OpenEXR frames; return the pattern of the names of the copies."""
    named = f"named-{pattern}"
    for number in range(1, count + 1):
        with FileIO(folder / (pattern % number)) as frame, contextlib.suppress(CannotEncode):  # it is damaged
            copy_part(media, frame, folder, named % number, progress_watch(report))
    return named


def with_picture(
    program: str, folder: Path, ended: Ended, rate: Fraction, notes: Sequence[str], report: Report
) -> Encoded:
    """Return the encoded movie, and a picture of the frame at a third of it."""
    frames = max(1, int(ended.progress.get("frame", "1")))
    movie = MediaInfo(format="mp4", codec="h264", matrix=colours.BT709, primaries=colours.BT709)
    command = ffmpeg_commands.picture(
        program,
        movie,
        ffmpeg_commands.own(MOVIE_FILE),
        PICTURE_FILE,
        lines=ffmpeg_commands.MOST_LINES,
        at=float((frames // 3) / rate),
    )
    convert(command, folder, STILL, progress_watch(report))
    picture = about_picture(folder)
    about = {
        "frameIn": 0,
        "frameOut": frames - 1,
        "frameRate": plain(rate),
        "height": picture["height"],
        "width": picture["width"],
    }
    files = {MOVIE: (folder / MOVIE_FILE, about), PICTURE: (folder / PICTURE_FILE, picture)}
    return Encoded(files, notes, ended.log)


def about_picture(folder: Path) -> dict[str, Any]:
    """Return the metadata of the picture in *folder* for web players."""
    width, height = size_of(folder / PICTURE_FILE)
    return {"format": "image", "height": height, "width": width}


def decoded_pictures(folder: Path) -> Iterator[tuple[int, int]]:
    """Return the time and the number of each picture that ffmpeg decoded; the time has its own unit."""
    with (folder / ffmpeg_commands.STATISTICS).open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            values = line.split()
            if len(values) == 2 and all(value.lstrip("-").isdigit() for value in values):
                yield int(values[0]), int(values[1])


def plain(rate: Fraction) -> int | float:
    """Return *rate* as a JSON number."""
    return rate.numerator if rate.denominator == 1 else round(float(rate), 3)


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
