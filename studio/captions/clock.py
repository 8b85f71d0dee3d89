"""Moments and lengths, for people and for the formats that files have."""

from __future__ import annotations


def clock(seconds: float, *, padded: bool = False, tenths: bool = False) -> str:
    """Return 1:05 for 65 seconds, 1:01:05 past the hour; `padded` as YouTube reads it, 01:05; by `tenths`, 1:05.0."""
    minutes, rest = divmod(round(seconds, 1) if tenths else int(seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    shown = f"{rest:04.1f}" if tenths else f"{rest:02}"
    return f"{hours}:{minutes:02}:{shown}" if hours else f"{minutes:0{1 + padded}}:{shown}"


def timestamp(ms: int, point: str) -> str:
    """Return 01:01:05.007 as a caption file has it: WebVTT with the point ".", SubRip with ","."""
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{ms:03}"


def duration(seconds: float) -> str:
    """Return a length as HTML's `datetime` has it: PT1M37S."""
    return f"PT{int(seconds) // 60}M{int(seconds) % 60}S"
