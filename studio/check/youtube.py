"""What YouTube asks of a film besides: its bit rate, and an end that can carry an end screen."""

from __future__ import annotations

import numpy as np

from studio.check.finding import Finding, Findings, found
from studio.check.pictures import MATCH, block_differences, frames
from studio.check.track import Track

#: YouTube's recommended bit rates for uploads, standard dynamic range, in Mb/s: at up to 30 and up to 60 frames/s.
GUIDE = {360: (1, 1.5), 480: (2.5, 4), 720: (5, 7.5), 1080: (8, 12), 1440: (16, 24), 2160: (45, 68)}
END_SECONDS = 5
#: So much of the picture may change while an end screen lies over it.
END_CHANGE = 0.02


def bit_rate(track: Track) -> Finding:
    """Tell whether the film's bit rate is within the guide's for its size and frame rate."""
    short = min(track.width, track.height)
    size = min((height for height in GUIDE if height >= short), default=max(GUIDE))
    limit = GUIDE[size][track.fps > 30.01]
    rate = track.bytes * 8 / track.seconds / 1e6 if track.seconds else 0.0
    held = 0 < rate <= limit
    return found("bit-rate", f"{rate:.2f} Mb/s", f"≤ {limit:g} Mb/s ({size}p at {track.fps:.0f})", held)


def end_findings(track: Track) -> Findings:
    """Tell how much of the picture changes in the last seconds."""
    yield found("end-length", f"{track.seconds:.1f} s", f"≥ {END_SECONDS} s", track.seconds >= END_SECONDS)
    shown = frames(track.path, last=END_SECONDS)
    first = next(shown)
    changed = max((float(np.mean(block_differences(first, other) > MATCH)) for other in shown), default=0.0)
    held = changed <= END_CHANGE
    yield found("end-static", f"{changed:.1%} of the picture changes", f"≤ {END_CHANGE:.0%} in {END_SECONDS} s", held)
