"""Our own encoder: RGBA frames to H.264 whose colours are the ones that were drawn.

BT.709 in limited range, converted by swscale and tagged, so that every player shows the same colour. One x264 thread:
the farm runs one worker per core, and more threads would only cost more. The GOP is closed and at most half a second
long, so that clips can be joined without re-encoding and players seek quickly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from studio.store import atomic_write

if TYPE_CHECKING:
    from scenes.drawing.canvas.dirty_regions import Box
    from studio.profile import Profile

#: The MP4 muxer's options: first timestamp 0 although B-frames are delayed, and no edit list to say so.
MP4_OPTIONS = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0", "avoid_negative_ts": "disabled"}


#: Converting to half the resolution of colours, the filter reaches less far than this (pixels); sizes are multiples of
#: a tile, so that they are few. Both are even, as all places of colours are.
_REACH, _TILE = 8, 64


class ClipEncoder:
    """Encode RGBA frames of shape (height, width, 4), uint8, into the MP4 file `path`.

    The file appears when `close` has succeeded; `abort` leaves nothing.
    """

    def __init__(self, path: Path, profile: Profile) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.frames = 0
        self._shape = (profile.height, profile.width, 4)
        self._time_base = Fraction(1, profile.fps)
        self._draft = atomic_write.draft_path(path)
        self._picture = Picture(profile.width, profile.height)
        self._container = av.open(str(self._draft), "w", format="mp4", options=MP4_OPTIONS)
        self._stream = _open_stream(self._container, profile)

    def write(
        self, pixels: np.ndarray[Any, np.dtype[np.uint8]], repeat: int = 1, changed: Sequence[Box] | None = None
    ) -> None:
        """Encode `pixels` `repeat` times; they may be reused afterwards.

        Colours are converted once, and only in the boxes `changed`, outside of which the frame is the one before.
        """
        if pixels.shape != self._shape or pixels.dtype != np.uint8:
            raise ValueError(f"A frame must be uint8 of shape {self._shape}, not {pixels.dtype} {pixels.shape}.")
        self._picture.show(pixels, None if self.frames == 0 else changed)
        for _ in range(repeat):
            self.write_converted(self._picture.frame)

    def write_converted(self, frame: av.VideoFrame) -> None:
        """Encode a frame that has a film's colours already."""
        frame.pts, frame.time_base = self.frames, self._time_base
        self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def close(self) -> int:
        """Finish the file, publish it and return its number of frames."""
        self._container.mux(self._stream.encode())
        return self._publish()

    def hold(self, pixels: np.ndarray[Any, np.dtype[np.uint8]], frames: int) -> int:
        """Let `pixels` be all of the file, for so many frames; publish it and return their number.

        A group of pictures needs no other: one is encoded, and written as often as it fits.
        """
        self._picture.show(pixels, None)
        group = self._stream.codec_context.gop_size
        again, rest = divmod(frames, group)
        packets: list[av.Packet[av.VideoStream]] = []
        for number in range(min(again, 1) * group + rest):
            self._picture.frame.pts, self._picture.frame.time_base = number, self._time_base
            packets += self._stream.encode(self._picture.frame)
        packets += self._stream.encode()
        whole, end = (packets[:group], packets[group:]) if again else ([], packets)
        for _ in range(again):
            self._container.mux(whole)
            self._delay(whole, group)
        self._delay(end, max(0, again - 1) * group)
        self._container.mux(end)
        self.frames = frames
        return self._publish()

    def abort(self) -> None:
        """Give up: nothing is left behind."""
        self._container.close()
        self._draft.unlink(missing_ok=True)

    def _delay(self, packets: Sequence[av.Packet[av.VideoStream]], frames: int) -> None:
        """Let packets be shown so many frames later."""
        for packet in packets:
            assert packet.pts is not None  # the encoder sets it
            assert packet.dts is not None
            later = int(frames * self._time_base / packet.time_base)
            packet.pts, packet.dts = packet.pts + later, packet.dts + later

    def _publish(self) -> int:
        self._container.close()
        atomic_write.commit(self._draft, self.path)
        return self.frames


