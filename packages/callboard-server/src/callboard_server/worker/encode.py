"""What becomes of a component: a movie that every browser plays, and a picture that stands for it."""

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
from callboard_server.worker.failures import BREAK_OFF, BREAKS_OFF, TOO_LARGE, CannotEncode, failure
from callboard_server.worker.ffmpeg_commands import FRAME_TYPES, MOST_PIXELS
from callboard_server.worker.media_info import DEFAULT_RATE, MediaInfo, exact_rate, read_media
from callboard_server.worker.process import Ended, Limits, Progress, run
from callboard_server.worker.services import WorkerServices

PROBE = Limits(seconds=60, file_bytes=1 << 20)
STILL = Limits(seconds=180, file_bytes=256 << 20)
MOST_FRAMES = 50_000
SOURCE_FILE, MOVIE_FILE, PICTURE_FILE, FRAMES_FILE = "source", "movie.mp4", "picture.jpg", "frame-%06d"
SHARE_OF_MOVIE = 0.95
"""How far an encode is when the movie is made; the rest is its picture, and bringing both to the store."""

Watch = Callable[[float], None]
"""Is told, a few times a second, how far the work is (0 to 1). What it raises ends the work."""


@frozen
class Order:
    """What was asked for, as the action wrote it down.

    `outputs` holds the reserved component of each format.
    """

    source_id: str
    outputs: Mapping[str, str]
    keep_original: bool
    version_id: str | None
    user_id: str
    description: str


@frozen
class Source:
    """What is encoded.

    A component with its bytes, or with those of its frames in order. `rate` is what its metadata says.
    """

    component: ComponentName
    file: StoredFile | None
    frames: tuple[StoredFile, ...] = ()
    frame_type: str = ""
    rate: Fraction | None = None


@frozen
class Product:
    """A file that was made, in the store. `about` is what web players want to know of it."""

    format: str
    component_id: str
    key: Key
    size: int
    md5: str
    about: Mapping[str, Any]


def read_order(payload: Mapping[str, Any]) -> Order:
    """Return the order in the *payload* of a task."""
    return Order(
        source_id=payload["source_component_id"],
        outputs={output["format"]: output["component_id"] for output in payload["output"]},
        keep_original=payload["keep_original"],
        version_id=payload.get("version_id"),
        user_id=payload["user_id"],
        description=payload["description"],
    )


def find_source(tx: Transaction, order: Order) -> Source:
    """Return what *order* is about. Raises: CannotEncode, when it is not here any more."""
    component = components.component_name(tx, order.source_id)
    if component is None:
        raise CannotEncode("the component was deleted")
    if component.system_type == "sequence":
        return find_frames(tx, component)
    file = stored_files.stored_file(tx, component.id)
    if file is None:
        raise CannotEncode("the component's bytes are not on the server any more")
    return Source(component, file)


def find_frames(tx: Transaction, component: ComponentName) -> Source:
    """Return the frames of a sequence by number, which is what they are called."""
    found = stored_files.members(tx, component.id)
    missing = [member.name for member, file in found if file is None]
    if missing:
        raise CannotEncode(
            f"{len(missing)} of its {len(found)} frames are not on the server (one is {missing[0][:40]})"
        )
    types = {(member.file_type or component.file_type or "").lower() for member, _ in found}
    if not 0 < len(found) <= MOST_FRAMES or len(types) != 1 or not types <= FRAME_TYPES:
        raise CannotEncode(f"a sequence needs 1 to {MOST_FRAMES} frames of one type, such as .exr or .png")
    if not all(member.name.isascii() and member.name.isdigit() for member, _ in found):
        raise CannotEncode("the frames of a sequence must be called by their numbers")
    ordered = sorted(found, key=lambda pair: int(pair[0].name))
    return Source(
        component,
        None,
        tuple(file for _, file in ordered if file),
        types.pop(),
        metadata_rate(tx, component.id),
    )


