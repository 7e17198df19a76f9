"""What to encode: the order in the payload of a task, and the file or the frames that it names."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from callboard_server.files.names import download_name
from callboard_server.media.failures import CannotEncode
from callboard_server.media.formats import FRAME_TYPES
from callboard_server.media.timing import exact_rate
from callboard_server.records import components, stored_files
from callboard_server.records.components import ComponentName
from callboard_server.records.stored_files import StoredFile
from callboard_server.storage.transaction import Transaction

MOST_FRAMES = 50_000
LONGEST_LIST = 12


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
    """The component to encode, with its file, or its frames by number in order. `rate` is from metadata."""

    component: ComponentName
    file: StoredFile | None
    frames: Mapping[int, StoredFile] = field(factory=dict)
    frame_type: str = ""
    rate: Fraction | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return download_name(self.component.name, self.component.file_type)

    @property
    def missing(self) -> list[int]:
        """The numbers between the first and the last frame that have no file."""
        numbers = list(self.frames)
        return [number for number in range(numbers[0], numbers[-1]) if number not in self.frames]

    def held_frames(self) -> Iterator[StoredFile]:
        """Return one file for each frame: for a missing frame, that of the frame before it."""
        numbers = list(self.frames)
        last = self.frames[numbers[0]]
        for number in range(numbers[0], numbers[-1] + 1):
            last = self.frames.get(number, last)
            yield last


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
    frames = {int(member.name): file for member, file in found if file}
    ordered = dict(sorted(frames.items()))
    if max(ordered) - min(ordered) >= MOST_FRAMES:
        raise CannotEncode(f"its frames {min(ordered)} to {max(ordered)} are more than {MOST_FRAMES}")
    return Source(component, None, ordered, types.pop(), metadata_rate(tx, component.id))


def metadata_rate(tx: Transaction, component_id: str) -> Fraction | None:
    """Return the frame rate in the metadata `ftr_meta` of a component, if it is a number or text."""
    text = components.metadata_value(tx, component_id, "ftr_meta")
    try:
        rate = float(json.loads(text or "{}")["frameRate"])
    except (ValueError, TypeError, KeyError):
        return None
    return exact_rate(rate) if math.isfinite(rate) and 1 <= rate <= 240 else None


def frame_list(numbers: Sequence[int]) -> str:
    """Return *numbers*, which are in order, as people write them.

    >>> frame_list([1004, 1005, 1009])
    '1004-1005, 1009'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    listed = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return ", ".join(listed if len(listed) <= LONGEST_LIST else [*listed[:LONGEST_LIST], "…"])
