"""Size, likeness and time of x264's presets on our own frames: the table that `studio/profile.py` was settled by.

    python -m benchmarks.encoder_table [--preset youtube] [--seconds 3] [--json FILE]

Frames are drawn from a beat of a flat lesson and from one of a surface, kept as the encoder takes them (YUV 4:2:0), and
encoded by each setting in turn, on one thread. Time is the CPU's, so that a busy machine changes little; the settings
take turns within one run, and of two turns the shorter counts. SSIM is of brightness, over blocks of 8 × 8 pixels
(Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13); told is its mean, and the mean of the worst frame.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import av
import numpy as np

from studio.media.encode import ClipEncoder, Picture
from studio.profile import Profile, preset
from studio.render.drawing import draw
from studio.sources.lesson_lookup import find_lesson

BEATS = {"flat": ("tangent-line", 5), "surface": ("partial-slices", 2)}
SETTINGS = [
    ("ultrafast", 18), ("ultrafast", 20), ("ultrafast", 22),
    ("superfast", 16), ("superfast", 18), ("superfast", 20), ("superfast", 22), ("superfast", 24),
    ("veryfast", 16), ("veryfast", 18), ("veryfast", 20), ("veryfast", 22),
    ("faster", 18), ("faster", 20), ("medium", 20),
]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One setting on one beat: bits a second of film, SSIM, CPU milliseconds a frame."""

    frames: str
    preset: str
    crf: int
    megabits: float
    ssim: float
    worst: float
    milliseconds: float


class Kept:
    """A sink that keeps frames as the encoder takes them."""

    def __init__(self, profile: Profile, most: int) -> None:
        self.frames: list[av.VideoFrame] = []
        self.most = most
        self._picture = Picture(profile.width, profile.height)

    def frame(self, pixels, repeat, changed) -> None:
        self._picture.show(pixels, changed if self.frames else None)
        frame = av.VideoFrame.from_ndarray(self._picture.frame.to_ndarray(), format="yuv420p")
        self.frames += [frame] * repeat
        if len(self.frames) >= self.most:
            raise KeyboardInterrupt

    def waits(self, mark, pixels) -> None:
        pass

    def settled(self, index, pixels) -> None:
        pass


def frames_of(lesson: str, beat: int, profile: Profile, seconds: float) -> list[av.VideoFrame]:
    cls = find_lesson(lesson).load()
    kept = Kept(profile, round(seconds * profile.fps))
    try:
        draw(cls, cls.read_params({}), profile, range(beat, beat + 1), kept)
    except KeyboardInterrupt:
        if len(kept.frames) < kept.most:
            raise
    return kept.frames


def encode(frames: list[av.VideoFrame], profile: Profile, path: Path) -> float:
    """Encode frames and return the CPU seconds that it took."""
    encoder = ClipEncoder(path, profile)
    start = time.process_time()
    for frame in frames:
        encoder.write_converted(frame)
    encoder.close()
    return time.process_time() - start


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mean SSIM of two pictures over blocks of 8 × 8."""
    height, width = (side // 8 * 8 for side in a.shape)
    one, other = (
        x[:height, :width].astype(np.float32).reshape(height // 8, 8, width // 8, 8).swapaxes(1, 2).reshape(-1, 64)
        for x in (a, b)
    )
    mean, mean2 = one.mean(axis=1), other.mean(axis=1)
    var, var2 = one.var(axis=1), other.var(axis=1)
    both = (one * other).mean(axis=1) - mean * mean2
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float(np.mean((2 * mean * mean2 + c1) * (2 * both + c2) / ((mean**2 + mean2**2 + c1) * (var + var2 + c2))))


def likeness(frames: list[av.VideoFrame], path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [
            ssim(shown.to_ndarray()[: shown.height], frames[number].to_ndarray()[: shown.height])
            for number, shown in enumerate(film.decode(video=0))
            if number % 10 == 5
        ]


def rows(profile: Profile, seconds: float) -> list[Row]:
    made = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, (lesson, beat) in BEATS.items():
            frames = frames_of(lesson, beat, profile, seconds)
            taken: dict[tuple[str, int], float] = {}
            for _ in range(2):
                for setting in SETTINGS:
                    path = folder / f"{setting[0]}-{setting[1]}.mp4"
                    spent = encode(frames, replace(profile, x264_preset=setting[0], crf=setting[1]), path)
                    taken[setting] = min(spent, taken.get(setting, spent))
            for setting, spent in taken.items():
                path = folder / f"{setting[0]}-{setting[1]}.mp4"
                alike = likeness(frames, path)
                bits = 8e-6 * path.stat().st_size * profile.fps / len(frames)
                row = Row(
                    name, *setting, round(bits, 2), round(float(np.mean(alike)), 5), round(min(alike), 5),
                    round(1e3 * spent / len(frames), 2),
                )  # fmt: skip
                made.append(row)
                print(
                    f"{row.frames:8} {row.preset:10} crf {row.crf}  {row.megabits:6.2f} Mb/s  SSIM {row.ssim:.4f} "
                    f"(worst {row.worst:.4f})  {row.milliseconds:6.2f} ms a frame",
                    flush=True,
                )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--preset", default="youtube")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    options = parser.parse_args()
    profile = preset(options.preset)
    made = rows(profile, options.seconds)
    if options.json is not None:
        about = {"preset": profile.name, "width": profile.width, "height": profile.height, "fps": profile.fps}
        options.json.write_text(json.dumps({**about, "rows": [asdict(row) for row in made]}, indent=1) + "\n")


if __name__ == "__main__":
    main()
