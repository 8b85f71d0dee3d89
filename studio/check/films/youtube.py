"""What YouTube asks of a film besides: its bit rate, and an end that can carry an end screen."""

from __future__ import annotations

import numpy as np

from studio.check.report.finding import Finding, Findings, found, same, unseen
from studio.manifest import Manifest
from studio.media.frames import MATCH, block_differences, frames
from studio.media.track_info import Track

#: YouTube's recommended bit rates for uploads, standard dynamic range, in Mb/s: at up to 30 and up to 60 frames/s.
GUIDE = {360: (1, 1.5), 480: (2.5, 4), 720: (5, 7.5), 1080: (8, 12), 1440: (16, 24), 2160: (45, 68)}
END_SECONDS = 5
#: So much of the picture may change while an end screen lies over it.
END_CHANGE = 0.02


def bit_rate(track: Track) -> Finding:
    """Return whether the film's bit rate is within the guide's for its size and frame rate."""
    short = min(track.width, track.height)
    size = min((height for height in GUIDE if height >= short), default=max(GUIDE))
    limit = GUIDE[size][track.fps > 30.01]
    rate = track.bytes * 8 / track.seconds / 1e6 if track.seconds else 0.0
    held = 0 < rate <= limit
    return found("bit-rate", f"{rate:.2f} Mb/s", f"≤ {limit:g} Mb/s ({size}p at {track.fps:.0f})", held)


def end_findings(track: Track) -> Findings:
    """Yield how much of the picture changes in the last seconds."""
    yield found("end-length", f"{track.seconds:.1f} s", f"≥ {END_SECONDS} s", track.seconds >= END_SECONDS)
    shown = frames(track.path, last=END_SECONDS)
    first = next(shown)
    changed = max((float(np.mean(block_differences(first, other) > MATCH)) for other in shown), default=0.0)
    held = changed <= END_CHANGE
    yield found("end-static", f"{changed:.1%} of the picture changes", f"≤ {END_CHANGE:.0%} in {END_SECONDS} s", held)


WIDTH, HEIGHT, SECONDS = 1080, 1920, 60


#: The height in the middle that YouTube leaves free, full width.
CLEAR = 1350


def shorts_findings(track: Track, manifest: Manifest | None) -> Findings:
    """Check a Short's size, length, and the place of its text."""
    yield same("shorts-size", f"{track.width}×{track.height}", f"{WIDTH}×{HEIGHT}")
    yield found("shorts-length", f"{track.seconds:.1f} s", f"≤ {SECONDS} s", 0 < track.seconds <= SECONDS)
    yield _text_place(manifest)


def _text_place(manifest: Manifest | None) -> Finding:
    limit = f"the central {WIDTH}×{CLEAR}"
    if manifest is None or manifest.texts is None:
        why = Manifest.MISSING if manifest is None else "the manifest does not say where text is drawn"
        return unseen("shorts-text", why, limit, "manifest")
    top = (1 - CLEAR / HEIGHT) / 2
    # Half a pixel of slack: boxes are rounded.
    slack = 0.5 / HEIGHT
    outside = [
        text
        for text in manifest.texts
        if text.box[0] < -slack or text.box[2] > 1 + slack or text.box[1] < top - slack or text.box[3] > 1 - top + slack
    ]
    figure = f"{len(outside)} of {len(manifest.texts)} texts outside"
    if outside:
        figure += f", “{outside[0].words[:30]}” in {outside[0].beat}"
    return found("shorts-text", figure, limit, not outside and bool(manifest.texts), "manifest")
