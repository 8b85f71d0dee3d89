"""Colours: a test chart, encoded as the film was, decoded as the film's tags tell a player to."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import av
import numpy as np

from studio.check.report.finding import Findings, found, unseen
from studio.manifest import Manifest
from studio.media.encode import ClipEncoder
from studio.media.track_info import Track, read_track
from studio.profile import MIN_FRAMES, Profile

CHART = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
#: How far a colour may come back from what was drawn, of 255.
TOLERANCE = 4

#: The weights of red and blue in luma (ITU-R BT.709-6, table 3; BT.601-7, table 2; BT.2020-2, table 4).
_WEIGHTS = {
    "bt709": (0.2126, 0.0722),
    "bt470bg": (0.299, 0.114),
    "smpte170m": (0.299, 0.114),
    "bt2020nc": (0.2627, 0.0593),
}
#: What is not tagged is taken for standard definition up to this height.
_STANDARD_DEFINITION = 576


def colour_findings(track: Track, manifest: Manifest | None) -> Findings:
    """Yield how each flat colour comes back from a chart that is rendered by the film's profile."""
    if manifest is None:
        for colour in CHART:
            yield unseen(f"colour-{colour}", Manifest.MISSING, f"≤ {TOLERANCE}/255 off", "calibration")
        return
    with tempfile.TemporaryDirectory(prefix="nabla-") as folder:
        yield from chart_findings(draw_chart(Path(folder) / "chart.mp4", manifest.profile), track)


def draw_chart(path: Path, profile: Profile) -> Path:
    """Encode the chart, each colour filling as many frames as the shortest clip has."""
    encoder = ClipEncoder(path, profile)
    try:
        for colour in CHART.values():
            encoder.write(np.full((profile.height, profile.width, 4), (*colour, 255), np.uint8), MIN_FRAMES)
        encoder.close()
    except BaseException:
        encoder.abort()
        raise
    return path


def chart_findings(chart: Path, film: Track | None = None) -> Findings:
    """Yield how far each colour of `chart` is off where `film`, or the chart itself, says how to decode it."""
    tagged = film or read_track(chart)
    with av.open(str(chart)) as pictures:
        planes = [np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8) for frame in pictures.decode(video=0)]
    for number, (name, drawn) in enumerate(CHART.items()):
        shown = decoded(planes[number * MIN_FRAMES + 1], tagged.matrix, tagged.range)
        off = float(np.abs(shown - np.array(drawn)).max())
        limit = f"≤ {TOLERANCE}/255 off"
        yield found(f"colour-{name}", f"{off:.1f}/255 off", limit, off <= TOLERANCE, "calibration")


def decoded(
    planes: np.ndarray[Any, np.dtype[np.uint8]], matrix: str, value_range: str
) -> np.ndarray[Any, np.dtype[Any]]:
    """Return the mean colour (0…255) of a yuv420p picture, shape (3/2 height, width), for a matrix and a range."""
    height = planes.shape[0] * 2 // 3
    guess = "smpte170m" if height <= _STANDARD_DEFINITION else "bt709"
    red, blue = _WEIGHTS.get(matrix, _WEIGHTS[guess])
    luma, chroma = float(planes[:height].mean()), planes[height:].reshape(2, -1).mean(axis=1)
    if value_range == "pc":
        y, (cb, cr) = luma / 255, (chroma - 128) / 255
    else:
        y, (cb, cr) = (luma - 16) / 219, (chroma - 128) / 224
    r, b = y + 2 * (1 - red) * cr, y + 2 * (1 - blue) * cb
    g = (y - red * r - blue * b) / (1 - red - blue)
    return np.asarray(255 * np.clip([r, g, b], 0, 1))
