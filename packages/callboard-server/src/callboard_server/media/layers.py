"""Which layer of an OpenEXR picture is shown.

ffmpeg shows channels that are called R, G, B or Y, of one part and one layer. Other channels get these names
in a copy of the file first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import Factory, frozen

COLOURS = ("R", "G", "B")
PREFERRED = ("rgba", "rgb", "combined", "beauty", "composite", "color", "colour", "image", "main")
"""The names of layers that contain the finished picture, best first."""

TRIPLES = (("r", "g", "b"), ("red", "green", "blue"), ("x", "y", "z"), ("u", "v", "w"))
"""The last names of channels that are shown as red, green and blue, in small letters, best first."""


@frozen
class Shown:
    """What is shown of a picture: a layer of the only part, by its name.

    `names` are the names of colours for the channels of `part`, when a copy is necessary.
    """

    layer: str = ""
    part: int = 0
    names: Mapping[str, str] = Factory(dict)

    def options(self) -> list[str]:
        """Return the options of ffmpeg's decoder."""
        return ["-layer", self.layer] if self.layer else []


def shown_layer(parts: Sequence[Sequence[str]]) -> Shown:
    """Return what to show of a picture whose *parts* have the given channels. An unnamed layer is preferred.

    >>> shown_layer([["Main.Combined.B", "Main.Combined.G", "Main.Combined.R", "Main.Depth.Z"]]).layer
    'Main.Combined'
    """
    found = [candidate for part, channels in enumerate(parts) for candidate in candidates(part, channels)]
    return min(found, key=lambda pair: pair[0], default=((), Shown()))[1]


def candidates(part: int, channels: Sequence[str]) -> Iterator[tuple[tuple[int, ...], Shown]]:
    """Return what can be shown of a part, each with its place among all; the smallest is best."""
    layers: dict[str, dict[str, str]] = {}
    for channel in channels:
        layer, _, last = channel.rpartition(".")
        layers.setdefault(layer, {})[last] = channel
    for layer, named in layers.items():
        own = rank(layer)
        small = {last.lower(): channel for last, channel in named.items()}
        for place, triple in enumerate(TRIPLES):
            if all(last in small for last in triple):
                names = {small[last]: colour for last, colour in zip(triple, COLOURS, strict=True)}
                is_plain = not part and set(COLOURS) <= named.keys()
                yield (place, own, part), Shown(layer) if is_plain else Shown(part=part, names=names)
        for channel in named.values():
            is_plain = not part and named.keys() <= {"Y", "A"} and channel == named.get("Y")
            alone = Shown(layer) if is_plain else Shown(part=part, names={channel: "Y"})
            yield (len(TRIPLES) + (channel != named.get("Y")), own, part), alone


def rank(layer: str) -> int:
    """Return the place of *layer* among those with the same channels. Its last name counts; none is best."""
    if not layer:
        return -1
    name = layer.rsplit(".", 1)[-1].lower()
    return next((place for place, known in enumerate(PREFERRED) if known in name), len(PREFERRED))
