"""Chapters, as YouTube takes them from a description and players from the MP4."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from studio.check.report.finding import Finding, Findings, found

#: A title is cut off in the player's bar after that many characters.
TITLE = 49
FEWEST, SHORTEST = 3, 10

Chapter = tuple[Fraction | int, str]
_LINE = re.compile(r"^\W*(?:(\d+):)?(\d{1,2}):(\d{2})\W+(\S.*)$")


def read_chapters(description: str) -> list[Chapter]:
    """Return the lines of a description that are a time and a title."""
    found_lines = (_LINE.match(line.strip()) for line in description.splitlines())
    return [
        (Fraction(int(line[1] or 0) * 3600 + int(line[2]) * 60 + int(line[3])), line[4].strip())
        for line in found_lines
        if line
    ]


def chapter_findings(chapters: Sequence[Chapter], video_seconds: float | None) -> Findings:
    """Tell of chapters (second, title) of a video of that length."""
    starts = [float(start) for start, _ in chapters]
    # YouTube takes no chapters of a video that is too short for three.
    too_short = video_seconds is not None and video_seconds < FEWEST * SHORTEST
    limit = f"none in less than {FEWEST * SHORTEST} s" if too_short else f"≥ {FEWEST}"
    yield found("chapters-count", len(chapters), limit, len(chapters) == 0 if too_short else len(chapters) >= FEWEST)
    if not chapters:
        return
    yield found("chapters-first", _clock(starts[0]), "00:00", starts[0] == 0)
    falls = sum(after <= before for before, after in itertools.pairwise(starts))
    yield found("chapters-ascending", f"{falls} out of order", "0", falls == 0)
    end = [video_seconds] if video_seconds is not None else []
    shortest = min((after - before for before, after in itertools.pairwise([*starts, *end])), default=0.0)
    yield found("chapters-length", f"{shortest:.1f} s the shortest", f"≥ {SHORTEST} s", shortest >= SHORTEST)
    longest = max(len(title) for _, title in chapters)
    yield found(
        "chapters-titles",
        f"{longest} characters at most",
        f"1–{TITLE}",
        all(0 < len(title) <= TITLE for _, title in chapters),
    )


def agreement(description: Sequence[Chapter], film: Sequence[Chapter]) -> Finding:
    """Tell whether a description's chapters are those of the film; a description has whole seconds only."""
    apart = sum(
        one is None or other is None or one[1] != other[1] or abs(one[0] - other[0]) >= 1
        for one, other in itertools.zip_longest(description, film)
    )
    return found("chapters-agree", f"{apart} differ", "description = MP4", apart == 0)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}" if seconds == int(seconds) else f"{seconds:.2f} s"
