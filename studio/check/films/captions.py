"""Captions: few words at a time, long enough, one after the other, while there is a picture."""

from __future__ import annotations

import html
import itertools
import re
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from studio.captions.cues import CHARACTERS_PER_SECOND, LINE, LONGEST_MS, SHORTEST_MS, Cue
from studio.check.report.finding import Finding, Findings, found, unseen
from studio.errors import RequestError

LINES = 2


def caption_findings(path: Path, video_seconds: float | None) -> Findings:
    """Check the captions in an SRT or WebVTT file; they belong to a film of that length, if it is known."""
    text = _read(path)
    name = "SubRip" if path.suffix.lower() == ".srt" else "WebVTT"
    shown, written = read_captions(path), len(re.findall("-->", text))
    yield found("captions-readable", f"{len(shown)} of {written} cues", f"{name}, every cue", 0 < len(shown) == written)
    most = [max((measure(cue) for cue in shown), default=0) for measure in _MEASURES]
    yield found("captions-lines", f"{most[0]:g} at most", f"≤ {LINES}", most[0] <= LINES)
    yield found("captions-line-length", f"{most[1]:g} characters at most", f"≤ {LINE}", most[1] <= LINE)
    yield found(
        "captions-speed", f"{most[2]:.1f} characters/s", f"≤ {CHARACTERS_PER_SECOND}", most[2] <= CHARACTERS_PER_SECOND
    )
    lengths = [cue.end - cue.start for cue in shown] or [SHORTEST_MS]
    held = min(lengths) >= SHORTEST_MS and max(lengths) <= LONGEST_MS
    figure = f"{min(lengths) / 1000:g}–{max(lengths) / 1000:g} s"
    yield found("captions-duration", figure, f"{SHORTEST_MS / 1000:g}–{LONGEST_MS / 1000:g} s each", held)
    overlaps = sum(cue.end > after.start for cue, after in itertools.pairwise(shown))
    yield found("captions-overlap", f"{overlaps} overlaps", "0", overlaps == 0)
    yield _end(shown, video_seconds)


def agreement(srt: Path, vtt: Path) -> Finding:
    """Return whether both caption files say the same at the same times."""
    one, other = read_captions(srt), read_captions(vtt)
    apart = sum(a != b for a, b in itertools.zip_longest(one, other))
    return found("captions-agree", f"{apart} cues differ", "SRT = WebVTT", apart == 0)


def read_captions(path: Path) -> list[Cue]:
    """Return the captions in a file that can be read, in the order of the file."""
    kind = path.suffix.lower()[1:]
    try:
        read = webvtt.from_buffer(_read(path).splitlines(), format=kind)
    except (MalformedFileError, MalformedCaptionError):
        return []
    unescaped = html.unescape if kind == "vtt" else str
    return [
        Cue(
            cue.start_time.in_milliseconds(),
            cue.end_time.in_milliseconds(),
            tuple(unescaped(line) for line in cue.lines),
        )
        for cue in read.captions
    ]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(f"{path} is no text in UTF-8, as captions are.") from None


_MEASURES = (
    lambda cue: len(cue.lines),
    lambda cue: max(map(len, cue.lines), default=0),
    lambda cue: len("\n".join(cue.lines)) * 1000 / max(1, cue.end - cue.start),
)


def _end(shown: list[Cue], video_seconds: float | None) -> Finding:
    last = max((cue.end for cue in shown), default=0) / 1000
    if video_seconds is None:
        return unseen("captions-end", "there is no film beside it", "within the video")
    # Captions are in whole milliseconds.
    return found("captions-end", f"{last:g} s", f"≤ {video_seconds:.3f} s", last <= video_seconds + 0.001)
