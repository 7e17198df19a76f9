"""Which layer of an OpenEXR picture is shown."""

from __future__ import annotations

from collections.abc import Sequence

COLOURS = ("R", "G", "B")
PREFERRED = ("rgba", "rgb", "combined", "beauty", "composite", "color", "colour", "image", "main")
"""The names of layers that contain the finished picture, best first."""


def shown_layer(channels: Sequence[str]) -> str | None:
    """Return the layer to show of a picture with *channels*; None for its unnamed one, which is preferred.

    >>> shown_layer(["Main.Combined.B", "Main.Combined.G", "Main.Combined.R", "Main.Depth.Z"])
    'Main.Combined'
    """
    names = set(channels)
    if names & {*COLOURS, "Y"}:
        return None
    layers = [name[: -len(".R")] for name in channels if name.endswith(".R")]
    whole = [layer for layer in layers if all(f"{layer}.{colour}" in names for colour in COLOURS)]
    grey = [name[: -len(".Y")] for name in channels if name.endswith(".Y")]
    return min(whole or grey, key=rank, default=None)


def rank(layer: str) -> int:
    """Return the place of *layer* among those with the same channels. Its last name counts."""
    name = layer.rsplit(".", 1)[-1].lower()
    return next((place for place, known in enumerate(PREFERRED) if known in name), len(PREFERRED))
