"""A beat before nothing: WebM in VP9 with an alpha channel, for pages of any colour, and its settled frame as PNG.

What is drawn comes multiplied by its alpha; players and PNG take colours that are not (W3C, PNG, 6.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from PIL import Image, ImageColor

from studio.profile import MIN_FRAMES, Profile
from studio.render.drawing import draw
from studio.render.renderer import Pixels
from studio.store.atomic_write import commit, draft_path, published

if TYPE_CHECKING:
    from scenes.drawing.canvas.dirty_regions import Box
    from scenes.lesson import Lesson

#: Raised when the encoder or the way in which frames are drawn changes.
FORMAT = 1
#: libvpx': constant quality; frames that are never shown cannot carry alpha.
OPTIONS = {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1", "auto-alt-ref": "0"}


@dataclass(frozen=True, slots=True)
class ClearClip:
    """A clip without a background, and its settled frame."""

    path: Path
    still: Path


def clear_clip(
    cls: type[Lesson], settings: Mapping[str, Any], beat: str, profile: Profile, rest: int, ground: str, target: Path
) -> ClearClip:
    """Return a beat drawn before nothing as `target` (WebM) and a PNG beside it; drawn if they are not there yet.

    Its frames are those of `beat_clips.beat_clip`, each settled frame resting for `rest`. `ground` (#rrggbb) is what
    players show in clear pixels that know no alpha.

    Raises:
        DrawingError: the lesson raised.
    """
    made = ClearClip(target, target.with_suffix(".png"))
    if made.path.is_file() and made.still.is_file():
        return made
    params = cls.read_params(settings)
    index = [one.name for one in cls.outline(params).beats].index(beat)
    sink = _Webm(made, profile, rest, np.array(ImageColor.getrgb(ground), np.uint8))
    try:
        draw(cls, params, profile, range(index, index + 1), sink, background=False)
        sink.close()
    finally:
        sink.abort()
    return made


def straight(pixels: Pixels, ground: Pixels) -> Pixels:
    """Return RGBA pixels whose colours were multiplied by their alpha with the colours as they are.

    A clear pixel takes the colour of those that share its chroma sample in 4:2:0, so that no edge is tinged, and
    `ground` where there are none. Shape (height, width, 4), both even.
    """
    height, width = pixels.shape[:2]
    wide = pixels.astype(np.uint32)
    blocks = wide.reshape(height // 2, 2, width // 2, 2, 4).sum((1, 3))
    near = np.where(blocks[..., 3:] > 0, _divided(blocks), ground)
    near = near.repeat(2, axis=0).repeat(2, axis=1)
    colours = np.where(wide[..., 3:] > 0, _divided(wide), near)
    return np.concatenate([colours.astype(np.uint8), pixels[..., 3:]], axis=-1)


def _divided(pixels: np.ndarray[Any, np.dtype[np.uint32]]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    alpha = np.maximum(pixels[..., 3:], 1)
    colours = np.minimum((pixels[..., :3] * 255 + alpha // 2) // alpha, 255)
    return np.asarray(colours, np.uint32)


class _Webm:
    """A sink that encodes the frames of one beat."""

    def __init__(self, made: ClearClip, profile: Profile, rest: int, ground: Pixels) -> None:
        self._made, self._rest, self._ground = made, rest, ground
        self._frames, self._moved = 0, 0
        self._time_base = Fraction(1, profile.fps)
        self._reformatter = VideoReformatter()
        made.path.parent.mkdir(parents=True, exist_ok=True)
        self._draft = draft_path(made.path)
        self._container = av.open(str(self._draft), "w", format="webm")
        stream: Any = self._container.add_stream("libvpx-vp9", rate=profile.fps, options=OPTIONS)
        stream.width, stream.height, stream.pix_fmt = profile.width, profile.height, "yuva420p"
        stream.metadata["alpha_mode"] = "1"
        self._stream, context = stream, stream.codec_context
        context.time_base, context.gop_size = self._time_base, profile.fps
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG

    def frame(self, pixels: Pixels, repeat: int, changed: Sequence[Box] | None) -> None:
        self._moved += repeat
        self._write(straight(pixels, self._ground), repeat)

    def waits(self, mark: str, pixels: Pixels) -> None:
        self._settle(straight(pixels, self._ground))

    def settled(self, index: int, pixels: Pixels) -> None:
        drawn = straight(pixels, self._ground)
        self._settle(drawn)
        with published(self._made.still) as draft:
            Image.fromarray(drawn).save(draft)

    def close(self) -> None:
        """Finish the file and publish it."""
        self._container.mux(self._stream.encode())
        self._container.close()
        commit(self._draft, self._made.path)

    def abort(self) -> None:
        """Leave no draft behind."""
        self._container.close()
        self._draft.unlink(missing_ok=True)

    def _settle(self, drawn: Pixels) -> None:
        self._write(drawn, max(0, MIN_FRAMES - self._moved) + self._rest)
        self._moved = 0

    def _write(self, drawn: Pixels, repeat: int) -> None:
        picture = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(drawn, format="rgba"),
            format="yuva420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_color_primaries=ColorPrimaries.BT709,
            dst_color_trc=ColorTrc.BT709,
            # Of the four pixels of a chroma sample and no others.
            interpolation="AREA",
            threads=1,
        )
        for _ in range(repeat):
            picture.pts, picture.time_base = self._frames, self._time_base
            self._container.mux(self._stream.encode(picture))
            self._frames += 1
