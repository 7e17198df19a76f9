"""The sound of the encoded movie: two channels, in which every track of the source is heard.

Masters have their channels in tracks of their own: left and right, the six of surround sound, or eight and
more of which some are empty. Tracks in other languages than the first one, and descriptions for the blind,
are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from callboard_server.media.media_info import MediaInfo, Sound

CENTRE = sqrt(0.5)
Gains = tuple[float, float]
SURROUND: Sequence[Gains] = (
    *((1.0, 0.0), (0.0, 1.0), (CENTRE, CENTRE), (0.5, 0.5), (CENTRE, 0.0), (0.0, CENTRE)),
)
"""Left, right, centre, low frequencies, left and right surround, in the order of film and television."""

RATE = 48_000
LIMITER = "alimiter=limit=0.98:level=disabled:latency=1"
"""Tracks keep their levels, because the parts of a mix are made to be added. It limits the sum."""

UNKNOWN_LANGUAGES = frozenset({"", "und", "unk", "mis", "mul", "zxx"})


def sound_graph(media: MediaInfo) -> str | None:
    """Return the filters from the tracks of *media* to `[sound]`; None without sound."""
    tracks = heard(media.sounds)
    if not tracks:
        return None
    gains, lone = mono_gains(tracks), []
    for number, track in enumerate(tracks):
        filters = [*on_the_clock_of_pictures(media), stereo(track, gains.get(track.index))]
        lone.append(f"[0:{track.index}]{','.join(filters)}[track{number}]")
    inputs = "".join(f"[track{number}]" for number in range(len(tracks)))
    mixed = f"amix=inputs={len(tracks)}:normalize=0:duration=longest," if len(tracks) > 1 else ""
    return ";".join((*lone, f"{inputs}{mixed}{LIMITER}[sound]"))


def heard(sounds: Sequence[Sound]) -> list[Sound]:
    """Return the tracks to mix."""
    tracks = [sound for sound in sounds if sound.channels]
    tracks = [sound for sound in tracks if not sound.is_aside] or tracks
    first = next((sound for sound in tracks if sound.is_default), tracks[0]) if tracks else None
    if first is None or first.language in UNKNOWN_LANGUAGES:
        return tracks
    return [sound for sound in tracks if sound.language in {first.language, *UNKNOWN_LANGUAGES}]


def mono_gains(tracks: Sequence[Sound]) -> dict[int, Gains]:
    """Return how loud each mono track is on the left and on the right, by the index of the track."""
    monos = [track.index for track in tracks if track.channels == 1]
    return dict(zip(monos, channel_gains(len(monos)), strict=True))


def channel_gains(count: int) -> Sequence[Gains]:
    """Return how loud each of *count* channels without names is on the left and on the right.

    One is in the centre, two are left and right, six are surround sound. Others are pairs.
    """
    if count == 1:
        return ((1.0, 1.0),)
    if count == len(SURROUND):
        return SURROUND
    pairs = [(1.0, 0.0) if channel % 2 == 0 else (0.0, 1.0) for channel in range(count)]
    if count % 2:
        pairs[-1] = (CENTRE, CENTRE)
    return pairs


def on_the_clock_of_pictures(media: MediaInfo) -> list[str]:
    """Return the filters after which sound starts with the first picture. Gaps become silence."""
    return [
        f"asetpts=PTS-({media.start - media.clock_start:.6f})/TB",
        "atrim=start=0",
        f"aresample={RATE}:async=1:first_pts=0",
    ]


def stereo(track: Sound, gains: Gains | None) -> str:
    """Return the filter that makes two channels of *track*."""
    if gains is not None:
        return f"pan=stereo|c0={gains[0]:.4f}*c0|c1={gains[1]:.4f}*c0"
    if track.layout.endswith("channels"):
        each = channel_gains(track.channels)
        sides = (
            "+".join(f"{pair[side]:.4f}*c{channel}" for channel, pair in enumerate(each) if pair[side])
            for side in (0, 1)
        )
        return "pan=stereo|c0={}|c1={}".format(*sides)
    return "aformat=sample_fmts=fltp,aresample=lfe_mix_level=0.5,aformat=channel_layouts=stereo"
