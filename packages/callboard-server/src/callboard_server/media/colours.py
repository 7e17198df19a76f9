"""Filters that convert the pictures of a file to the colours of the web.

Movies are encoded in BT.709 with limited range, and JPEGs in BT.601 with full range, which is what browsers
assume.
"""

from __future__ import annotations

from callboard_server.media.media_info import MediaInfo

BT709, BT470BG, SMPTE170M, SMPTE240M, BT2020, BT2020_CONSTANT = 1, 5, 6, 7, 9, 10
RGB, FCC, ICTCP = 0, 4, 14
PQ, HLG = 16, 18
P3_DCI, P3_DISPLAY = 11, 12
"""Values of FFmpeg."""

MATRICES = {
    BT709: "bt709",
    FCC: "fcc",
    BT470BG: "bt601",
    SMPTE170M: "bt601",
    SMPTE240M: "smpte240m",
    BT2020: "bt2020",
}
ZIMG_MATRICES = {
    RGB: "gbr",
    BT709: "709",
    FCC: "fcc",
    BT470BG: "470bg",
    SMPTE170M: "170m",
    SMPTE240M: "240m",
    BT2020: "2020_ncl",
    BT2020_CONSTANT: "2020_cl",
    ICTCP: "ictcp",
}
ZIMG_PRIMARIES = {BT2020: "2020", P3_DCI: "smpte431", P3_DISPLAY: "smpte432"}
"""The wide gamuts. The primaries of SD are so close to those of HD that the conversion is left out."""

HD_LINES, HD_COLUMNS = 720, 1280
"""Movies without a tag are HD from this size on."""

LINEAR_CODECS = frozenset({"exr", "hdr", "phm", "pfm"})
"""The codecs of pictures with linear light."""

REFERENCE_NITS = 203
"""The brightness of white paper in HDR, after ITU-R BT.2408."""

BACKGROUND = "0x808080"
"""What is behind transparent pictures: a grey on which both black and white can be read."""

WIDEST = 4096
MOVIE_COLOURS = "out_color_matrix=bt709:out_range=tv"
JPEG_COLOURS = "out_color_matrix=bt601:out_range=pc"
ACCURATE = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


def to_display(media: MediaInfo) -> list[str]:
    """Return the filters that give progressive, opaque pictures for displays of the web."""
    filters = ["bwdif=mode=send_frame:parity=auto:deint=interlaced"] if media.is_interlaced else []
    if is_linear(media):
        filters += ["format=gbrpf32le", "zscale=tin=linear:t=iec61966-2-1:pin=bt709:p=bt709", "format=gbrp"]
    elif media.transfer in (PQ, HLG):
        filters += tone_mapping(media)
    elif media.primaries in ZIMG_PRIMARIES and not has_alpha(media):
        filters += wide_gamut(media)
    elif has_alpha(media):
        filters += over_background(media)
    return filters


def is_rgb_after(media: MediaInfo) -> bool:
    """Return whether the filters of `to_display` give RGB."""
    return (
        is_rgb(media)
        or is_linear(media)
        or media.transfer in (PQ, HLG)
        or media.primaries in ZIMG_PRIMARIES
        or has_alpha(media)
    )


def tone_mapping(media: MediaInfo) -> list[str]:
    """Return the filters that map the brightness of HDR to that of a display of the web."""
    transfer = "smpte2084" if media.transfer == PQ else "arib-std-b67"
    primaries = ZIMG_PRIMARIES.get(media.primaries, "2020")
    return [
        f"zscale={zimg_source(media, BT2020)}:tin={transfer}:pin={primaries}"
        f":t=linear:p=709:m=gbr:r=full:npl={REFERENCE_NITS}",
        "format=gbrpf32le",
        "tonemap=tonemap=mobius:param=0.75:desat=0",
        "zscale=min=gbr:rin=full:tin=linear:pin=709:t=709:p=709:m=gbr:r=full",
        "format=gbrp",
    ]


def wide_gamut(media: MediaInfo) -> list[str]:
    """Return the filters that convert the colours of a wide gamut to those of BT.709."""
    primaries = ZIMG_PRIMARIES[media.primaries]
    return [
        f"zscale={zimg_source(media, BT709)}:tin=709:pin={primaries}:p=709:t=709:m=gbr:r=full",
        "format=gbrp",
    ]


def over_background(media: MediaInfo) -> list[str]:
    """Return the filters that put transparent pictures on the background."""
    return [
        f"scale={source_options(media)}:{ACCURATE}",
        "format=gbrap",
        f"split[front][back];[back]drawbox=t=fill:c={BACKGROUND}@1:replace=1[ground]"
        ";[ground][front]overlay=format=gbrp",
    ]


def zimg_source(media: MediaInfo, default: int) -> str:
    """Return the options of zscale for the matrix and the range of *media*."""
    matrix = RGB if is_rgb(media) else media.matrix if media.matrix in ZIMG_MATRICES else default
    is_full = media.is_full_range or is_rgb(media)
    return f"min={ZIMG_MATRICES[matrix]}:rin={'full' if is_full else 'limited'}"


def scaled(media: MediaInfo, lines: int, target: str) -> str:
    """Return the filter that gives square pixels and even sides, with at most *lines* lines.

    It never enlarges. Its input are the pictures of *media* after `to_display`, its output has the colours
    *target*.
    """
    factor = f"min(1,min({lines}/ih,{WIDEST}/(iw*max(sar,0.01))))"
    size = f"w='max(2,trunc(iw*max(sar,0.01)*{factor}/2)*2)':h='max(2,trunc(ih*{factor}/2)*2)'"
    source = "in_range=pc" if is_rgb_after(media) else source_options(media)
    return f"scale={size}:{source}:{target}:{ACCURATE}"


def source_options(media: MediaInfo) -> str:
    """Return the options of scale for the matrix and the range of *media*."""
    is_full = media.is_full_range or media.pixels.startswith("yuvj")
    return f"in_color_matrix={matrix_of(media)}:in_range={'pc' if is_full else 'tv'}"


def matrix_of(media: MediaInfo) -> str:
    """Return the matrix of *media*. Without a tag it depends on the size, as in broadcasting."""
    if media.matrix in MATRICES:
        return MATRICES[media.matrix]
    if media.primaries == BT2020:
        return "bt2020"
    is_hd = media.height >= HD_LINES or media.width >= HD_COLUMNS
    return "bt709" if is_hd or media.primaries == BT709 else "bt601"


def is_linear(media: MediaInfo) -> bool:
    """Return whether the pictures contain linear light: OpenEXR, and others with floating point values."""
    return media.codec in LINEAR_CODECS or (media.codec == "tiff" and "f32" in media.pixels)


def is_rgb(media: MediaInfo) -> bool:
    """Return whether the pictures are stored in RGB, or in grey with full range."""
    return media.matrix == RGB or media.pixels.startswith(
        ("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8", "x2rgb", "x2bgr", "mono")
    )


def has_alpha(media: MediaInfo) -> bool:
    """Return whether pictures are transparent. OpenEXR is not: its colours are already those over black."""
    if is_linear(media):
        return False
    return media.has_separate_alpha or media.pixels.startswith(
        ("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "pal8", "ayuv", "vuya")
    )