def metadata_rate(tx: Transaction, component_id: str) -> Fraction | None:
    """Return the frame rate in the metadata `ftr_meta` of a component, number or text."""
    text = components.metadata_value(tx, component_id, "ftr_meta")
    try:
        rate = float(json.loads(text or "{}")["frameRate"])
    except (ValueError, TypeError, KeyError):
        return None
    return exact_rate(rate) if math.isfinite(rate) and 1 <= rate <= 240 else None


def encode(services: WorkerServices, order: Order, source: Source, watch: Watch) -> list[Product]:
    """Make what *order* asks for, and put it into the store.

    Raises: CannotEncode, for what cannot be encoded; whatever *watch* raises. Nothing is left in the store
    then.
    """
    with services.bench() as folder:
        made = (
            encode_frames(services, source, folder, watch)
            if source.frames
            else encode_file(services, source, folder, watch)
        )
        products: list[Product] = []
        try:
            for format_, (path, about) in made.items():
                if format_ in order.outputs:
                    products.append(store(services, path, format_, order.outputs[format_], about, watch))
        except BaseException:
            services.free(product.key for product in products)
            raise
        return products


Made = dict[str, tuple[Path, dict[str, Any]]]
"""Files by format, each with what web players want to know of it."""


def encode_file(services: WorkerServices, source: Source, folder: Path, watch: Watch) -> Made:
    """Encode the one file of *source*."""
    assert source.file is not None
    program = ffmpeg_commands.ffmpeg()
    services.lend(Key(source.file.key), folder / SOURCE_FILE)
    with (folder / SOURCE_FILE).open(
        "rb", buffering=0
    ) as bytes_:  # a buffer would read ahead of the program that shares the position
        if bytes_.read(5) == b"%PDF-":
            raise CannotEncode("PDF documents are not encoded; browsers show them as they are")
        media = look(ffmpeg_commands.probing(program), folder, watch, bytes_)
        if media.is_still:
            check_whole(
                run_well(
                    ffmpeg_commands.picture(program, media, PICTURE_FILE),
                    folder,
                    STILL,
                    telling(watch),
                    bytes_,
                ),
                media,
            )
            return {PICTURE: (folder / PICTURE_FILE, about_picture(program, folder, watch))}
        limits = Limits(seconds=ffmpeg_commands.seconds_for(media))
        told = telling(watch, media.duration)
        ended = run_well(ffmpeg_commands.movie(program, media, MOVIE_FILE), folder, limits, told, bytes_)
    check_whole(ended, media)
    return with_picture(program, folder, ended, watch)


def encode_frames(services: WorkerServices, source: Source, folder: Path, watch: Watch) -> Made:
    """Encode the frames of *source*, each under a name of ours."""
    program = ffmpeg_commands.ffmpeg()
    pattern = f"{FRAMES_FILE}{source.frame_type}"
    for number, file in enumerate(source.frames, 1):
        services.lend(Key(file.key), folder / (pattern % number))
        watch(0.0)
    media = look(ffmpeg_commands.probing_frame(program, pattern), folder, watch)
    count = len(source.frames)
    command = ffmpeg_commands.movie(
        program, media, MOVIE_FILE, sequence=pattern, rate=source.rate or DEFAULT_RATE
    )
    ended = run_well(
        command,
        folder,
        Limits(seconds=ffmpeg_commands.seconds_for(media, count)),
        telling(watch, frames=count),
    )
    if int(ended.progress.get("frame", "0")) < count:
        raise CannotEncode("some of its frames are damaged", ended.log)
    return with_picture(program, folder, ended, watch)