class Picture:
    """A frame as x264 takes it, converted from RGBA where that has changed."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self._size = width, height
        self._planes = _planes(self.frame)
        self._reformatters: dict[tuple[int, int], VideoReformatter] = {}

    def show(self, pixels: np.ndarray[Any, np.dtype[np.uint8]], changed: Sequence[Box] | None) -> None:
        """Convert `pixels`, shape (height, width, 4): all of them, or those in the boxes `changed`."""
        for box in [(0, 0, *self._size)] if changed is None else changed:
            self._convert(pixels, box)

    def _convert(self, pixels: np.ndarray[Any, np.dtype[np.uint8]], box: Box) -> None:
        """Convert the pixels in `box`, those whose colours it runs into, and as many more as those depend on."""
        (width, height), reach = self._size, _REACH
        box = max(0, box[0] - reach), max(0, box[1] - reach), min(width, box[2] + reach), min(height, box[3] + reach)
        left, right = _stretch(box[0], box[2], width)
        top, bottom = _stretch(box[1], box[3], height)
        converted = in_video_colours(pixels[top:bottom, left:right], self._reformatter(right - left, bottom - top))
        # Colours have half the resolution: the box grows to even places.
        inner = box[0] // 2, box[1] // 2, -(-box[2] // 2), -(-box[3] // 2)
        for number, (target, source) in enumerate(zip(self._planes, _planes(converted), strict=True)):
            share = 1 if number == 0 else 2
            x0, y0, x1, y1 = (2 * place // share for place in inner)
            dx, dy = left // share, top // share
            target[y0:y1, x0:x1] = source[y0 - dy : y1 - dy, x0 - dx : x1 - dx]

    def _reformatter(self, width: int, height: int) -> VideoReformatter:
        """Return one that has been set up for this size: to set one up takes longer than to convert a small box."""
        return self._reformatters.setdefault((width, height), VideoReformatter())


def in_video_colours(pixels: np.ndarray[Any, np.dtype[np.uint8]], reformatter: VideoReformatter) -> av.VideoFrame:
    """Return RGBA `pixels`, rows without gaps in each, as a frame of a film: BT.709 in limited range, 4:2:0."""
    return reformatter.reformat(
        av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        dst_color_primaries=ColorPrimaries.BT709,
        dst_color_trc=ColorTrc.BT709,
        interpolation="BICUBIC",
        threads=1,
    )


def _planes(frame: av.VideoFrame) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    """Return the Y, Cb and Cr of a frame as arrays of its own memory, rows with what pads them."""
    buffers = [(memoryview(plane), plane) for plane in frame.planes]
    return [np.frombuffer(memory, np.uint8).reshape(plane.height, plane.line_size) for memory, plane in buffers]


def _stretch(start: int, stop: int, most: int) -> tuple[int, int]:
    """Widen a span by `_REACH` on both sides, and to a multiple of `_TILE`, inside 0…most, from an even place on."""
    length = -(-(stop - start + 2 * _REACH + 2) // _TILE) * _TILE
    if length >= most:
        return 0, most
    start = min(max(0, (start - _REACH) // 2 * 2), most - length)
    return start, start + length


def _open_stream(container: av.container.OutputContainer, profile: Profile) -> av.VideoStream:
    stream = container.add_stream("libx264", rate=profile.fps)
    stream.width, stream.height, stream.pix_fmt = profile.width, profile.height, "yuv420p"
    context = stream.codec_context
    context.time_base = Fraction(1, profile.fps)
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    context.gop_size = profile.gop
    context.max_b_frames = 2
    context.thread_count = 1
    context.profile = "High"
    # Always two B-frames and no search for cuts, which no clip has: the same bytes for a tenth less time.
    context.options = {
        "crf": str(profile.crf),
        "preset": profile.x264_preset,
        "x264-params": "open-gop=0:force-cfr=1:bframes=2:b-pyramid=none:b-adapt=0:scenecut=0:threads=1",
    }
    return stream
