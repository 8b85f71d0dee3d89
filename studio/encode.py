"""Our own encoder: RGBA frames to H.264 whose colours are the ones that were drawn.

BT.709 in limited range, converted by swscale and tagged, so that every player shows the same colour. One x264 thread:
the farm runs one worker per core, and more threads would only cost more. The GOP is closed and at most half a second
long, so that clips can be joined without re-encoding and players seek quickly.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from studio import publish

if TYPE_CHECKING:
    from studio.profile import Profile

#: The MP4 muxer's options: first timestamp 0 although B-frames are delayed, and no edit list to say so.
MP4_OPTIONS = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0", "avoid_negative_ts": "disabled"}


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
        self._draft = publish.draft_path(path)
        self._reformatter = VideoReformatter()
        self._container = av.open(str(self._draft), "w", format="mp4", options=MP4_OPTIONS)
        self._stream = _open_stream(self._container, profile)

    def write(self, pixels: np.ndarray[Any, np.dtype[np.uint8]], repeat: int = 1) -> None:
        """Encode `pixels` `repeat` times; their colours are converted once. They may be reused afterwards."""
        if pixels.shape != self._shape or pixels.dtype != np.uint8:
            raise ValueError(f"A frame must be uint8 of shape {self._shape}, not {pixels.dtype} {pixels.shape}.")
        picture = self._converted(pixels)
        for _ in range(repeat):
            picture.pts = self.frames
            picture.time_base = self._time_base
            self._container.mux(self._stream.encode(picture))
            self.frames += 1

    def close(self) -> int:
        """Finish the file, publish it and return its number of frames."""
        self._container.mux(self._stream.encode())
        self._container.close()
        publish.commit(self._draft, self.path)
        return self.frames

    def abort(self) -> None:
        """Give up: nothing is left behind."""
        self._container.close()
        self._draft.unlink(missing_ok=True)

    def _converted(self, pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> av.VideoFrame:
        drawn = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(pixels), format="rgba")
        return self._reformatter.reformat(
            drawn,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_color_primaries=ColorPrimaries.BT709,
            dst_color_trc=ColorTrc.BT709,
            interpolation="BICUBIC",
            threads=1,
        )


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
    context.options = {
        "crf": str(profile.crf),
        "preset": profile.x264_preset,
        "x264-params": "open-gop=0:force-cfr=1:bframes=2:b-pyramid=none:threads=1",
    }
    return stream
