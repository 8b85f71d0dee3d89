"""How to render: size, frame rate, encoder settings, theme and aspect, in one frozen value."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scenes.drawing.theme.theme import Theme
from scenes.drawing.theme.theme_file import load_theme
from studio.errors import RequestError

#: A clip has this many frames at least: fewer leave no room for two B-frames.
MIN_FRAMES = 3

#: The size of a Short, in pixels.
SHORT = (1080, 1920)

#: The shorter side of a picture on a storyboard, and of one that a layout is judged by, in pixels.
PICTURE = 360

ASPECTS = ("16:9", "9:16", "1:1")


@dataclass(frozen=True, slots=True)
class Profile:
    """Sizes are in pixels, `fps` in frames per second; `crf` and `x264_preset` are x264's.

    `short`: laid out for a Short.
    """

    name: str
    width: int
    height: int
    fps: int
    crf: int
    x264_preset: str
    # A theme has a dict, and so no hash; the two profiles of a run hardly ever differ in it alone.
    theme: Theme = field(default_factory=functools.partial(load_theme, "dark"), hash=False)
    aspect: str = "16:9"
    short: bool = False

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2 or min(self.width, self.height, self.fps) < 2:
            raise RequestError(
                f"A frame of {self.width}×{self.height} at {self.fps} frames/s cannot be encoded: "
                "width and height must be even numbers, the frame rate 2 or more."
            )

    @property
    def gop(self) -> int:
        """Return the longest distance between key frames, in frames: half a second."""
        return max(1, self.fps // 2)

    def for_aspect(self, aspect: str) -> Profile:
        """Return this profile for "16:9", "9:16" or "1:1"; the shorter side keeps its length."""
        if aspect not in ASPECTS:
            raise RequestError.unknown("aspect", aspect, ASPECTS)
        short, long = sorted((self.width, self.height))
        width, height = {"16:9": (long, short), "9:16": (short, long), "1:1": (short, short)}[aspect]
        return replace(self, width=width, height=height, aspect=aspect)

    def for_short(self) -> Profile:
        """Return this profile for a Short: upright, 1080 pixels wide at most."""
        tall = replace(self.for_aspect("9:16"), short=True)
        return tall if tall.width <= SHORT[0] else replace(tall, width=SHORT[0], height=SHORT[1])

    def for_pictures(self, side: int = PICTURE) -> Profile:
        """Return this profile for pictures of settled frames, whose shorter side has `side` pixels."""
        scale = side / min(self.width, self.height)
        width, height = (2 * round(length * scale / 2) for length in (self.width, self.height))
        return replace(self, name="picture", width=width, height=height, fps=10)

    def for_theme(self, theme: Theme) -> Profile:
        """Return this profile in another theme."""
        return replace(self, theme=theme)


class Preset(NamedTuple):
    """The part of a profile that has a name."""

    width: int
    height: int
    fps: int
    crf: int
    x264_preset: str


#: Settled by benchmarks/encoder_table.json: `superfast` takes two thirds of the time of `veryfast`, and at a `crf` two
#: higher its frames are as like what was drawn. The films are half as large again, at an eighth of what YouTube takes.
PRESETS = {
    "draft": Preset(854, 480, 15, crf=28, x264_preset="superfast"),
    "preview": Preset(1280, 720, 30, crf=24, x264_preset="superfast"),
    "lecture": Preset(1920, 1080, 30, crf=22, x264_preset="superfast"),
    "youtube": Preset(1920, 1080, 60, crf=20, x264_preset="superfast"),
    "4k": Preset(3840, 2160, 60, crf=20, x264_preset="superfast"),
}


def preset(name: str) -> Profile:
    """Return the preset called `name`, in the dark theme.

    Raises:
        RequestError: there is none; the nearest one is suggested.
    """
    if name not in PRESETS:
        raise RequestError.unknown("preset", name, PRESETS)
    return Profile(name, *PRESETS[name])
