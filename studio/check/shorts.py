"""A YouTube Short: upright, short, and its text where no button covers it."""

from __future__ import annotations

from studio.check.finding import Finding, Findings, found, same, unseen
from studio.check.manifest import Manifest
from studio.check.track import Track

WIDTH, HEIGHT, SECONDS = 1080, 1920, 60
#: The height in the middle that YouTube leaves free, full width.
CLEAR = 1350


def shorts_findings(track: Track, manifest: Manifest | None) -> Findings:
    """Tell of a Short's size, length, and the place of its text."""
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
