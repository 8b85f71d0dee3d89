"""Chapters, as YouTube takes them from a description and players from the MP4."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from studio.captions.chapters import FEWEST, SHORTEST_SECONDS, TITLE
from studio.captions.clock import clock
from studio.check.report.finding import Finding, Findings, found

#: Where a chapter begins, in seconds, and its title.
Start = tuple[Fraction | int, str]
_LINE = re.compile(r"^\W*(?:(\d+):)?(\d{1,2}):(\d{2})\W+(\S.*)$")


def read_chapters(description: str) -> list[Start]:
    """Return the lines of a description that are a time and a title."""
    found_lines = (_LINE.match(line.strip()) for line in description.splitlines())
    return [
        (Fraction(int(line[1] or 0) * 3600 + int(line[2]) * 60 + int(line[3])), line[4].strip())
        for line in found_lines
        if line
    ]


def chapter_findings(chapters: Sequence[Start], video_seconds: float | None) -> Findings:
    """Check the chapters (second, title) of a video of that length."""
    starts = [float(start) for start, _ in chapters]
    # YouTube takes no chapters of a video that is too short for three.
    too_short = video_seconds is not None and video_seconds < FEWEST * SHORTEST_SECONDS
    limit = f"none in less than {FEWEST * SHORTEST_SECONDS} s" if too_short else f"≥ {FEWEST}"
    yield found("chapters-count", len(chapters), limit, len(chapters) == 0 if too_short else len(chapters) >= FEWEST)
    if not chapters:
        return
    first = clock(starts[0], padded=True) if starts[0].is_integer() else f"{starts[0]:.2f} s"
    yield found("chapters-first", first, "00:00", starts[0] == 0)
    falls = sum(after <= before for before, after in itertools.pairwise(starts))
    yield found("chapters-ascending", f"{falls} out of order", "0", falls == 0)
    end = [video_seconds] if video_seconds is not None else []
    shortest = min((after - before for before, after in itertools.pairwise([*starts, *end])), default=0.0)
    yield found(
        "chapters-length", f"{shortest:.1f} s the shortest", f"≥ {SHORTEST_SECONDS} s", shortest >= SHORTEST_SECONDS
    )
    longest = max(len(title) for _, title in chapters)
    yield found(
        "chapters-titles",
        f"{longest} characters at most",
        f"1–{TITLE}",
        all(0 < len(title) <= TITLE for _, title in chapters),
    )


def agreement(description: Sequence[Start], film: Sequence[Start]) -> Finding:
    """Return whether a description's chapters are those of the film; a description has whole seconds only."""
    apart = sum(
        one is None or other is None or one[1] != other[1] or abs(one[0] - other[0]) >= 1
        for one, other in itertools.zip_longest(description, film)
    )
    return found("chapters-agree", f"{apart} differ", "description = MP4", apart == 0)
