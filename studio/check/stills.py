"""Stills of a clip: its first picture and its last, which is the beat's settled end."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.check.finding import Findings, found
from studio.check.manifest import Manifest
from studio.check.pictures import MATCH_LIMIT, ends, match, opened


def still_findings(first: Path, last: Path, clip: Path, manifest: Manifest | None) -> Findings:
    """Tell whether two PNGs are the first and the last picture of a clip."""
    shown = ends(clip)
    for name, path, picture in (("first", first, shown[0]), ("last", last, shown[1])):
        image = opened(path)
        yield found(f"still-{name}-format", image.format, "PNG", image.format == "PNG")
        figure, held = match(picture, np.asarray(image.convert("RGB")))
        yield found(f"still-{name}", figure, MATCH_LIMIT, held)
