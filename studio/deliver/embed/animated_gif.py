"""A clip as a GIF, for places that take nothing else: as large as its limit allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.errors import RequestError

#: What is tried in turn: the longer side in pixels, and the time that a picture is shown, in hundredths of a second.
SIZES = ((800, 5), (720, 5), (640, 5), (640, 8), (480, 8), (400, 10), (320, 10), (240, 12))
#: A GIF counts in hundredths of a second.
_TICK = Fraction(1, 100)
#: So many pictures of the clip, and its last one, say which colours are needed.
_SAMPLES = 8


def make_gif(clip: Path, fps: int, target: Path, *, loop: bool, most_bytes: int) -> None:
    """Write a clip to `target` as a GIF of fewer than `most_bytes`, which goes on for ever if it loops.

    The pictures go through one by one: a long clip takes no more memory than a short one.

    Raises:
        RequestError: the clip is too long for that at any size.
    """
    colours = _colours(clip)
    for side, hundredths in SIZES:
        if _write(clip, fps, side, hundredths, colours, target, loop=loop, most_bytes=most_bytes):
            return
    target.unlink()
    raise RequestError(f"{clip.name} is too long for a GIF of {most_bytes / 1e6:g} MB. Choose a shorter beat.")


def _write(
    clip: Path,
    fps: int,
    side: int,
    hundredths: int,
    colours: VideoFrame,
    target: Path,
    *,
    loop: bool,
    most_bytes: int,
) -> bool:
    """Write the GIF of one size and tell whether it fits; one that does not is left where that was found."""
    with av.open(str(clip)) as film, av.open(str(target), "w", options={"loop": "0" if loop else "-1"}) as gif:
        source = film.streams.video[0]
        scale = min(1.0, side / max(source.width, source.height))
        out = gif.add_stream("gif", rate=Fraction(100, hundredths))
        out.width, out.height, out.pix_fmt = round(source.width * scale), round(source.height * scale), "pal8"
        shown = _timed(film.decode(source), fps, hundredths)
        for number, picture in enumerate(_indexed(shown, source, f"{out.width}:{out.height}", colours)):
            picture.pts, picture.time_base = number * hundredths, _TICK
            gif.mux(out.encode(picture))
            if target.stat().st_size >= most_bytes:
                return False
        gif.mux(out.encode(None))
    return target.stat().st_size < most_bytes


def _timed(pictures: Iterator[VideoFrame], fps: int, hundredths: int) -> Iterator[VideoFrame]:
    """Yield a clip's pictures at the GIF's times, the last one always among them."""
    given, waits = 0, None
    for number, picture in enumerate(pictures):
        for _ in range(given, -(-(number + 1) * 100 // (hundredths * fps))):
            if waits is not None:
                yield waits
            given, waits = given + 1, picture
    if waits is not None:
        yield picture


def _indexed(
    pictures: Iterable[VideoFrame], source: VideoStream, size: str, colours: VideoFrame
) -> Iterator[VideoFrame]:
    """Yield pictures of `source` in another size, WIDTH:HEIGHT, and in the colours of a palette."""
    graph = Graph()
    enters = graph.add_buffer(template=source)
    palette = graph.add_buffer(
        width=colours.width, height=colours.height, format=colours.format, time_base=_TICK, name="palette"
    )
    # Undithered: dither would flicker, and grow the file.
    indexed, leaves = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
    scaled = graph.add("scale", f"{size}:flags=lanczos")
    enters.link_to(scaled)
    scaled.link_to(indexed)
    palette.link_to(indexed, 0, 1)
    indexed.link_to(leaves)
    graph.configure()
    palette.push(colours)
    palette.push(None)
    for picture in pictures:
        enters.push(picture)
        yield from _ready(leaves)
    enters.push(None)
    yield from _ready(leaves)


def _colours(clip: Path) -> VideoFrame:
    """Return the palette that serves a clip, as a picture of 256 pixels."""
    graph = Graph()
    with av.open(str(clip)) as film:
        source = film.streams.video[0]
        enters, leaves = graph.add_buffer(template=source), graph.add("buffersink")
        graph.link_nodes(enters, graph.add("palettegen"), leaves).configure()
        every = max(1, source.frames // _SAMPLES)
        for number, picture in enumerate(film.decode(source)):
            if number % every == 0 or number == source.frames - 1:
                enters.push(picture)
    enters.push(None)
    return next(_ready(leaves))


def _ready(leaves: FilterContext) -> Iterator[VideoFrame]:
    """Yield the pictures that wait at the end of a graph."""
    while True:
        try:
            picture = leaves.pull()
        except (NothingYet, NothingMore):
            return
        assert isinstance(picture, VideoFrame)
        yield picture