def with_picture(program: str, folder: Path, ended: Ended, watch: Watch) -> Made:
    """Return the movie that is made, and a picture from its first third."""
    media = look(ffmpeg_commands.probing_own(program, MOVIE_FILE), folder, watch)
    frames = max(1, int(ended.progress.get("frame", "1")))
    rate = media.rate or DEFAULT_RATE
    second = float((frames // 3) / rate)
    run_well(ffmpeg_commands.still(program, MOVIE_FILE, second, PICTURE_FILE), folder, STILL, telling(watch))
    about = {
        "frameIn": 0,
        "frameOut": frames - 1,
        "frameRate": plain(rate),
        "height": media.height,
        "width": media.width,
    }
    return {
        MOVIE: (folder / MOVIE_FILE, about),
        PICTURE: (folder / PICTURE_FILE, about_picture(program, folder, watch)),
    }


def about_picture(program: str, folder: Path, watch: Watch) -> dict[str, Any]:
    """Return what web players want to know of the picture in *folder*."""
    media = look(ffmpeg_commands.probing_own(program, PICTURE_FILE), folder, watch)
    return {"format": "image", "height": media.height, "width": media.width}


def plain(rate: Fraction) -> int | float:
    """Return *rate* as a number of JSON."""
    return rate.numerator if rate.denominator == 1 else round(float(rate), 3)


def look(command: list[str], folder: Path, watch: Watch, source: FileIO | None = None) -> MediaInfo:
    """Return what the input of *command* is. Raises: CannotEncode, when it is nothing to look at."""
    if source:
        source.seek(0)
    ended = run(command, folder=folder, limits=PROBE, watch=lambda _: watch(0.0), source=source)
    media = read_media(ended.log)
    if media is None and not ended.is_late and "Audio:" in ended.log:
        raise CannotEncode("it holds sound and no picture", ended.log)
    if media is None or ended.is_late or ended.status < 0:
        raise failure(ended)
    if media.width * media.height > MOST_PIXELS:
        raise CannotEncode(TOO_LARGE, ended.log)
    return media


def run_well(
    command: list[str],
    folder: Path,
    limits: Limits,
    told: Callable[[Progress], None],
    source: FileIO | None = None,
) -> Ended:
    """Run *command* to its good end. Raises: CannotEncode; what *told* raises."""
    if source:
        source.seek(0)
    ended = run(command, folder=folder, limits=limits, watch=told, source=source)
    target = folder / command[-1]
    if not ended.is_success or not target.is_file() or target.stat().st_size == 0:
        raise failure(ended)
    return ended


def telling(watch: Watch, duration: float | None = None, frames: int = 0) -> Callable[[Progress], None]:
    """Return what tells *watch* how far a movie of so many seconds or frames is."""
    return lambda progress: watch(SHARE_OF_MOVIE * fraction(progress, duration, frames))


def fraction(progress: Progress, duration: float | None, frames: int) -> float:
    """Return how far ffmpeg is, from 0 to 1, by frames where their number is known, else by time."""
    done, whole = (
        (progress.get("frame"), float(frames))
        if frames
        else (progress.get("out_time_us"), (duration or 0.0) * 1e6)
    )
    if done is None or not done.lstrip("-").isdigit() or whole <= 0:
        return 0.0
    return min(1.0, max(0.0, int(done) / whole))


def check_whole(ended: Ended, media: MediaInfo) -> None:
    """Raise CannotEncode when what was made is less than its source said to be."""
    if not int(ended.progress.get("frame", "0")):
        raise failure(ended)
    made = fraction(dict(ended.progress), media.duration, 0)
    missing = (1.0 - made) * (media.duration or 0.0)
    if BREAK_OFF.search(ended.log) or (media.duration and made < 0.8 and missing > 1.0):
        raise CannotEncode(BREAKS_OFF, ended.log)


def store(
    services: WorkerServices,
    path: Path,
    format_: str,
    component_id: str,
    about: Mapping[str, Any],
    watch: Watch,
) -> Product:
    """Bring the file at *path* into the store."""
    digest, size = hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as source, services.store.put() as incoming:
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            incoming.write(block)
            size += len(block)
            watch(SHARE_OF_MOVIE)
        key = incoming.keep()
    return Product(format_, component_id, key, size, digest.hexdigest(), about)


def file_type(format_: str) -> str:
    """Return the extension of files of *format_*."""
    return {MOVIE: ".mp4", PICTURE: ".jpg"}[format_]


def base_name(component: ComponentName) -> str:
    """Return the name of *component* without what looks like an extension of movies and pictures."""
    path = PurePosixPath(component.name)
    return (
        path.stem
        if component.file_type and path.suffix.lower() == component.file_type.lower()
        else component.name
    )
