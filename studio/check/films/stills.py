"""Stills of a clip: its first picture and its last, which is the beat's settled end."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import numpy as np

from studio.check.report.finding import Finding, Findings, found, unseen
from studio.manifest import Manifest
from studio.media.frames import DRAWN, DRAWN_LIMIT, MATCH_LIMIT, ends, frames, match, opened


def still_findings(first: Path, last: Path, clip: Path, manifest: Manifest | None) -> Findings:
    """Check whether two PNGs are the first and the last picture of a clip."""
    shown = ends(clip)
    for name, path, picture in (("first", first, shown[0]), ("last", last, shown[1])):
        image = opened(path)
        yield found(f"still-{name}-format", image.format, "PNG", image.format == "PNG")
        figure, held = match(picture, np.asarray(image.convert("RGB")), DRAWN)
        yield found(f"still-{name}", figure, DRAWN_LIMIT, held)
    yield _settled(clip, manifest)


def _settled(clip: Path, manifest: Manifest | None) -> Finding:
    """Return whether nothing moves any more where the beat has settled: from its hold's first picture to its last."""
    name, limit = "still-settled", f"{MATCH_LIMIT} while it is held"
    if manifest is None:
        return unseen(name, Manifest.MISSING, limit, "manifest")
    beat = manifest.beats[-1]
    if beat.loop:
        return found(name, "a loop, which goes on", limit, True, "manifest")
    shown = deque(frames(clip), maxlen=max(1, beat.hold))
    figure, held = match(shown[0], shown[-1])
    return found(name, figure, limit, held, "manifest")
